import Foundation
import IonHopCore

/// How site energies or barriers are spread (eV), in a glass or at a grain boundary.
///
///     .gaussian(mean: 0.45, deviation: 0.08)
///     .uniform(0.2...0.6)
public enum EnergyDistribution: Sendable, Equatable {
  /// All the same (eV).
  case single(Double)
  /// Normal, with mean and standard deviation (eV).
  case gaussian(mean: Double, deviation: Double)
  /// From `lowest` upwards, falling by e over `scale`.
  case exponential(lowest: Double, scale: Double)
  /// Even between two energies (eV).
  case uniform(ClosedRange<Double>)
  /// `median` times the exponential of a normal deviate of standard deviation `width`.
  case logNormal(median: Double, width: Double)
  /// Two Gaussians of one deviation; `share` of the first.
  case bimodal(first: Double, second: Double, deviation: Double, share: Double)
  /// By a table of energies and weights.
  case tabulated(EnergyTable)

  /// By the mean and standard deviation (eV) of the energy itself, not of its logarithm.
  public static func logNormal(mean: Double, deviation: Double) -> EnergyDistribution {
    let square = deviation / mean * (deviation / mean)
    return .logNormal(median: mean / (1 + square).squareRoot(), width: log1p(square).squareRoot())
  }

  /// The first parameter that is out of range, and the mend; nil if all are well.
  var problem: (value: Double, mend: String)? {
    let needs: [(holds: Bool, value: Double, mend: String)] =
      switch self {
      case .single(let value): [(true, value, "give an energy (eV)")]
      case .gaussian(let mean, let deviation):
        [
          (true, mean, "give a mean (eV)"),
          (deviation > 0, deviation, "give a positive deviation (eV)"),
        ]
      case .exponential(let lowest, let scale):
        [
          (true, lowest, "give the lowest energy (eV)"),
          (scale > 0, scale, "give a positive scale (eV)"),
        ]
      case .uniform(let range):
        [
          (true, range.lowerBound, "give a lowest energy (eV)"),
          (range.upperBound > range.lowerBound, range.upperBound, "give a range (eV)"),
        ]
      case .logNormal(let median, let width):
        [
          (median > 0, median, "give a positive median (eV)"),
          (width > 0 && width < 10, width, "give a width between 0 and 10"),
        ]
      case .bimodal(let first, let second, let deviation, let share):
        [
          (true, first, "give a first mean (eV)"), (true, second, "give a second mean (eV)"),
          (deviation > 0, deviation, "give a positive deviation (eV)"),
          (share > 0 && share < 1, share, "give a share between 0 and 1"),
        ]
      case .tabulated: []
      }
    return needs.first { !($0.holds && $0.value.isFinite && abs($0.value) < 1e3) }
      .map { ($0.value, $0.mend) }
  }

  /// An energy (eV) drawn at random.
  func draw(_ numbers: inout RandomStream) -> Double {
    energy(at: NormalDeviate.draw(&numbers))
  }

  /// The energy (eV) below which lies a share of the distribution, given as a normal deviate with
  /// that share below it: fields of correlated deviates thus become fields of any distribution.
  func energy(at deviate: Double) -> Double {
    switch self {
    case .single(let value): value
    case .gaussian(let mean, let deviation): mean + deviation * deviate
    case .exponential(let lowest, let scale):
      // The upper tail, 1 − Φ(z) = Φ(−z), keeps its digits.
      lowest - scale * log(max(NormalDeviate.cumulative(-deviate), 0x1p-1000))
    case .uniform(let range):
      range.lowerBound
        + (range.upperBound - range.lowerBound) * NormalDeviate.cumulative(deviate)
    case .logNormal(let median, let width): median * exp(width * deviate)
    case .bimodal(let first, let second, let deviation, _):
      bisect(
        NormalDeviate.cumulative(deviate), min(first, second) - 9 * deviation,
        max(first, second) + 9 * deviation)
    case .tabulated(let table): table.energy(at: NormalDeviate.cumulative(deviate))
    }
  }

