import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks

/// A comparison of the engine with an exact result: what `ionhop selftest` runs.
public struct SelfCheck: Sendable {
  /// What is compared.
  public let name: String
  let outcome: @Sendable (UInt64) async throws -> Outcome

  /// A comparison with an exact value.
  public struct Outcome: Sendable {
    /// The exact value.
    public let exact: Double
    /// As the engine found it.
    public let value: Double
    /// One standard deviation of `value`.
    public let standardError: Double
    /// In standard errors.
    public var deviation: Double { (value - exact) / standardError }
  }

  /// Runs the check.
  public func run(seed: UInt64) async throws -> Outcome { try await outcome(seed) }

  /// All checks, a minute of work.
  public static let all = [
    loneVacancyCorrelation, exclusion(.nullEvent), exclusion(.compositionRejection),
    exclusion(.rejectionFree), siteDisorder(.symmetric), siteDisorder(.metropolis),
    siteDisorder(.heatBath), siteDisorder(.initialState), interactingRing, fermi,
  ]

  /// A lone vacancy on 3 × 3 × 3 simple cubic sites: f = 0.72340426 on this cell, exactly.
  static let loneVacancyCorrelation = SelfCheck(name: "f, one vacancy on 27 sc sites") { seed in
    let network = try Samples.cubic(3) { _ in 0.3 }
    let point = try await Samples.point(network, ions: 26, seed: seed, error: 0.01)
    return Outcome(
      exact: 0.72340426, value: point.correlationFactor.value,
      standardError: point.correlationFactor.standardError)
  }

  /// D_σ(N) = (Ns − N)/(Ns − 1) · D(1) with random barriers, D(1) from the network solver.
  static func exclusion(_ selector: SelectorKind) -> SelfCheck {
    SelfCheck(name: "D_sigma, random barriers, \(selector.rawValue)") { seed in
      let network = try Samples.cubic(4) { 0.25 + 0.1 * $0 }
      let point = try await Samples.point(network, ions: 24, seed: seed, error: 0.01) {
        $0.selector = selector
      }
      let single = try ExactDiffusivity(
        network, conditions: Conditions(temperature: point.temperature))
      return Outcome(
        exact: 1e-16 * single.mean * Double(64 - 24) / 63, value: point.chargeDiffusivity.value,
        standardError: point.chargeDiffusivity.standardError)
    }
  }

  /// A lone ion among random site energies: the network solver's diffusivity under each rate law.
  static func siteDisorder(_ law: RateLaw) -> SelfCheck {
    SelfCheck(name: "D, one ion, random sites, \(law.rawValue)") { seed in
      let network = try Samples.cubic(4, siteEnergy: { 0.1 * $0 }) { _ in 0.3 }
      let point = try await Samples.point(network, ions: 1, seed: seed, error: 0.01) {
        $0.rateLaw = law
      }
      let conditions = Conditions(temperature: point.temperature, rateLaw: law)
      return Outcome(
        exact: 1e-16 * (try ExactDiffusivity(network, conditions: conditions)).mean,
        value: point.chargeDiffusivity.value,
        standardError: point.chargeDiffusivity.standardError)
    }
  }

  /// Six ions on a ring of twelve with repulsion kT: D_σ = 0.47542082 k a² (Metropolis),
  /// from the full master equation.
  static let interactingRing = SelfCheck(name: "D_sigma, ring of 12, J = kT") { seed in
    var draft = NetworkDraft(cell: try Cell([2, 0, 0], [0, 5, 0], [0, 0, 5]))
    draft.addSite(at: .zero)
    draft.addHop(from: 0, to: 0, displacement: [2, 0, 0], barrier: 0, frequency: 1e12)
    draft.addReverseHops()
    let ring = try SiteNetwork(draft).supercell(12, 1, 1)
    let kT = PhysicalConstants.boltzmann * 500
    let point = try await Samples.point(ring, ions: 6, seed: seed, error: 0.01) {
      $0.pairEnergy = kT
      $0.rateLaw = .metropolis
    }
    return Outcome(
      exact: 0.47542082 * 1e12 * 4 * 1e-16, value: point.chargeDiffusivity.value,
      standardError: point.chargeDiffusivity.standardError)
  }

  /// Two kinds of sites 1 : 2, ΔE = 2 kT, two thirds full: occupation 0.900262 of the deep kind
  /// in an infinite system.
  static let fermi = SelfCheck(name: "occupation of deep sites, 2 kT") { seed in
    let kT = PhysicalConstants.boltzmann * 500
    let network = try Samples.cubic(12, siteEnergy: { $0 < 1.0 / 3 ? 0 : 2 * kT }, evenly: true) {
      _ in 0.3
    }
    let point = try await Samples.point(network, ions: 1152, seed: seed, error: 0.05)
    let deep = point.occupation["deep"]!
    return Outcome(
      exact: 0.900262, value: deep.value,
      // The canonical ensemble of 1728 sites differs from the infinite one by about 1/Ns.
      standardError: deep.standardError + 1.0 / 1728)
  }
}

/// Small networks for the checks.
private enum Samples {
  /// L³ sites 3 Å apart; energies and barriers from numbers in 0..<1 of a fixed sequence.
  static func cubic(
    _ edge: Int, siteEnergy: (Double) -> Double = { _ in 0 }, evenly: Bool = false,
    barrier: (Double) -> Double
  ) throws -> SiteNetwork {
    let count = edge * edge * edge
    var numbers = try RandomStream(generator: "mt19937", seed: 2024)
    var draft = NetworkDraft(cell: try .cubic(3 * Double(edge)))
    func index(_ x: Int, _ y: Int, _ z: Int) -> Int {
      ((x % edge) * edge + y % edge) * edge + z % edge
    }
    for site in 0..<count {
      let place = SIMD3(site / (edge * edge), site / edge % edge, site % edge)
      let share = evenly ? Double(place.wrappedSum % 3) / 3 : numbers.uniform()
      let energy = siteEnergy(share)
      draft.addSite(
        at: 3 * SIMD3<Double>(place), kind: energy == 0 ? "deep" : "high", energy: energy)
    }
    for site in 0..<count {
      let (x, y, z) = (site / (edge * edge), site / edge % edge, site % edge)
      for (axis, target) in [index(x + 1, y, z), index(x, y + 1, z), index(x, y, z + 1)]
        .enumerated()
      {
        var step = SIMD3<Double>.zero
        step[axis] = 3
        draft.addHop(
          from: site, to: target, displacement: step, barrier: barrier(numbers.uniform()),
          frequency: 1e13)
      }
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }

  static func point(
    _ network: SiteNetwork, ions: Int, seed: UInt64, error: Double,
    _ change: (inout Study) -> Void = { _ in }
  ) async throws -> PointResult {
    var study = Study(network, species: .lithium, filling: .count(ions), temperatures: [500])
    study.sampling.relativeError = error
    study.seed = seed
    study.fits = []
    change(&study)
    return try await study.results().points[0]
  }
}

extension SIMD3<Int> {
  fileprivate var wrappedSum: Int { x + y + z }
}
