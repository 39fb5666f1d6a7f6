import Foundation
import IonHop

/// Counts how often ions stand on the sites of the first kind.
struct FirstKind: EngineObserver {
  var looks = 0
  var ions = 0

  mutating func observe(_ engine: borrowing Engine) {
    looks += 1
    ions += engine.occupationCounts()[0]
  }
}

/// The layer below studies: your own network, rates by your own law, what you want to see of the engine.
func followYourOwnModel() throws {
  // A square lattice of two kinds of sites, 80 meV apart.
  var draft = NetworkDraft(cell: try Cell([6, 0, 0], [0, 6, 0], [0, 0, 10]))
  for (kind, energy, sites) in [
    ("low", 0.0, [SIMD3(0.0, 0, 0), SIMD3(3, 3, 0)]),
    ("high", 0.08, [SIMD3(3, 0, 0), SIMD3(0, 3, 0)]),
  ] {
    for site in sites { draft.addSite(at: site, kind: kind, energy: energy) }
  }
  draft.addHops(
    between: "low", and: "high", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
    hopClass: "step")
  let network = try SiteNetwork(draft).supercell(8, 8, 1)

  // Marcus's law with a reorganisation energy of 1.2 eV. It keeps detailed balance; a law that does not is
  // refused.
  let temperature = 500.0
  let kT = PhysicalConstants.boltzmann * temperature
  let own = try network.withRates(at: temperature) { hop in
    let change = network.energy(of: hop.to) - network.energy(of: hop.from)
    return 1e13 * exp(-pow(1.2 + change, 2) / (4 * 1.2 * kT))
  }

  // One ion, so that Boltzmann says how often it stands low.
  let conditions = Conditions(temperature: temperature, rateLaw: .transitionState)
  var engine = try Engine(EnginePlan(own, ions: 1, conditions: conditions), seed: 1)
  var seen = FirstKind()
  engine.advance(by: 1e-4, showing: &seen, times: 10_000)
  let share = Double(seen.ions) / Double(seen.looks)
  let expected = 1 / (1 + exp(-0.08 / kT))
  print("\(engine.hops) hops in \(engine.time) s; on low sites \(share), by Boltzmann \(expected)")
  let error = (expected * (1 - expected) / Double(seen.looks)).squareRoot()
  try check(abs(share - expected) < 5 * error, "occupations follow Boltzmann")
}
