import Foundation
import Testing

@testable import IonHopCore

@Suite("Hops that open and close")
struct RenewalTests {
  private static let temperature = 600.0
  /// Rate of an open hop (1/s).
  private static let rate =
    TestNetworks.frequency
    * exp(-TestNetworks.barrier / (PhysicalConstants.boltzmann * temperature))

  enum Clock: String, Sendable {
    case global, eachBond, pairs, sharedPairs
  }

  struct Case: Sendable, CustomStringConvertible {
    var clock: Clock
    var open: Double
    /// Renewals over the rate of an open hop.
    var renewals: Double
    var selector = SelectorKind.compositionRejection
    var description: String { "\(clock.rawValue), p \(open), λ \(renewals) w, \(selector)" }
  }

  private func renewal(_ test: Case, _ network: SiteNetwork) -> BondRenewal {
    let rate = test.renewals * Self.rate
    switch test.clock {
    case .global: return .global(network, rate: rate, openFraction: test.open)
    case .eachBond: return .eachBond(network, rate: rate, openFraction: test.open)
    case .pairs, .sharedPairs:
      var renewal = BondRenewal.eachBond(network, rate: rate, openFraction: test.open)
      renewal.unitOfHop = renewal.unitOfHop.map { $0 / 2 }
      renewal.sharesState = test.clock == .sharedPairs
      return renewal
    }
  }

  // MARK: Exact values

  /// D/(w a²) of a lone ion on a ring of few sites, from the master equation of its place and the
  /// state of all bonds: χ solves Lχ = −v and D = ½ Σ π Σ k (d + χ′ − χ)².
  private func exact(_ test: Case, sites: Int) -> Double {
    let unit = (0..<sites).map { [.pairs, .sharedPairs].contains(test.clock) ? $0 / 2 : $0 }
    // What is redrawn at once: bonds of one unit. Bonds that share their state are one bond.
    let bondOf = test.clock == .sharedPairs ? unit : Array(0..<sites)
    let bonds = bondOf.max()! + 1
    let configurations = 1 << bonds
    let groups = Dictionary(
      grouping: 0..<bonds, by: { test.clock == .pairs ? $0 / 2 : $0 }
    ).values
    var moves = Array(
      repeating: [(to: Int, rate: Double, step: Double)](), count: sites * configurations)
    func probability(_ bits: Int, _ members: [Int]) -> Double {
      members.reduce(1) { $0 * (bits >> $1 & 1 == 1 ? test.open : 1 - test.open) }
    }
    for site in 0..<sites {
      for configuration in 0..<configurations {
        let state = site * configurations + configuration
        for (bond, next, step) in [
          (site, (site + 1) % sites, 1.0),
          ((site + sites - 1) % sites, (site + sites - 1) % sites, -1),
        ] where configuration >> bondOf[bond] & 1 == 1 {
          moves[state].append((next * configurations + configuration, 1, step))
        }
        for members in groups {
          let mask = members.reduce(0) { $0 | 1 << $1 }
          for bits in 0..<configurations where bits & ~mask == 0 {
            moves[state].append(
              (
                site * configurations + (configuration & ~mask | bits),
                test.renewals * probability(bits, members), 0
              ))
          }
        }
      }
    }
    let weights = (0..<sites * configurations).map {
      probability($0 % configurations, Array(0..<bonds)) / Double(sites)
    }
    // Gauss–Seidel: the chain is small and mixes fast.
    var chi = weights.map { _ in 0.0 }
    for _ in 0..<40_000 {
      for (state, list) in moves.enumerated() {
        let total = list.reduce(0) { $0 + $1.rate }
        chi[state] = list.reduce(0) { $0 + $1.rate * ($1.step + chi[$1.to]) } / total
      }
    }
    return zip(moves, weights).enumerated().reduce(0) { sum, entry in
      let (state, (list, weight)) = entry
      return sum + 0.5 * weight
        * list.reduce(0) {
          let step = $1.step + chi[$1.to] - chi[state]
          return $0 + $1.rate * step * step
        }
    }
  }

  /// D/(w a²) under global renewal of an endless chain: (λ²/2) ∫ e^{−λt} ⟨x²⟩₀ dt, where ⟨x²⟩₀ is
  /// that in the clusters of a chain with a share p of its bonds open.
  private func globalChain(open: Double, renewals: Double) -> Double {
    var sum = 0.0
    for length in 1...400 {
      let weight = pow(open, Double(length - 1)) * (1 - open) * (1 - open)
      if weight * Double(length) < 1e-14 { break }
      // (λ − L) y = x and (λ − L) z = x², so that λ∫e^{−λt}⟨(x−x₀)²⟩ = Σ (z − 2 x₀ y + x₀²/λ) λ.
      let y = Self.resolvent(length, renewals) { $0 }
      let z = Self.resolvent(length, renewals) { $0 * $0 }
      for start in 0..<length {
        let x = Double(start)
        sum += weight * (z[start] - 2 * x * y[start] + x * x / renewals)
      }
    }
    return renewals * renewals / 2 * sum
  }

