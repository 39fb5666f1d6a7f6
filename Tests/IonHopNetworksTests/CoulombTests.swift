import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Coulomb interaction of all ions")
struct CoulombTests {
  private static let coulomb = "coulomb: { dielectricConstant: 40 }\n"
  private static let immobile = """
    immobile:
      H: { position: [0.5, 0.5, 0.5], occupants: { S: 0.5, Cl: 0.5 }, charges: { S: -2, Cl: -1 } }

    """
  /// eV Å, e²/(4 π ε0) of CODATA 2018 over the dielectric constant.
  private static let strength = 14.399645 / 40

  private func energies(_ network: SiteNetwork) -> [[Int: Double]] {
    (0..<network.siteCount).map { site in
      Dictionary(
        uniqueKeysWithValues: network.pairRange(of: site).map {
          (Int(network.pairTargets[$0]), network.pairEnergy($0))
        })
    }
  }

  @Test("Every pair has its own energy, both ways alike, where blockers have taken sites too")
  func pairs() throws {
    let lattice = try HostLattice.lattice(Self.coulomb + "blocked: { A: { La: 0.3 } }\n")
    let network = try lattice.network(supercell: (4, 3, 5), disorderSeed: 3)
    #expect(network.siteCount == 42)
    let ewald = EwaldSum(network.cell)
    let rows = energies(network)
    for i in 0..<network.siteCount {
      #expect(rows[i].count == network.siteCount - 1)
      for (j, energy) in rows[i] {
        let apart = network.position(of: j) - network.position(of: i)
        #expect(abs(energy - Self.strength * ewald.potential(at: apart)) < 1e-8)
        #expect(rows[j][i] == energy)
      }
    }
  }

  @Test("Pairs of the file's interactions add up with it")
  func sum() throws {
    let near = "interactions: [{ between: [A, A], distance: [2.9, 3.1], energy: 0.05 }]\n"
    let plain = energies(
      try HostLattice.lattice(Self.coulomb).network(supercell: (4, 4, 4)))
    let both = try HostLattice.lattice(Self.coulomb + near).network(supercell: (4, 4, 4))
    try both.checkRoom()
    for (site, row) in energies(both).enumerated() {
      let neighbours = Set(both.hops(from: site).map(\.to))
      for (j, energy) in row {
        let expected = (plain[site][j] ?? .nan) + (neighbours.contains(j) ? 0.05 : 0)
        #expect(abs(energy - expected) < 1e-15)
      }
    }
  }

  /// The potential of the charged hosts on each site (eV) by the definition, its mean taken away.
  private func potential(
    _ network: SiteNetwork, _ occupants: [String?], host: SIMD3<Double>
  ) -> [Double] {
    let ewald = EwaldSum(network.cell)
    let energies = (0..<network.siteCount).map { site in
      occupants.enumerated().reduce(0.0) { sum, place in
        // One site and one host a cell, in the same order.
        let apart = network.position(of: place.offset) + host - network.position(of: site)
        return sum + (place.element == "S" ? -2 : -1) * Self.strength * ewald.potential(at: apart)
      }
    }
    let mean = energies.reduce(0, +) / Double(energies.count)
    return energies.map { $0 - mean }
  }

  @Test("Charged immobile ions make their potential the energy of the sites")
  func hosts() throws {
    let lattice = try HostLattice.lattice(Self.coulomb + Self.immobile)
    let disorder = try QuenchedDisorder(of: lattice, supercell: [4, 3, 5], seed: 7)
    let network = try lattice.network(supercell: (4, 3, 5), disorderSeed: 7)
    let expected = potential(network, disorder.occupants(of: "H"), host: [1.5, 1.5, 1.5])
    for site in 0..<network.siteCount {
      #expect(abs(network.energy(of: site) - expected[site]) < 1e-7)
    }
    #expect(expected.max() ?? 0 > 0.01)
  }

  /// All 66 states of two ions on twelve sites, their energies from the definition.
  @Test("Two ions among charged hosts occupy their states by Boltzmann's law")
  func boltzmann() throws {
    let lattice = try HostLattice.lattice(Self.coulomb + Self.immobile)
    let network = try lattice.network(supercell: (2, 2, 3), disorderSeed: 5)
    let disorder = try QuenchedDisorder(of: lattice, supercell: [2, 2, 3], seed: 5)
    let sites = potential(network, disorder.occupants(of: "H"), host: [1.5, 1.5, 1.5])
    let ewald = EwaldSum(network.cell)
    let conditions = Conditions(temperature: 800)
    var states: [[Int]] = []
    var weights: [Double] = []
    for i in 0..<12 {
      for j in 0..<i {
        let apart = network.position(of: j) - network.position(of: i)
        let energy = sites[i] + sites[j] + Self.strength * ewald.potential(at: apart)
        states.append([j, i])
        weights.append(exp(-energy / conditions.thermalEnergy))
      }
    }
    let plan = try EnginePlan(network, ions: 2, conditions: conditions)
    var engine = try Engine(plan, seed: 11)
    var counts = Array(repeating: 0.0, count: states.count)
    // Samples are some 150 hops apart, among twelve sites: independent.
    let samples = 40_000
    for _ in 0..<samples {
      engine.advance(by: 1e-10)
      let state = (0..<12).filter { engine.isOccupied($0) }
      counts[try #require(states.firstIndex(of: state))] += 1
    }
    let sum = weights.reduce(0, +)
    let chiSquare = zip(counts, weights).reduce(0) { chi, bin in
      let expected = bin.1 / sum * Double(samples)
      return chi + (bin.0 - expected) * (bin.0 - expected) / expected
    }
    let freedom = Double(states.count - 1)
    #expect(abs(chiSquare - freedom) < 4 * (2 * freedom).squareRoot())
    #expect((weights.max() ?? 0) > 5 * (weights.min() ?? 0))
  }

  @Test("Networks beyond the stated size are refused in one sentence")
  func tooLarge() throws {
    let lattice = try HostLattice.lattice(Self.coulomb)
    #expect(
      throws: InputError(
        file: "", keyPath: "coulomb",
        message:
          "5832 sites; ions that all interact are possible on up to 5000, use a smaller supercell")
    ) {
      try lattice.network(supercell: (18, 18, 18))
    }
    let whole = try HostLattice.lattice().network(supercell: (13, 13, 13))
    let error = #expect(throws: InputError.self) {
      try CoulombInteraction(dielectricConstant: 20).applied(
        to: whole, unit: whole, repeats: [1, 1, 1], charge: 1)
    }
    #expect(error?.message.hasPrefix("2197 sites in the cell times 2197") == true)
  }

  @Test("Wrong keys are refused")
  func badKeys() throws {
    for (keys, place) in [
      ("coulomb: { dielectricConstant: 0.5 }\n", "coulomb.dielectricConstant"),
      ("coulomb: { epsilon: 20 }\n", "coulomb.epsilon"),
      ("coulomb: {}\n", "coulomb"),
      (Self.immobile.replacingOccurrences(of: "Cl: -1", with: "Br: -1"), "immobile.H.charges.Br"),
    ] {
      let error = #expect(throws: InputError.self) { try HostLattice.lattice(keys) }
      #expect(error?.keyPath == place)
    }
  }
}
