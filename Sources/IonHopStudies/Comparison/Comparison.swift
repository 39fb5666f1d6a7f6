import Foundation
import IonHopAnalysis

/// Runs side by side: conductivities at the temperatures that all have, ratios to one of them,
/// activation energies, as a league table.
///
///     let comparison = try Comparison([ComparedRun("bare", first), ComparedRun("coated", second)])
///     print(comparison.entries[0].name, comparison.entries[0].ratio)
public struct Comparison: Sendable, Encodable {
  /// One run, or one variant of a sweep.
  public struct Entry: Sendable, Encodable {
    /// Of the run.
    public let name: String
    /// 1 for the best conductor at the reference temperature.
    public let rank: Int
    /// True if the conductivity is within two standard errors of the next better one.
    public let tiesWithBetter: Bool
    /// At the reference temperature.
    public let conductivity: Estimate
    /// Conductivity over that of the baseline, at the reference temperature.
    public let ratio: Estimate
    /// From the run's first fit; nil without one.
    public let activationEnergy: Estimate?
    /// Solved values have no statistical error: theirs is 0.
    public let method: ComparedRun.Method
    /// Part of the resistance in boundaries, at the reference temperature; nil where there is none.
    public let boundaryShare: Double?
    /// At the common temperatures, in their order.
    public let points: [Point]
  }

  /// One run at one temperature.
  public struct Point: Sendable, Encodable {
    /// K
    public let temperature: Double
    /// σ (S/cm).
    public let conductivity: Estimate
    /// Over that of the baseline.
    public let ratio: Estimate
    /// Nil where nothing was sampled.
    public let havenRatio: Estimate?
    /// Nil where there are no boundaries.
    public let boundaryShare: Double?
  }

  /// Common to all runs, ascending (K).
  public let temperatures: [Double]
  /// Where the runs are ranked (K).
  public let referenceTemperature: Double
  /// The run that ratios are taken to.
  public let baseline: String
  /// The best conductor first.
  public let entries: [Entry]

  /// - Parameters:
  ///   - runs: with distinct names.
  ///   - baseline: the name of the run that ratios are taken to; nil for the first.
  ///   - temperature: where to rank (K); nil for the common temperature nearest to 300 K.
  /// - Throws: `ComparisonError`
  public init(
    _ runs: [ComparedRun], baseline: String? = nil,
    at temperature: Double? = nil
  ) throws(ComparisonError) {
    guard runs.count >= 2 else { throw .tooFewRuns(runs.count) }
    for run in runs where run.points.isEmpty { throw .noPoint(run.name) }
    let common = runs[0].points.map(\.temperature).sorted().filter { t in
      runs.allSatisfy { $0.point(at: t) != nil }
    }
    guard !common.isEmpty else { throw .noCommonTemperature(Self.told(runs)) }
    let wanted = temperature ?? 300
    let reference = common.min { abs($0 - wanted) < abs($1 - wanted) } ?? wanted
    guard temperature.map({ Self.isSame($0, reference) }) ?? true else {
      throw .notCommon(wanted, common: common)
    }
    let base = baseline ?? runs[0].name
    guard let baseRun = runs.first(where: { $0.name == base }) else {
      throw .unknownBaseline(base, known: runs.map(\.name))
    }
    temperatures = common
    referenceTemperature = reference
    self.baseline = base
    entries = Self.ranked(
      runs.map { ($0, Self.points($0, beside: baseRun, at: common)) },
      at: common.firstIndex(of: reference) ?? 0)
  }

  private static func points(
    _ run: ComparedRun, beside base: ComparedRun, at temperatures: [Double]
  ) -> [Point] {
    temperatures.compactMap { temperature in
      guard let own = run.point(at: temperature), let other = base.point(at: temperature)
      else { return nil }
      return Point(
        temperature: temperature, conductivity: own.conductivity,
        ratio: ratio(own.conductivity, other.conductivity), havenRatio: own.havenRatio,
        boundaryShare: own.boundaryShare)
    }
  }

  /// Runs are independent, so that relative errors add in squares; a run is to itself exactly 1.
  private static func ratio(_ a: Estimate, _ b: Estimate) -> Estimate {
    guard a != b else { return Estimate(value: 1, standardError: 0, unit: .one) }
    let value = a.value / b.value
    return Estimate(
      value: value, standardError: abs(value) * hypot(a.relativeError, b.relativeError), unit: .one)
  }

  private static func ranked(
    _ runs: [(run: ComparedRun, points: [Point])], at index: Int
  ) -> [Entry] {
    // What is not a number comes last.
    let sorted = runs.sorted { a, b in
      let (x, y) = (a.points[index].conductivity.value, b.points[index].conductivity.value)
      return y.isNaN ? !x.isNaN : x > y
    }
    return sorted.enumerated().map { rank, entry in
      let (run, points) = entry
      let own = points[index].conductivity
      var ties = false
      if rank > 0 {
        let better = sorted[rank - 1].points[index].conductivity
        ties = better.value - own.value < 2 * hypot(better.standardError, own.standardError)
      }
      return Entry(
        name: run.name, rank: rank + 1, tiesWithBetter: ties, conductivity: own,
        ratio: points[index].ratio, activationEnergy: run.activationEnergy, method: run.method,
        boundaryShare: points[index].boundaryShare, points: points)
    }
  }

  /// Temperatures of a range written in other words differ in the last digits.
  static func isSame(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(a, b) }

  /// Runs with the same temperatures, such as the variants of a sweep, are told once.
  private static func told(_ runs: [ComparedRun]) -> String {
    var lists: [String] = []
    let distinct = runs.filter { run in
      let list = "\(run.points.map(\.temperature))"
      guard !lists.contains(list) else { return false }
      lists.append(list)
      return true
    }
    return distinct.prefix(4).map { run in
      let list = run.points.prefix(8).map { String(format: "%g", $0.temperature) }
      return "\(run.name) has \(list.joined(separator: ", ")) K"
    }.joined(separator: "; ")
  }

  // MARK: Table

  /// One row a run and temperature; units in the header.
  public var table: String {
    let header = [
      "rank", "run", "temperature (K)", "conductivity (S/cm)",
      "conductivity standard error (S/cm)", "ratio to \(baseline)", "ratio standard error",
      "Haven ratio", "Haven ratio standard error", "activation energy (eV)",
      "activation energy standard error (eV)", "share in boundaries", "method",
    ]
    var rows = [header]
    for entry in entries {
      for point in entry.points {
        let estimates = [point.conductivity, point.ratio, point.havenRatio, entry.activationEnergy]
        let cells = estimates.flatMap { estimate -> [String] in
          guard let estimate else { return ["", ""] }
          return ["\(estimate.value)", "\(estimate.standardError)"]
        }
        rows.append(
          ["\(entry.rank)", entry.name, "\(point.temperature)"] + cells + [
            point.boundaryShare.map { "\($0)" } ?? "", entry.method.rawValue,
          ])
      }
    }
    return csv(rows)
  }
}
