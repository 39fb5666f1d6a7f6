import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

/// A small study with a sweep: seconds of a second.
func sweptStudy(
  _ sweep: String, temperatures: String = "[500, 600]", sampling: String = "relativeError: 0.1",
  name: String = "swept"
) -> String {
  """
  name: \(name)
  model:
    crystal:
      lattice: sc
      supercell: [4, 4, 4]
      mobile: { Li: { fraction: 0.5 } }
  temperatures: \(temperatures)
  sampling: { \(sampling), replicas: 4 }
  \(sweep)

  """
}

@Suite("Sweeps: any value of a study may be a list, a range or a grid")
struct SweepTests {
  private func sweep(_ text: String) throws -> StudySweep {
    try StudySweep.parse(text: sweptStudy("sweep: \(text)"), file: "study.yaml")
  }

  private let fraction = "model.crystal.mobile.Li.fraction"

  @Test("Lists are crossed, the last key fastest; each variant is the study with these values")
  func crossed() throws {
    let sweep = try sweep("{ \(fraction): [0.25, 0.5], seed: [1, 2, 3] }")
    #expect(
      sweep.variants.map(\.label) == [
        "fraction 0.25, seed 1", "fraction 0.25, seed 2", "fraction 0.25, seed 3",
        "fraction 0.5, seed 1", "fraction 0.5, seed 2", "fraction 0.5, seed 3",
      ])
    let study = try sweep.study(sweep.variants[1])
    #expect(study.ions == 16)
    #expect(study.seed == 2)
    #expect(study.temperatures == [500, 600])
    #expect(sweep.axes.map(\.name) == ["fraction", "seed"])
  }

  @Test("zip joins values one by one; a list of mappings gives variants one by one")
  func zipped() throws {
    let zipped = try sweep("{ zip: true, \(fraction): [0.25, 0.5], seed: [7, 8] }")
    let listed = try sweep("[{ \(fraction): 0.25, seed: 7 }, { seed: 8, \(fraction): 0.5 }]")
    for sweep in [zipped, listed] {
      #expect(sweep.variants.map(\.label) == ["fraction 0.25, seed 7", "fraction 0.5, seed 8"])
      #expect(try sweep.study(sweep.variants[1]).ions == 32)
      #expect(try sweep.study(sweep.variants[1]).seed == 8)
    }
  }

  @Test("Ranges are linear, logarithmic or reciprocal, with exact ends, and grow without moving")
  func ranges() throws {
    func numbers(_ range: String) throws -> [Double?] {
      try sweep("{ \(fraction): { \(range) } }").variants.map { $0.values[0].number }
    }
    #expect(try numbers("from: 0.1, to: 0.5, count: 5") == [0.1, 0.2, 0.3, 0.4, 0.5])
    #expect(
      try numbers("from: 0.001, to: 1, count: 4, spacing: logarithmic") == [0.001, 0.01, 0.1, 1])
    #expect(try numbers("from: 0.25, to: 0.5, count: 3, spacing: reciprocal")[1] == 0.333333333333)
    let coarse = try numbers("from: 0.1, to: 0.7, count: 4")
    let fine = try numbers("from: 0.1, to: 0.7, count: 7")
    for number in coarse { #expect(fine.contains(number)) }
    let seeds = try sweep("{ seed: { from: 1, to: 4, count: 4 } }")
    #expect(try seeds.variants.map { try seeds.study($0).seed } == [1, 2, 3, 4])
  }

  @Test("Units are converted; numbers and units of a quantity have one key however written")
  func units() throws {
    let barrier = "model.crystal.barriers.nearest"
    let milli = try sweep("{ \(barrier): [250 meV, 0.30] }")
    let plain = try sweep("{ \(barrier): [0.25, 0.3 eV] }")
    #expect(milli.variants.map(\.key) == plain.variants.map(\.key))
    #expect(milli.variants[0].label == "nearest 0.25 eV")
    #expect(milli.axes[0].header == "\(barrier) (eV)")
    // The file has no barriers: the key was made.
    #expect(try milli.study(milli.variants[0]).network.hops(from: 0)[0].barrier == 0.25)
  }

  @Test("Values may be lists, mappings and names; paths may have indices")
  func otherValues() throws {
    let cells = try sweep("{ model.crystal.supercell: [[2, 2, 2], [3, 3, 3]] }")
    #expect(cells.variants.map(\.label) == ["supercell [2, 2, 2]", "supercell [3, 3, 3]"])
    #expect(try cells.study(cells.variants[1]).network.siteCount == 27)
    let one = try sweep("{ \"model.crystal.supercell[2]\": [4, 5] }")
    #expect(try one.study(one.variants[1]).network.siteCount == 80)
    let lattices = try sweep("{ model.crystal.lattice: [sc, bcc] }")
    #expect(try lattices.study(lattices.variants[1]).network.hops(from: 0).count == 8)
    let mobile = try sweep("{ model.crystal.mobile.Li: [{ count: 3, charge: 1 }, 0.5] }")
    #expect(try mobile.variants.map { try mobile.study($0).ions } == [3, 32])
  }

  /// The sweep, then the line, the key and the mend that the error names.
  static let broken: [(String, Int, String, String)] = [
    ("{ model.crystal.suprcell: [[2, 2, 2]] }", 9, "model.crystal.suprcell", "\"supercell\""),
    ("{ sampling.replica: [2, 4] }", 9, "sampling.replica", "\"replicas\""),
    ("{ model.crystal.mobile.Li.fraction: [0.5, 2] }", 9, "fraction", "from 0 to 1"),
    ("{ model.crystal.lattice.name: [sc] }", 9, "lattice", "no mapping"),
    ("{ model.crystal.supercell.x: [4] }", 9, "supercell", "index"),
    ("{ \"model.crystal.supercell[3]\": [4] }", 9, "supercell", "3 elements"),
    ("{ temperatures: [300, 400] }", 9, "sweep.temperatures", "under temperatures"),
    ("{ name: [a, b] }", 9, "sweep.name", "cannot be swept"),
    ("{ seed: 4 }", 9, "sweep.seed", "give a list"),
    ("{ seed: [] }", 9, "sweep.seed", "empty list"),
    ("{ zip: true, seed: [1, 2], carriers: [auto] }", 9, "sweep", "equally many"),
    ("{ zip: true }", 9, "sweep", "names no key"),
    ("{ seed: [1, 1] }", 9, "sweep.seed", "twice"),
    ("{ seed: { from: 1, to: 2, count: 1 } }", 9, "sweep.seed.count", "out of range"),
    ("{ seed: { from: 0, to: 2, count: 3, spacing: logarithmic } }", 9, "from", "above 0"),
    ("{ seed: { from: 1, to: 2, cuont: 3 } }", 9, "cuont", "\"count\""),
    ("[{ seed: 1 }, { carriers: auto }]", 9, "sweep[1]", "same keys"),
    ("[]", 9, "sweep", "empty list"),
    ("4", 9, "sweep", "not a mapping"),
    ("{ model..crystal: [4] }", 9, "model..crystal", "empty key"),
    ("{ seed: { from: 1, to: 2, count: 4 } }", 9, "seed", "whole number"),
    ("{ model\(String(repeating: ".a", count: 40)): [4] }", 9, "model", "more than 32 steps"),
    ("{ carriers: [ions, holes] }", 9, "carriers", "variant carriers holes"),
  ]

  @Test("What is wrong with a sweep is said with its line, key and mend", arguments: broken)
  func mistakes(text: String, line: Int, key: String, mention: String) throws {
    let error = #expect(throws: InputError.self) {
      let sweep = try sweep(text)
      for variant in sweep.variants { _ = try sweep.study(variant) }
    }
    expect(error, names: "study.yaml:\(line):", key, mention)
  }

  @Test("A file with a sweep is no single study, and says so")
  func notSingle() throws {
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: sweptStudy("sweep: { seed: [1, 2] }"), file: "study.yaml")
    }
    expect(error, names: "study.yaml:9", "sweep", "2 variants")
  }

  @Test("A million combinations are refused, not made")
  func tooMany() throws {
    let range = "{ from: 1, to: 10000, count: 10000 }"
    #expect(throws: InputError.self) { try sweep("{ seed: \(range), carriers: \(range) }") }
  }

  @Test("Streams belong to values: order of keys, other values and spelling change none")
  func streams() throws {
    let small = try sweep("{ \(fraction): [0.5], seed: [3] }")
    let large = try sweep("{ seed: [9, 3], \(fraction): [0.25, 0.50] }")
    let known = try small.study(small.variants[0])
    let seeds = try large.variants.map { try large.study($0).streamSeed }
    #expect(Set(seeds.map(\.value)).count == 4)
    #expect(seeds[3] == known.streamSeed)
    #expect(large.variants[3].key == small.variants[0].key)
    // A study without a sweep keeps the streams of its seed.
    let plain = try Study.parse(text: sweptStudy("seed: 3"), file: "study.yaml")
    #expect(plain.streamSeed == StreamSeed(study: 3))
  }

  @Test("Every variant obeys the exclusion theorem, and has its rows and its fit")
  func exclusion() async throws {
    let sweep = try StudySweep.parse(
      text: sweptStudy(
        "sweep: { \(fraction): [0.25, 0.5, 0.75] }", sampling: "relativeError: 0.04"),
      file: "study.yaml")
    guard case .sweep(let results) = try await sweep.results() else {
      Issue.record("a sweep gives sweep results")
      return
    }
    #expect(results.complete)
    for variant in results.variants {
      let study = try #require(variant.results)
      let ions = Double(study.model.mobileIons)
      for point in study.points {
        let k = 1e13 * exp(-0.3 / (PhysicalConstants.boltzmann * point.temperature))
        let d = k * 9e-16 * (64 - ions) / 63
        let estimate = point.chargeDiffusivity
        #expect(abs(estimate.value - d) < 4 * estimate.standardError)
      }
      let energy = try #require(study.fits.first).activationEnergy
      #expect(abs(energy.value - 0.3) < 4 * energy.standardError)
    }
    let table = SweepTable(results)
    let rows = table.points.split(separator: "\n")
    #expect(rows.count == 7)
    #expect(rows[0].hasPrefix("\(fraction),temperature (K),conductivity (S/cm)"))
    #expect(rows[3].hasPrefix("0.5,500.0,"))
    #expect(table.fits.split(separator: "\n").count == 4)
    #expect(table.displacements.hasPrefix("\(fraction),temperature (K),time (s)"))
  }

  @Test("A variant that cannot be run is noted, and the others go on")
  func failing() async throws {
    let text = sweptStudy("sweep: { sampling.hops: [10, 200000] }", sampling: "equilibration: 20")
    let sweep = try StudySweep.parse(text: text, file: "study.yaml")
    guard case .sweep(let results) = try await sweep.results() else { return }
    #expect(results.complete)
    #expect(results.variants[0].results == nil)
    #expect(try #require(results.variants[0].failure).contains("too few"))
    #expect(results.variants[1].results?.points.count == 2)
    #expect(results.warnings.contains { $0.contains("hops 10: not run") })
    let none = sweptStudy("sweep: { sampling.hops: [10, 11] }", sampling: "equilibration: 20")
    let hopeless = try StudySweep.parse(text: none, file: "study.yaml")
    await #expect(throws: RunError.self) { try await hopeless.results() }
  }
}