  /// Share of the distribution below an energy (eV).
  func share(below energy: Double) -> Double {
    switch self {
    case .single(let value): energy > value ? 1 : 0
    case .gaussian(let mean, let deviation):
      NormalDeviate.cumulative((energy - mean) / deviation)
    case .exponential(let lowest, let scale): max(0, -expm1(-(energy - lowest) / scale))
    case .uniform(let range):
      min(max((energy - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
    case .logNormal(let median, let width):
      energy > 0 ? NormalDeviate.cumulative(log(energy / median) / width) : 0
    case .bimodal(let first, let second, let deviation, let share):
      share * NormalDeviate.cumulative((energy - first) / deviation)
        + (1 - share) * NormalDeviate.cumulative((energy - second) / deviation)
    case .tabulated(let table): table.share(below: energy)
    }
  }

  /// An energy (eV) as by `energy(at:)`, of the part of the distribution that lies at or above
  /// `lowest`.
  func energy(at deviate: Double, above lowest: Double) -> Double {
    let cut = share(below: lowest)
    guard cut > 0 else { return energy(at: deviate) }
    let share = cut + (1 - cut) * NormalDeviate.cumulative(deviate)
    return max(energy(at: NormalDeviate.quantile(share)), lowest)
  }

  private func bisect(_ share: Double, _ low: Double, _ high: Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if self.share(below: middle) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// A measured or computed distribution: weights at energies, straight lines between them.
public struct EnergyTable: Sendable, Equatable {
  /// Rising (eV).
  public let energies: [Double]
  /// Density at each, in any unit.
  public let weights: [Double]
  /// Share below each energy.
  private let cumulative: [Double]

  /// - Throws: `GlassError.badTable`.
  public init(energies: [Double], weights: [Double]) throws(GlassError) {
    guard energies.count == weights.count, energies.count >= 2 else {
      throw .badTable(
        "\(energies.count) energies with \(weights.count) weights; give at least two pairs")
    }
    for (index, (energy, weight)) in zip(energies, weights).enumerated() {
      guard abs(energy) < 1e3, weight >= 0, weight < 1e100 else {
        throw .badTable(
          "row \(index + 1): energy \(energy) eV, weight \(weight); give finite energies and weights of zero or more"
        )
      }
      guard index == 0 || energy > energies[index - 1] else {
        throw .badTable(
          "row \(index + 1): \(energy) eV does not follow \(energies[index - 1]) eV; let energies rise"
        )
      }
    }
    var sum = [0.0]
    for k in 1..<energies.count {
      sum.append(
        sum[k - 1] + (weights[k] + weights[k - 1]) / 2 * (energies[k] - energies[k - 1]))
    }
    guard let total = sum.last, total > 0 else {
      throw .badTable("all weights are zero; give the density of the distribution")
    }
    (self.energies, self.weights) = (energies, weights)
    cumulative = sum.map { $0 / total }
  }

  /// Reads a CSV file with the columns `energy` (eV) and `weight`.
  ///
  /// - Throws: `InputError`, or `GlassError.badTable`.
  public init(contentsOf url: URL) throws {
    let table = try InputTable.read(
      url, known: ["energy", "weight"], required: ["energy", "weight"])
    var (energies, weights) = ([Double](), [Double]())
    for index in 0..<table.count {
      let row = try table.row(index)
      energies.append(try row.required("energy", "give an energy in eV").number(.energy))
      weights.append(try row.required("weight", "give a weight").number(.number))
    }
    try self.init(energies: energies, weights: weights)
  }

  func share(below energy: Double) -> Double {
    guard let k = energies.firstIndex(where: { $0 >= energy }) else { return 1 }
    guard k > 0 else { return 0 }
    let x = energy - energies[k - 1]
    let width = energies[k] - energies[k - 1]
    let slope = (weights[k] - weights[k - 1]) / width
    let whole = (weights[k] + weights[k - 1]) / 2 * width
    let part = weights[k - 1] * x + slope * x * x / 2
    return cumulative[k - 1]
      + (whole > 0 ? part / whole : 0) * (cumulative[k] - cumulative[k - 1])
  }

  func energy(at share: Double) -> Double {
    guard let k = cumulative.firstIndex(where: { $0 >= share && $0 > 0 }), k > 0 else {
      return energies[energies.count - 1]
    }
    let width = energies[k] - energies[k - 1]
    let step = cumulative[k] - cumulative[k - 1]
    // Of the area of this stretch; w₀x + (w₁ − w₀)x²/2 = part (w₀ + w₁)/2 for x in [0, 1].
    let part = step > 0 ? max(0, (share - cumulative[k - 1]) / step) : 0
    let (w0, w1) = (weights[k - 1], weights[k])
    let root = (w0 * w0 + part * (w1 * w1 - w0 * w0)).squareRoot()
    let x = w0 + root > 0 ? part * (w0 + w1) / (w0 + root) : 0
    return energies[k - 1] + width * min(x, 1)
  }
}
