import IonHopCore

/// How ions stand and move, hop class by hop class, with standard errors.
public struct StructureAnalysis: Sendable {
  /// ⟨n_i n_j⟩ of the two ends of a bond of each hop class, over the product of the mean occupations
  /// of their kinds of sites: 1 without correlation, above 1 where neighbours like to be occupied
  /// together. N ideal ions on Ns equal sites have (N − 1)Ns/(N(Ns − 1)), as an ion excludes itself.
  /// Nil for classes without bonds and for sites that were never occupied.
  public let pairCorrelation: [Estimate?]
  /// Share of each hop class in Σ z²ℓ², the sum of squared hop lengths: in what ions would diffuse if
  /// no hop remembered the one before. Adds up to 1. Shuttling counts in full here, as it does in no
  /// dc current.
  public let squaredLengthShare: [Estimate]
  /// Share of the ions that were seen, at a look during the sampled time, at least the longest hop
  /// length away from where they stood when sampling began. It grows with the time sampled and tells
  /// ions locked in cages from others.
  public let mobileFraction: Estimate

  /// - Returns: nil before the first look.
  public init?(_ replicas: [StructureRecord], bonds: BondSample) {
    let batches = replicas.map(\.batches)
    guard !replicas.isEmpty, batches.allSatisfy({ !$0.isEmpty }) else { return nil }
    var sites = Array(repeating: 0, count: bonds.kindCount)
    for kind in bonds.siteKinds { sites[kind] += 1 }
    let pairsOfKinds = bonds.ends.map { Self.pairsOfKinds($0, bonds) }
    let classes = bonds.ends.count
    let jackknife = Jackknife(batches) { sums in
      let mean = zip(sums.occupied, sites).map {
        Double($0) / (Double(max(1, $1)) * Double(sums.looks))
      }
      let correlation = (0..<classes).map { hopClass -> Double in
        let expected = pairsOfKinds[hopClass].reduce(0) {
          $0 + Double($1.count) * mean[$1.kinds.0] * mean[$1.kinds.1]
        }
        return expected > 0
          ? Double(sums.together[hopClass]) / (expected * Double(sums.looks)) : .nan
      }
      let squares = zip(sums.hops, bonds.lengths).map { $0 * $1 * $1 }
      let total = squares.reduce(0, +)
      return correlation + squares.map { $0 / total }
    }
    let estimates = zip(jackknife.values, jackknife.errors).map {
      Estimate(value: $0, standardError: $1, unit: .one)
    }
    pairCorrelation = estimates[..<classes].map { $0.value.isFinite ? $0 : nil }
    squaredLengthShare = Array(estimates[classes...])
    mobileFraction = Self.mobileFraction(replicas)
  }

  /// How many bonds join each two kinds of sites.
  private static func pairsOfKinds(
    _ ends: [Int32], _ bonds: BondSample
  ) -> [(kinds: (Int, Int), count: Int)] {
    var counts: [[Int]: Int] = [:]
    for index in stride(from: 0, to: ends.count, by: 2) {
      counts[
        [bonds.siteKinds[Int(ends[index])], bonds.siteKinds[Int(ends[index + 1])]], default: 0] += 1
    }
    return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
      (($0.key[0], $0.key[1]), $0.value)
    }
  }

  /// Replicas are independent; of a single one the error is that of independent ions.
  private static func mobileFraction(_ replicas: [StructureRecord]) -> Estimate {
    let shares = replicas.map { Double($0.movedIons) / Double(max(1, $0.ions)) }
    let n = Double(shares.count)
    let mean = shares.reduce(0, +) / n
    let variance =
      shares.count > 1
      ? shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n * (n - 1))
      : mean * (1 - mean) / Double(max(1, replicas[0].ions))
    return Estimate(value: mean, standardError: variance.squareRoot(), unit: .one)
  }
}
