import IonHopNetworks
import IonHopStudies
import Testing

@Suite("A broken polycrystal gives one clear line with file, key and mend")
struct PolycrystalErrorTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let key: String
    let mention: String
    var testDescription: String { new }

    init(_ old: String, _ new: String, _ key: String, _ mention: String) {
      (self.old, self.new, self.key, self.mention) = (old, new, key, mention)
    }
  }

  static let model = "model.polycrystal."

  static let read = [
    Broken("[2, 2, 2]", "[1, 1, 1]", "grains.bricks", "at least two along an axis"),
    Broken("bricks: [2, 2, 2]", "bricks: [2, 2]", "grains.bricks", "three whole numbers"),
    Broken("bricks: [2, 2, 2]", "voronoi: 0", "grains.voronoi", "out of range"),
    Broken("bricks: [2, 2, 2], ", "", "grains", "none of voronoi, columnar, bricks, file"),
    Broken("bricks: [2", "voronoi: 3, bricks: [2", "grains", "exclude each other"),
    Broken("size: \"1 um\"", "size: \"1 parsec\"", "grains.size", "unit \"parsec\""),
    Broken("size: \"1 um\"", "size: 1", "grains.size", "out of range"),
    Broken(", size: \"1 um\"", "", "grains", "key \"size\" is missing"),
    Broken("size:", "spread: 0.3, size:", "grains.spread", "no meaning beside bricks"),
    Broken("size:", "texture: wild, size:", "grains.texture", "unknown texture"),
    Broken("size:", "mirror: true, size:", "grains.mirror", "no meaning beside bricks"),
    Broken("voxels: [8, 8, 8]", "voxels: [8, 8, 0]", "voxels[2]", "out of range"),
    Broken("voxels: [8, 8, 8]", "voxels: [2048, 2048, 2048]", "voxels", "use fewer"),
    Broken("    voxels: [8, 8, 8]\n", "", "grains", "voxels are missing"),
    Broken("value: 1e-3,", "value: -1,", "bulk.conductivity.value", "not positive"),
    Broken("activationEnergy: 0.3 }", "}", "bulk.conductivity", "\"activationEnergy\" is missing"),
    Broken("[250,", "[1,", "bulk.conductivity", "at 1.0 K"),
    Broken(
      "{ at: 300, value: 1e-3, activationEnergy: 0.3 }", "{ table: [[300, 1e-3], [400, 1e-2]] }",
      "temperatures", "outside of the table of bulk.conductivity"),
    Broken(
      "{ at: 300, value: 1e-3, activationEnergy: 0.3 }", "{ table: [[300, 1e-3], [200, 1e-2]] }",
      "bulk.conductivity.table[1]", "must rise"),
    Broken(
      "{ at: 300, value: 1e-3, activationEnergy: 0.3 }", "{ results: nowhere }",
      "bulk.conductivity.results", "run that study first"),
    Broken("areaResistance:", "areaResistence:", "boundary.areaResistence", "did you mean"),
    Broken("value: 0.1,", "value: 0.1 eV,", "boundary.areaResistance.value", "Ω·cm²"),
    Broken("width: \"1 nm\"", "width: 0", "boundary.width", "out of range"),
    Broken(
      "width:", "special: { share: 2, factor: 1 }, width:", "boundary.special.share", "0 to 1"),
    Broken("width:", "special: { factor: 1 }, width:", "boundary.special", "none of share"),
    Broken(
      "permittivity: 60 }\ntemp", "permittivity: 60 }\n    phases: { pores: 2 }\ntemp",
      "phases.pores", "out of range"),
    Broken(
      "permittivity: 60 }\ntemp", "permittivity: 60 }\n    phases: { film: { coverage: 1 } }\ntemp",
      "phases.film", "\"thickness\" is missing"),
    Broken(
      "temperatures:", "sampling: { hops: 100 }\ntemperatures:", "sampling", "take sampling away"),
    Broken("impedance: {", "impedance: { temperatures: 310,", "impedance.temperatures", "add it"),
    Broken(", permittivity: 60 }\n    boundary", "}\n    boundary", "bulk", "give permittivity"),
    Broken(", width: \"1 nm\"", "", "boundary", "give permittivity: 60 and width"),
    Broken("from: 1,", "from: 1e11,", "impedance.frequencies", "not below"),
  ]

  private let text =
    PolycrystalFile.bricks + "impedance: { frequencies: { from: 1, to: 1e10, count: 9 } }\n"

  @Test("A broken key is named", arguments: read)
  func keys(_ broken: Broken) throws {
    let changed = text.replacing(broken.old, with: broken.new)
    #expect(changed != text)
    let error = #expect(throws: InputError.self) { try PolycrystalFile.study(changed) }
    expect(error, names: "study.yaml", broken.key, broken.mention)
    #expect(error?.line != nil)
  }

  @Test(
    "What the microstructure cannot be is named before anything is solved",
    arguments: [
      Broken("bricks: [2, 2, 2]", "voronoi: 5000", "voxels", "holds no voxel"),
      Broken("value: 0.1,", "value: 1e200,", "boundary", "10¹² times"),
      Broken(
        "temperatures:", "    phases: { pores: { share: 0.5, radius: \"10 nm\" } }\ntemperatures:",
        "phases.pores", "larger radius"),
    ])
  func structures(_ broken: Broken) async throws {
    let sweep = try PolycrystalFile.sweep(text.replacing(broken.old, with: broken.new))
    let study = try sweep.polycrystal(sweep.variants[0])
    let error = await #expect(throws: InputError.self) {
      _ = try await sweep.outlook(sweep.variants[0], of: study, threads: 1)
    }
    expect(error, names: "study.yaml", broken.key, broken.mention)
    #expect(error?.line != nil)
  }

  @Test("Commands that sample say that a polycrystal is solved")
  func notSampled() {
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: PolycrystalFile.bricks, file: "study.yaml")
    }
    expect(error, names: "study.yaml", "model.polycrystal", "solved, not sampled")
  }
}
