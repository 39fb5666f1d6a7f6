/// A sum over sets of sites, each an energy that counts if all sites of the set hold ions; one bit a
/// site.
struct OccupationPolynomial: Hashable, Sendable {
  struct Term: Hashable, Sendable {
    /// The sites of the set; none for the constant.
    var sites: UInt64
    /// eV
    var energy: Double
  }

  /// Each set once, in the order of their bits.
  private(set) var terms: [Term]

  init(_ terms: [Term] = []) {
    var sums: [UInt64: Double] = [:]
    for term in terms { sums[term.sites, default: 0] += term.energy }
    self.terms = sums.keys.sorted().compactMap { sites in
      sums[sites].flatMap { $0 == 0 ? nil : Term(sites: sites, energy: $0) }
    }
  }

  /// The energy of a set of sites times the product of their occupations, as sums over subsets: a spin
  /// is 1 − 2n with the occupation n.
  static func terms(
    _ sites: UInt64, energy: Double, basis: Lattice.ClusterExpansion.Basis
  ) -> [Term] {
    guard basis == .spin else { return [Term(sites: sites, energy: energy)] }
    var terms: [Term] = []
    var subset = sites
    while true {
      var factor = energy
      for _ in 0..<subset.nonzeroBitCount { factor *= -2 }
      terms.append(Term(sites: subset, energy: factor))
      guard subset != 0 else { return terms }
      subset = (subset - 1) & sites
    }
  }

  /// eV
  func value(_ ions: UInt64) -> Double {
    terms.reduce(0) { $0 + (ions & $1.sites == $1.sites ? $1.energy : 0) }
  }

  /// Without ions (eV).
  var constant: Double { value(0) }

  /// A range that holds all values (eV): the least and the largest ones themselves, but where finding
  /// them would take longer than `steps`.
  func range(steps: Int = 20_000) -> ClosedRange<Double> {
    let negated = OccupationPolynomial(
      terms.map { Term(sites: $0.sites, energy: -$0.energy) })
    let low = least(steps: steps)
    return low...max(low, -negated.least(steps: steps))
  }

  /// By branch and bound: no value lies below the sum of the negative energies.
  private func least(steps: Int) -> Double {
    var (best, left) = (constant, steps)
    descend(&best, &left)
    return best
  }

  private func descend(_ best: inout Double, _ left: inout Int) {
    best = min(best, constant)
    let bound = terms.reduce(0) { $0 + ($1.sites == 0 ? $1.energy : min(0, $1.energy)) }
    guard bound < best else { return }
    let deepest = terms.lazy.filter { $0.sites != 0 }.min { $0.energy < $1.energy }
    // Single sites alone reach their bound.
    guard let deepest, left > 0, terms.contains(where: { $0.sites.nonzeroBitCount > 1 }) else {
      best = bound
      return
    }
    left -= 1
    let site = deepest.sites & (~deepest.sites &+ 1)
    OccupationPolynomial(terms.map { Term(sites: $0.sites & ~site, energy: $0.energy) })
      .descend(&best, &left)
    OccupationPolynomial(terms.filter { $0.sites & site == 0 }).descend(&best, &left)
  }
}
