import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

/// Ions with unlike gates, so that a mix-up of classes would show.
let testCation = PolymerIon(
  name: "Li", charge: 1,
  intrachain: GatedHop(barrier: 0.1, frequency: 1e12, openFraction: 0.4),
  interchain: GatedHop(barrier: 0.2, frequency: 2e12, openFraction: 0.1))
let testAnion = PolymerIon(
  name: "TFSI", charge: -1,
  intrachain: GatedHop(barrier: 0.15, frequency: 3e12, openFraction: 0.5),
  interchain: GatedHop(barrier: 0.05, frequency: 4e12, openFraction: 0.3))

let testSegments = SegmentalDynamics(
  law: .vft(rate: 1e12, b: 1200, offset: 50), glassTransition: 250)

@Suite("Polymer models")
struct PolymerModelTests {
  private func chains(crossLinks: Int = 0, sitesPerSegment: Int = 2) throws -> PolymerTopology {
    try PolymerTopology(
      PolymerMelt(meltComposition(minimumDistance: 2, crossLinks: crossLinks), seed: 1), reach: 10,
      sitesPerSegment: sitesPerSegment, crossLinkSpeed: 0.25)
  }

  @Test("Links along chains are those of chains; links between are all pairs within reach")
  func topology() throws {
    let topology = try chains()
    #expect(topology.siteCount == 480)
    #expect(topology.monomers == 2400)
    #expect(
      topology.coordination(.intrachain).sorted() == Array(repeating: 1, count: 80)
        + Array(repeating: 2, count: 400))
    // By brute force over all pairs.
    let edge = topology.cell.a.x
    var expected = 0
    for i in 0..<480 {
      for j in 0..<i where i / 12 != j / 12 || i - j > 2 {
        let d = topology.positions[i] - topology.positions[j]
        if length(d - edge * (d / edge).rounded(.toNearestOrEven)) <= 10 { expected += 1 }
      }
    }
    #expect(topology.coordination(.interchain).reduce(0, +) == 2 * expected)
    #expect(expected > 480)
  }

  @Test("Segments gate hops; a hop and its reverse share a unit, and cross-links slow it")
  func segmentUnits() throws {
    let topology = try chains(crossLinks: 20)
    let model = PolymerModel(
      topology, ions: [testCation], segments: testSegments, units: .segments)
    let state = try model.state(at: 300)
    let network = state.network
    #expect(Set(topology.segmentOfSite).count == 240)
    var units: [[Int]: Int32] = [:]
    var slow = 0
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site) {
        let to = network.hop(hop, from: site).to
        let unit = state.renewal.unitOfHop[hop]
        #expect(
          unit == topology.segmentOfSite[site] || unit == topology.segmentOfSite[to])
        let known = units.updateValue(unit, forKey: [min(site, to), max(site, to)])
        #expect(known == nil || known == unit)
        if state.renewal.rateOfUnit[Int(unit)] < testSegments.rate(at: 300) { slow += 1 }
      }
    }
    #expect(slow > 0)
    let rates = Set(state.renewal.rateOfUnit)
    #expect(rates == [testSegments.rate(at: 300), 0.25 * testSegments.rate(at: 300)])
    // The engine takes it.
    _ = try EnginePlan(
      network, ions: 20, conditions: Conditions(temperature: 300), renewal: state.renewal)
  }

  @Test("Each class has its open fraction, barrier and frequency, of one and of two ions")
  func classes() throws {
    let topology = try chains()
    for ions in [[testCation], [testCation, testAnion]] {
      let model = PolymerModel(
        topology, ions: ions, segments: testSegments, units: .eachHop, association: 0.1)
      let state = try model.state(at: 300)
      #expect(state.renewal.openFraction.count == state.network.hopClasses.count)
      for (name, open) in zip(state.network.hopClasses, state.renewal.openFraction) {
        let ion = name.hasPrefix("TFSI") ? testAnion : testCation
        #expect(
          open == (name.hasSuffix("intrachain") ? ion.intrachain : ion.interchain).openFraction)
      }
      for site in stride(from: 0, to: state.network.siteCount, by: 7) {
        for hop in state.network.hops(from: site) {
          let name = state.network.hopClasses[hop.hopClass]
          let ion = name.hasPrefix("TFSI") ? testAnion : testCation
          let gate = name.hasSuffix("intrachain") ? ion.intrachain : ion.interchain
          #expect(hop.barrier == gate.barrier)
          #expect(hop.frequency == gate.frequency)
        }
      }
      _ = try EnginePlan(
        state.network, counts: ions.map { _ in 20 }, conditions: Conditions(temperature: 300),
        renewal: state.renewal)
    }
  }

  @Test("Crystals block exactly their fraction, melt at their temperature, and leave the rest")
  func crystals() throws {
    let topology = try PolymerTopology(lattice: 8, spacing: 6)
    for pattern in [
      Crystallinity.Pattern.spherulites(3), .lamellae(2, axis: 1), .channels(2, axis: 0),
    ] {
      let model = PolymerModel(
        topology, ions: [testCation], segments: testSegments, units: .eachHop,
        crystallinity: Crystallinity(
          fraction: 0.5, pattern: pattern, meltingTemperature: 338, meltingRange: 10))
      #expect(try model.state(at: 300).network.siteCount == 256)
      #expect(try model.state(at: 333).network.siteCount == 384)
      #expect(try model.state(at: 338).network.siteCount == 512)
      let state = try model.state(at: 300)
      #expect(state.siteOfPolymer.count == 256)
      for (site, old) in state.siteOfPolymer.enumerated() {
        #expect(state.network.position(of: site) == topology.positions[old])
      }
    }
  }

  @Test("Crystals leave their salt to the rest: its T_g rises, up to what dissolves; walls do not")
  func expelledSalt() throws {
    // 250 K for each cation per monomer: 12.5 K at EO:Li = 20, in half the volume 25 K.
    let pure = 200.0
    var model = PolymerModel(
      try PolymerTopology(lattice: 4, spacing: 6), ions: [testCation],
      segments: SegmentalDynamics(
        law: .vft(rate: 1e12, b: 1000, offset: 30), glassTransition: pure + 12.5),
      units: .eachHop)
    model.saltRise = 12.5
    func glass(at t: Double) -> Double { model.segments(at: t).glassTransition }
    #expect(glass(at: 300) == 212.5)
    model.crystallinity = Crystallinity(
      fraction: 0.5, pattern: .spherulites(2), meltingTemperature: 340, meltingRange: 10)
    #expect(abs(glass(at: 300) - 225) < 1e-9)
    #expect(abs(glass(at: 335) - (pure + 12.5 / 0.75)) < 1e-9)
    #expect(glass(at: 341) == 212.5)
    #expect(abs(model.renewalRate(at: 300) / (1e12 * exp(-1000 / (300 - 195.0))) - 1) < 1e-12)
    // The rest dissolves no more than 20 K of it.
    model.largestSaltRise = 20
    #expect(abs(glass(at: 300) - 220) < 1e-9)
    model.crystallinity?.meltingTemperature = nil
    #expect(glass(at: 300) == 212.5)
  }

  @Test("Lamellae across x leave y and z open, channels along x leave only x")
  func directions() throws {
    let topology = try PolymerTopology(lattice: 8, spacing: 6)
    func dimensions(_ pattern: Crystallinity.Pattern) throws -> Int {
      try PolymerModel(
        topology, ions: [testCation], segments: testSegments, units: .eachHop,
        crystallinity: Crystallinity(fraction: 0.5, pattern: pattern)
      ).state(at: 300).network.connectivity().dimensions
    }
    #expect(try dimensions(.lamellae(2, axis: 0)) == 2)
    #expect(try dimensions(.channels(2, axis: 0)) == 1)
    #expect(try dimensions(.spherulites(4)) == 3)
  }

  @Test("Random points keep their distance and exchange within reach")
  func randomPoints() throws {
    let topology = try PolymerTopology(
      randomPoints: 300, edge: 40, minimumDistance: 3, reach: 8, seed: 4)
    var nearest = Double.infinity
    for i in 0..<300 {
      for j in 0..<i {
        let d = topology.positions[i] - topology.positions[j]
        nearest = min(nearest, length(d - 40 * (d / 40).rounded(.toNearestOrEven)))
      }
    }
    #expect(nearest >= 3)
    let mean = Double(topology.coordination(.interchain).reduce(0, +)) / 300
    // Points without correlation beyond 3 Å would have (8³ − 3³) 4π/3 · 300/40³ = 9.5 neighbours.
    #expect(abs(mean - 9.5) < 1)
  }

  @Test("Fast renewal opens every hop a share of the time: D = p w a²")
  func fastRenewal() throws {
    let topology = try PolymerTopology(lattice: 4, spacing: 5)
    let hop = GatedHop(barrier: 0, frequency: 1e9, openFraction: 0.3)
    let model = PolymerModel(
      topology, ions: [PolymerIon(name: "Li", charge: 1, hop: hop)],
      segments: SegmentalDynamics(
        law: .arrhenius(rate: 1e12, barrier: 0), glassTransition: 200), units: .eachHop)
    let state = try model.state(at: 300)
    let (d, error) = try tracerDiffusivity(state, ions: 1, t: 300, window: 3e-9, windows: 6000)
    #expect(abs(d - 0.3 * 1e9 * 25) < 4 * error)
  }

  @Test("What cannot be built is refused with a reason")
  func refusals() throws {
    #expect(throws: PolymerError.self) {
      try PolymerTopology(PolymerMelt(meltComposition(), seed: 1), reach: 40)
    }
    #expect(throws: PolymerError.self) {
      try PolymerTopology(randomPoints: 5000, edge: 40, minimumDistance: 3, reach: 8, seed: 4)
    }
    #expect(throws: PolymerError.self) { try PolymerTopology(lattice: 1, spacing: 5) }
    var model = PolymerModel(
      try PolymerTopology(lattice: 3, spacing: 5), ions: [testCation], segments: testSegments,
      units: .global)
    #expect(throws: PolymerError.self) { try model.state(at: -1) }
    model.ions = []
    #expect(throws: PolymerError.self) { try model.state(at: 300) }
    model.ions = [testCation]
    model.ions[0].intrachain.openFraction = 1.2
    #expect(throws: PolymerError.self) { try model.state(at: 300) }
    model.ions = [testCation]
    model.crystallinity = Crystallinity(fraction: 0.99, pattern: .spherulites(1))
    #expect(throws: PolymerError.nothingConducts("crystallinity.fraction")) {
      try model.state(at: 300)
    }
  }
}

/// D* (Å²/s) from displacements over windows, one after another, with its standard error.
func tracerDiffusivity(
  _ state: PolymerState, ions: Int, t: Double, window: Double, windows: Int, seed: UInt64 = 5
) throws -> (value: Double, error: Double) {
  let plan = try EnginePlan(
    state.network, ions: ions, conditions: Conditions(temperature: t), renewal: state.renewal)
  var engine = try Engine(plan, seed: seed)
  var old = Array(repeating: 0.0, count: 3 * ions)
  var new = old
  engine.advance(by: window)
  engine.writePositions(into: &old)
  var (sum, squares) = (0.0, 0.0)
  for _ in 0..<windows {
    engine.advance(by: window)
    engine.writePositions(into: &new)
    let d =
      zip(new, old).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      / (6 * window * Double(ions))
    sum += d
    squares += d * d
    swap(&old, &new)
  }
  let n = Double(windows)
  return (sum / n, ((squares / n - sum * sum / n / n) / (n - 1)).squareRoot())
}