  /// Solves (s − L) f = g on a chain with reflecting ends (Thomas's algorithm).
  private static func resolvent(
    _ length: Int, _ s: Double, _ right: (Double) -> Double
  ) -> [Double] {
    var (diagonal, value) = ([Double](), [Double]())
    for site in 0..<length {
      let neighbours = (site > 0 ? 1.0 : 0) + (site < length - 1 ? 1 : 0)
      var (d, v) = (s + neighbours, right(Double(site)))
      if site > 0 {
        d -= 1 / diagonal[site - 1]
        v += value[site - 1] / diagonal[site - 1]
      }
      diagonal.append(d)
      value.append(v)
    }
    for site in (0..<length).reversed() {
      if site < length - 1 { value[site] += value[site + 1] }
      value[site] /= diagonal[site]
    }
    return value
  }

  @Test("The exact values of this suite are the published ones")
  func references() {
    for (open, renewals, value) in [
      (0.7, 0.01, 0.034049), (0.7, 0.1, 0.192301), (0.7, 1, 0.490651), (0.7, 100, 0.695854),
      (0.3, 0.1, 0.026455), (0.3, 10, 0.264021),
    ] {
      #expect(abs(globalChain(open: open, renewals: renewals) - value) < 1e-6)
    }
    let ring = Case(clock: .eachBond, open: 0.5, renewals: 0.1)
    #expect(abs(exact(ring, sites: 4) - 0.11161057) < 1e-7)
    // Slow renewal: D = ⟨x²⟩ λ/2 with ⟨x²⟩ = p/(1−p)² of the frozen chain.
    let slow = globalChain(open: 0.7, renewals: 1e-7) / 1e-7
    #expect(abs(slow - 0.7 / 0.09 / 2) < 1e-3)
  }

  // MARK: The engine

  /// D/(w a²) of a lone ion and its standard error, from slopes of windows of `hops` hop times.
  private func measured(
    _ network: SiteNetwork, _ test: Case, window: Double, windows: Int, directions: Double = 1
  ) throws -> (value: Double, error: Double) {
    let plan = try EnginePlan(
      network, ions: 1, conditions: Conditions(temperature: Self.temperature),
      selector: test.selector, renewal: renewal(test, network))
    return try measured(plan, window: window, windows: windows, directions: directions)
  }

  private func measured(
    _ plan: EnginePlan, window: Double, windows: Int, directions: Double = 1
  ) throws -> (value: Double, error: Double) {
    let time = window / Self.rate
    let blocks = try (1...32).map { seed -> Double in
      var engine = try Engine(plan, seed: UInt64(seed))
      engine.advance(by: time)
      var (squares, products) = (0.0, 0.0)
      var (last, before) = (engine.collectiveDisplacement, SIMD3<Double>.zero)
      for index in 0...windows {
        engine.advance(by: time)
        let step = engine.collectiveDisplacement - last
        last = engine.collectiveDisplacement
        if index > 0 {
          squares += dot(step, step)
          products += dot(step, before)
        }
        before = step
      }
      return (squares + 2 * products) / Double(windows) / (2 * directions * time)
    }
    let mean = blocks.reduce(0, +) / 32
    let variance = blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (31 * 32)
    return (mean / Self.rate, variance.squareRoot() / Self.rate)
  }

