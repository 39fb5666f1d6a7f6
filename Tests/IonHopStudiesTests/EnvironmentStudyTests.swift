import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Studies of lattices whose barriers depend on the ions near")
struct EnvironmentStudyTests {
  private static let lattice = """
    name: crowd
    title: Simple cubic lattice with crowding
    cell: { a: 3.0 }
    sites:
      A: { position: [0, 0, 0] }
    hops:
      - { class: nearest, between: [A, A], distance: [2.9, 3.1], barrier: 0.3, frequency: 1e13 }
    environment:
      - { class: nearest, near: [A], distance: [3.3, 3.4], perIon: -0.02 }
    mobile: { Li: { charge: 1, fraction: 0.3 } }
    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try Data(Self.lattice.utf8).write(to: folder.url("crowd.yaml"))
  }

  private func study(_ crystal: String = "", _ keys: String = "", cells: Int = 4) throws -> Study {
    let text = """
      model:
        crystal: { lattice: crowd, supercell: [\(cells), \(cells), \(cells)]\(crystal) }
      temperatures: [500, 600]
      sampling: { hops: 2e5, replicas: 2, finiteSizeTest: true }
      \(keys)
      """
    try Data(text.utf8).write(to: folder.url("study.yaml"))
    return try Study.read(folder.url("study.yaml"), lattices: [folder.url])
  }

  @Test("The engine gets the barriers, in the study and in the doubled supercell")
  func run() async throws {
    let study = try study()
    let environment = try #require(study.environment)
    #expect(abs(environment.least + 0.16) < 1e-15 && environment.most == 0)
    #expect(try study.plan(at: 500).selector == .rejectionFree)
    // Eight sites near each of the 192 bonds, 384 hops, a list a bond.
    #expect(environment.memory == 4 * (8 * 192 + 384 + 193))
    let results = try await study.results()
    let sizes = try #require(results.finiteSize)
    #expect(sizes.map(\.doubledSites) == [512, 512])
    #expect(results.model.selector == "rejectionFree")
    // Lower barriers conduct better: eight neighbours, a third of them ions, lower them by some
    // 0.05 eV, which at 500 K is a factor of three.
    var bare = study
    bare.environment = nil
    bare.sampling.finiteSizeTest = false
    let without = try await bare.results()
    let ratio =
      results[500].conductivity.value / without[500].conductivity.value
    #expect(ratio > 1.8 && ratio < 8)
  }

  @Test("Blocked sites and changed barriers are seen")
  func blocked() throws {
    let study = try study(", blocked: { A: { La: 0.25 } }")
    #expect(study.network.siteCount == 48)
    let environment = try #require(study.environment)
    #expect(environment.fits(study.network) && environment.least > -0.16 - 1e-12)
    #expect(try self.study(", barriers: { nearest: 0.16 }").environment != nil)
  }

  @Test("A network that the barriers were not made for is refused")
  func unfit() throws {
    var study = try study()
    study.network = try study.network.supercell(2, 1, 1)
    #expect(throws: RunError.environmentUnfit) { try study.plan(at: 500) }
    study.environment = try study.environment?.on(study.network)
    #expect(try study.plan(at: 500).selector == .rejectionFree)
  }

  @Test("Warnings count the lowest shift, and say whose bottleneck is told")
  func warnings() throws {
    // 0.3 − 8 × 0.02 eV is 2.7 kT at 600 K; 0.3 eV itself is 5.8 kT.
    let warnings = try study().warnings()
    #expect(warnings.contains { $0.contains("class nearest: a barrier of 0.14 eV") })
    #expect(warnings.contains { $0.contains("by -0.16 to 0 eV") && $0.contains("lone ion") })
    let plain = try study(", environment: []").warnings()
    #expect(plain.allSatisfy { !$0.contains("lone ion") && !$0.contains("class nearest") })
  }

  @Test("A study replaces the lattice's barriers by the ions near, also by a cluster expansion")
  func replaced() throws {
    #expect(
      try study().modelDescription.hasSuffix("barriers of nearest by the number of ions near"))
    #expect(try study(", environment: []").environment == nil)
    let other = try #require(
      try study(
        ", environment: [{ class: nearest, near: [A], distance: [3.3, 3.4], table: [0, 0.01] }]"
      ).environment)
    #expect(other.least == 0 && abs(other.most - 0.01) < 1e-15)
    let text = """
      sites: { beside: { near: [A], distance: [3.3, 3.4] } }
      clusters: [{ sites: [beside, beside], distance: [2.9, 3.1], energy: 0.03 }]
      """
    try Data(text.utf8).write(to: folder.url("clusters.yaml"))
    let keys =
      ", environment: [{ class: nearest, clusterExpansion: clusters.yaml }], coulomb: { dielectricConstant: 20 }"
    let expanded = try study(keys)
    #expect(abs((try #require(expanded.environment)).most - 0.12) < 1e-12)
    #expect(
      expanded.modelDescription.contains("Coulomb interaction of all ions, dielectric constant 20"))
    #expect(expanded.modelDescription.hasSuffix("barriers of nearest by a cluster expansion"))
    // Which ion is near would matter: several species are refused, not run without the shifts.
    for environment in ["", ", environment: [{ class: nearest, clusterExpansion: clusters.yaml }]"]
    {
      let several = #expect(throws: InputError.self) {
        try study(", mobile: { Li: 0.2, Na: { fraction: 0.1, charge: 1 } }" + environment)
      }
      expect(several, names: "study.yaml", "model.crystal.mobile", "depend on the ions around")
    }
    let missing = #expect(throws: InputError.self) {
      try study(", environment: [{ class: nearest, clusterExpansion: other.yaml }]")
    }
    expect(
      missing, names: "study.yaml", "model.crystal.environment[0].clusterExpansion", "other.yaml")
    let low = #expect(throws: InputError.self) {
      try study(
        ", environment: [{ class: nearest, near: [A], distance: [3.3, 3.4], perIon: -0.1 }]")
    }
    expect(low, names: "study.yaml", "model.crystal.environment", "below zero")
  }

  @Test("What is wrong is said with key and mend")
  func errors() throws {
    let small = #expect(throws: InputError.self) { try study(cells: 2) }
    expect(small, names: "study.yaml", "model.crystal.supercell", "use a larger supercell")
    let low = #expect(throws: InputError.self) { try study(", barriers: { nearest: 0.1 }") }
    expect(low, names: "study.yaml", "model.crystal.lattice", "below zero")
    for selector in ["nullEvent", "compositionRejection"] {
      let unfit = #expect(throws: InputError.self) { try study("", "selector: \(selector)") }
      expect(unfit, names: "study.yaml", "selector", "use rejectionFree")
    }
    let basins = #expect(throws: InputError.self) { try study("", "basins: on") }
    expect(basins, names: "study.yaml", "basins", "do not interact")
    #expect(try study("", "selector: rejectionFree").environment != nil)
  }
}
