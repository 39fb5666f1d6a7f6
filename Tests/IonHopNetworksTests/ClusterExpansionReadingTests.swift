import Foundation
import Testing

@testable import IonHopNetworks

@Suite("Reading cluster expansions")
struct ClusterExpansionReadingTests {
  private static let content = """
    basis: spin
    constant: 50 meV
    sites: { beside: { near: [A], distance: [3.3, 3.4] } }
    clusters: [{ sites: [beside], energy: 0.01 }, { sites: [beside, beside], distance: [2.9, 3.1], energy: 0.002 }]

    """

  @Test("A file beside the lattice is read, and says the same as its content in place")
  func file() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("clusters-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.content.utf8).write(to: folder.appendingPathComponent("barrier.yaml"))
    let entry = "environment: [{ class: nearest, clusterExpansion: barrier.yaml }]\n"
    let place = folder.appendingPathComponent("host.yaml")
    try Data((HostLattice.text + entry).utf8).write(to: place)
    let lattice = try Lattice.read(place)
    let indented = Self.content.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
    let inPlace = try HostLattice.lattice(
      "environment:\n  - class: nearest\n    clusterExpansion:\n\(indented)\n")
    #expect(lattice.clusterExpansions == inPlace.clusterExpansions)
    let expansion = try #require(lattice.clusterExpansions.first)
    #expect(expansion.basis == .spin && abs(expansion.constant - 0.05) < 1e-15)
    #expect(expansion.clusters.map(\.orbits) == [[0], [0, 0]])
    // An error in the file names it.
    try Data(Self.content.replacingOccurrences(of: "3.3,", with: "3.5,").utf8)
      .write(to: folder.appendingPathComponent("barrier.yaml"))
    let error = #expect(throws: InputError.self) { try Lattice.read(place) }
    #expect(error?.file.hasSuffix("barrier.yaml") == true)
  }

  private static let beside = "beside: { near: [A], distance: [3.3, 3.4] }"

  @Test(
    "What is wrong is said with key and mend",
    arguments: [
      ("sites: { \(beside) }", "clusters", "is missing"),
      ("clusters: [{ sites: [beside], energy: 0.01 }]", "sites", "is missing"),
      (
        "sites: { \(beside) }, clusters: [{ sites: [besides], energy: 0.01 }]", "clusters[0].sites",
        "did you mean \"beside\"?"
      ),
      (
        "sites: { \(beside) }, clusters: [{ sites: [], energy: 0.01 }]", "clusters[0].sites",
        "not 1 to 6"
      ),
      (
        "sites: { \(beside) }, clusters: [{ sites: [beside], distance: [1, 2], energy: 0.01 }]",
        "clusters[0].distance", "take distance away"
      ),
      (
        "sites: { \(beside) }, clusters: [{ sites: [beside, beside], distance: [1, 2], energy: 0.01 }]",
        "clusters[0]", "no hop of class nearest has such a cluster"
      ),
      (
        "sites: { \(beside) }, clusters: [{ sites: [beside, beside, beside], distances: [[1, 2]], energy: 0.01 }]",
        "clusters[0].distances", "a window for each pair"
      ),
      (
        "sites: { far: { near: [A], distance: [3.5, 3.6] } }, clusters: [{ sites: [far], energy: 0.01 }]",
        "sites.far", "correct the windows of far"
      ),
      (
        "sites: { beside: { near: [A], distance: [3.3, 3.4], ends: [[1, 2]] } }, clusters: []",
        "sites.beside.ends", "nearer and the farther end"
      ),
      (
        "sites: { wide: { near: [A], distance: [0, 9] } }, clusters: [{ sites: [wide], energy: 0.01 }]",
        "clusterExpansion", "narrow the windows"
      ),
      ("basis: spins, sites: { \(beside) }, clusters: []", "basis", "did you mean \"spin\"?"),
    ])
  func errors(content: String, key: String, words: String) {
    let text = "environment: [{ class: nearest, clusterExpansion: { \(content) } }]\n"
    let error = #expect(throws: InputError.self) { try HostLattice.lattice(text) }
    #expect(error?.keyPath.contains(key) == true || error?.message.contains(key) == true)
    #expect(error?.message.contains(words) == true, "\(error.map { "\($0)" } ?? "none")")
  }

  @Test("A missing file, a second expansion, a mixed entry and a barrier below zero are refused")
  func entries() throws {
    let good =
      "clusterExpansion: { sites: { \(Self.beside) }, clusters: [{ sites: [beside], energy: -0.05 }] }"
    for (entries, words) in [
      ("{ class: nearest, clusterExpansion: none.yaml }", "no file \"none.yaml\""),
      ("{ class: nearest, \(good) }, { class: nearest, \(good) }", "has two expansions"),
      ("{ class: nearest, perIon: 0.1, \(good) }", "exclude each other"),
      ("{ class: near, \(good) }", "unknown hop class"),
    ] {
      let error = #expect(throws: InputError.self) {
        try HostLattice.lattice("environment: [\(entries)]\n")
      }
      #expect(error?.message.contains(words) == true, "\(error.map { "\($0)" } ?? "none")")
    }
    let low = try HostLattice.lattice("environment: [{ class: nearest, \(good) }]\n")
    let network = try low.network(supercell: (4, 4, 4))
    let error = #expect(throws: EnvironmentError.self) { try low.environment(on: network) }
    guard case .lowBarrier(_, _, let shift, _) = try #require(error) else {
      Issue.record("\(error.map { "\($0)" } ?? "none")")
      return
    }
    #expect(abs(shift + 0.4) < 1e-12)
    #expect(throws: EnvironmentError.smallCell(hopClass: "nearest", distance: 3.4)) {
      try low.environment(on: low.network(supercell: (4, 2, 4)))
    }
  }
}