  private func expect(
    _ found: (value: Double, error: Double), _ exact: Double, scale: Double,
    _ place: SourceLocation = #_sourceLocation
  ) {
    let (value, error) = (found.value / scale, found.error / scale)
    #expect(
      abs(value - exact) < 4 * error, "\(value) ± \(error) against \(exact)",
      sourceLocation: place)
    #expect(error < 0.02 * exact, sourceLocation: place)
  }

  @Test(
    "A lone ion on an endless chain under global renewal diffuses as the exact formula says",
    arguments: [
      Case(clock: .global, open: 0.7, renewals: 0.1), Case(clock: .global, open: 0.7, renewals: 1),
      Case(clock: .global, open: 0.3, renewals: 0.1),
      Case(clock: .global, open: 0.3, renewals: 10, selector: .rejectionFree),
      Case(clock: .global, open: 0.7, renewals: 0.01, selector: .automatic),
      Case(clock: .global, open: 0.7, renewals: 0.1, selector: .nullEvent),
    ])
  func global(_ test: Case) throws {
    let ring = try TestNetworks.ring(400)
    let window = 20 / min(1, test.renewals)
    let found = try measured(ring, test, window: window, windows: 1200)
    expect(found, globalChain(open: test.open, renewals: test.renewals), scale: 4)
  }

  @Test(
    "Small rings with renewal of each bond, of pairs, and of pairs as one agree with the master equation",
    arguments: [
      Case(clock: .eachBond, open: 0.5, renewals: 0.1),
      Case(clock: .eachBond, open: 0.5, renewals: 0.1, selector: .rejectionFree),
      Case(clock: .eachBond, open: 0.2, renewals: 3), Case(clock: .pairs, open: 0.5, renewals: 0.2),
      Case(clock: .sharedPairs, open: 0.5, renewals: 0.2),
      Case(clock: .sharedPairs, open: 0.4, renewals: 0.2, selector: .rejectionFree),
      Case(clock: .eachBond, open: 0.5, renewals: 0.1, selector: .nullEvent),
      Case(clock: .eachBond, open: 0.2, renewals: 3, selector: .nullEvent),
      Case(clock: .pairs, open: 0.5, renewals: 0.2, selector: .nullEvent),
      Case(clock: .sharedPairs, open: 0.5, renewals: 0.2, selector: .nullEvent),
    ])
  func rings(_ test: Case) throws {
    let ring = try TestNetworks.ring(4)
    let found = try measured(ring, test, window: 40 / min(1, test.renewals), windows: 1200)
    expect(found, exact(test, sites: 4), scale: 4)
  }

  @Test(
    "Local renewal on a torus of 3 × 3 sites: the master equation's value over 2¹⁸ states",
    arguments: [SelectorKind.compositionRejection, .nullEvent])
  func torus(selector: SelectorKind) throws {
    let torus = try TestNetworks.square(3)
    let test = Case(clock: .eachBond, open: 0.3, renewals: 1, selector: selector)
    let found = try measured(torus, test, window: 40, windows: 1200, directions: 2)
    expect(found, 0.15986131, scale: 9)
  }

  @Test("Fast renewal leaves p w of the rate; a closed class leaves only the other")
  func limits() throws {
    let ring = try TestNetworks.ring(50)
    let fast = Case(clock: .eachBond, open: 0.25, renewals: 1e4)
    expect(try measured(ring, fast, window: 20, windows: 1200), 0.25, scale: 4)
    let closed = BondRenewal.global(ring, rate: 1e9, openFraction: 0)
    let plan = try EnginePlan(
      ring, ions: 3, conditions: Conditions(temperature: 600), renewal: closed)
    var engine = try Engine(plan, seed: 1)
    engine.advance(by: 1e-6)
    #expect(engine.hops == 0 && engine.time == 1e-6)
  }

  /// The mean rates of the two kinds of bonds of an alternating ring, p w each, are in series:
  /// D = 2 p q/(p + q) w a² for a lone ion.
  @Test(
    "Classes of bonds each have their open fraction, and units their rate",
    arguments: [SelectorKind.compositionRejection, .nullEvent, .rejectionFree])
  func classes(selector: SelectorKind) throws {
    let network = try alternatingRing(cells: 20)
    let (p, q) = (0.2, 0.7)
    var renewal = BondRenewal.eachBond(network, rate: 1e4 * Self.rate, openFraction: p)
    renewal.openFraction[1] = q
    for unit in renewal.rateOfUnit.indices where unit % 3 == 0 { renewal.rateOfUnit[unit] *= 2 }
    let plan = try EnginePlan(
      network, ions: 1, conditions: Conditions(temperature: Self.temperature), selector: selector,
      renewal: renewal)
    let found = try measured(plan, window: 40, windows: 1200)
    expect(found, 2 * p * q / (p + q), scale: 4)
    // As many closed bonds as there are hops, and every second is always open: D = 2 p/(p + 1).
    renewal.openFraction[1] = 1
    let half = try EnginePlan(
      network, ions: 1, conditions: Conditions(temperature: Self.temperature), selector: selector,
      renewal: renewal)
    expect(try measured(half, window: 40, windows: 1200), 2 * p / (p + 1), scale: 4)
  }

  private func alternatingRing(cells: Int) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([4, 0, 0], [0, 10, 0], [0, 0, 10]))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    for (from, name) in [(0, "slow"), (1, "quick")] {
      draft.addHop(
        from: from, to: 1 - from, displacement: [2, 0, 0], barrier: TestNetworks.barrier,
        frequency: TestNetworks.frequency, hopClass: name)
    }
    draft.addReverseHops()
    return try SiteNetwork(draft).supercell(cells, 1, 1)
  }

  @Test("Where rates differ and ions interact, null events agree with rejection-free selection")
  func selectors() throws {
    for pairEnergy in [0.0, 0.03] {
      let network =
        pairEnergy == 0
        ? try TestNetworks.disordered(6, energy: { 0.08 * $0 }) : try TestNetworks.sc(6)
      let values = try [SelectorKind.nullEvent, .rejectionFree].map { selector in
        let plan = try EnginePlan(
          network, ions: 60,
          conditions: Conditions(temperature: Self.temperature, pairEnergy: pairEnergy),
          selector: selector,
          renewal: .eachBond(network, rate: 0.3 * Self.rate, openFraction: 0.4))
        #expect(plan.selector == selector)
        return try hopRate(plan, time: 100 / Self.rate)
      }
      let error = hypot(values[0].error, values[1].error)
      #expect(abs(values[0].value - values[1].value) < 4 * error)
      #expect(error < 0.01 * values[0].value)
    }
  }

  /// Hops a second, and the standard error from 24 runs.
  private func hopRate(_ plan: EnginePlan, time: Double) throws -> (value: Double, error: Double) {
    let blocks = try (1...24).map { seed -> Double in
      var engine = try Engine(plan, seed: UInt64(seed))
      engine.advance(by: time)
      return Double(engine.hops) / engine.time
    }
    let mean = blocks.reduce(0, +) / 24
    let variance = blocks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (23 * 24)
    return (mean, variance.squareRoot())
  }

  @Test("A run to a number of hops stops there, at the time of the last")
  func hopLimit() throws {
    let ring = try TestNetworks.ring(60)
    let plan = try EnginePlan(
      ring, ions: 30, conditions: Conditions(temperature: Self.temperature), selector: .nullEvent,
      renewal: .eachBond(ring, rate: Self.rate, openFraction: 0.5))
    let rates = try (1...24).map { seed -> Double in
      var engine = try Engine(plan, seed: UInt64(seed))
      var time = 0.0
      for call in 1...400 {
        time += engine.advance(by: .greatestFiniteMagnitude, hops: 25)
        #expect(engine.hops == 25 * call)
      }
      #expect(abs(time / engine.time - 1) < 1e-12)
      return 1e4 / engine.time
    }
    let mean = rates.reduce(0, +) / 24
    let variance = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (23 * 24)
    let whole = try hopRate(plan, time: 400 / Self.rate)
    #expect(abs(mean - whole.value) < 4 * (variance + whole.error * whole.error).squareRoot())
    #expect(variance.squareRoot() < 0.01 * mean)
  }

  @Test("Many ions, gated hops: the lattice gas keeps D_σ = (1 − c) p w a² under fast renewal")
  func manyIons() throws {
    let ring = try TestNetworks.ring(60)
    let plan = try EnginePlan(
      ring, ions: 30, conditions: Conditions(temperature: Self.temperature),
      renewal: .eachBond(ring, rate: 1e5 * Self.rate, openFraction: 0.5))
    #expect(plan.selector == .nullEvent)
    let expected = 30.0 * 30 / 59 * 0.5 * Self.rate * 2
    #expect(abs(plan.expectedHopRate / (30.0 * 30 / 60 * Self.rate) - 1) < 1e-12)
    let (mean, error) = try hopRate(plan, time: 400 / Self.rate)
    #expect(abs(mean - expected) < 4 * error)
    #expect(error < 0.01 * expected)
  }

  @Test("What does not fit is refused")
  func errors() throws {
    let ring = try TestNetworks.ring(6)
    let hot = Conditions(temperature: 600)
    func plan(_ change: (inout BondRenewal) -> Void, _ selector: SelectorKind = .automatic) throws {
      var renewal = BondRenewal.eachBond(ring, rate: 1e9, openFraction: 0.5)
      change(&renewal)
      _ = try EnginePlan(ring, ions: 2, conditions: hot, selector: selector, renewal: renewal)
    }
    try plan { $0.rateOfUnit[0] = 0 }
    #expect(throws: EngineError.self) { try plan { $0.unitOfHop.removeLast() } }
    #expect(throws: EngineError.self) { try plan { $0.unitOfHop[0] = 5 } }
    #expect(throws: EngineError.self) { try plan { $0.unitOfHop[0] = 99 } }
    #expect(throws: EngineError.self) { try plan { $0.openFraction = [1.5] } }
    #expect(throws: EngineError.self) { try plan { $0.openFraction = [] } }
    #expect(throws: EngineError.self) { try plan { $0.rateOfUnit[1] = -.infinity } }
    // A number for each of 2³¹ units does not fit 32 bits beside those of three open fractions.
    var many = BondRenewal.eachBond(ring, rate: 1e9, openFraction: 0.5)
    #expect(many.fitsGates(hops: Int(Int32.max)))
    many.openFraction = [0.5, 0.4, 0.3]
    #expect(!many.fitsGates(hops: Int(Int32.max)))
    many.openFraction = [0.5, 1, 1]
    #expect(many.fitsGates(hops: Int(Int32.max)))
  }
}
