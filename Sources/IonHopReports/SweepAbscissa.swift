import Foundation
import IonHopStudies

/// The swept key that the plots of a sweep are drawn against.
///
/// The one with most numbers, seeds last; where none is a number, the variants stand side by side.
struct SweepAbscissa {
  private let axes: [SweepAxis]
  private let labels: [String]
  /// Nil where no key holds numbers.
  private let index: Int?
  /// The other keys go along with it, one value each: there is one curve.
  private let isJoined: Bool

  init(_ results: SweepResults) {
    self.init(
      results.sweep, labels: results.variants.map(\.label), values: results.variants.map(\.values))
  }

  /// - Parameters:
  ///   - labels: of each variant.
  ///   - values: of each variant, one for each key.
  init(_ axes: [SweepAxis], labels: [String], values: [[SweptValue]]) {
    (self.axes, self.labels) = (axes, labels)
    func distinct(_ axis: Int) -> Int { Set(values.map { $0[axis].text }).count }
    let index = axes.indices
      .filter { axis in
        values.allSatisfy { $0.indices.contains(axis) && $0[axis].number != nil }
      }
      .max { a, b in
        (axes[a].key == "seed" ? 0 : distinct(a), -a)
          < (axes[b].key == "seed" ? 0 : distinct(b), -b)
      }
    self.index = index
    isJoined = index.map { distinct($0) == values.count } ?? false
  }

  var isNumeric: Bool { index != nil }
  var title: String { index.map { axes[$0].title } ?? "the variants" }

  func x(_ values: [SweptValue], at position: Int) -> Double {
    index.flatMap { values[$0].number } ?? Double(position)
  }

  /// The other values, where they tell one curve from the next; repeats with other seeds are one curve.
  func others(_ values: [SweptValue]) -> String {
    guard let index, !isJoined else { return "" }
    return axes.indices.filter {
      $0 != index && axes[$0].key != "seed" && values.indices.contains($0)
    }
    .map { "\(axes[$0].name) \(values[$0].text)" }.joined(separator: ", ")
  }

  /// gnuplot's words for the lower axis.
  func axis(_ values: [Double]) -> String {
    guard let low = values.min(), let high = values.max() else { return "" }
    guard isNumeric else {
      let tics = labels.enumerated().map { "\(quoted($1)) \($0)" }.joined(separator: ", ")
      return
        "set xrange [-0.5:\(Double(labels.count) - 0.5)]\nset xtics noenhanced rotate by -35 (\(tics))\n"
    }
    // axisLabel needs double quotes, in which gnuplot would run commands.
    let safe = title.filter { $0.isLetter || $0.isNumber || " ()[].,/%_-".contains($0) }
    let label = axisLabel(safe) + " noenhanced\n"
    if low > 0, high / low > 50 {
      return label + "set logscale x\nset xrange [\(low / 1.3):\(high * 1.3)]\n"
    }
    let margin = high > low ? 0.06 * (high - low) : max(1, abs(high)) * 0.1
    return label + "set xrange [\(low - margin):\(high + margin)]\n"
  }
}
