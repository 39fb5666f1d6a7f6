import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies
import Testing

@Suite("Files of polycrystals")
struct PolycrystalResultFileTests {
  /// Two layers across z as NumPy writes them: x slowest.
  private func layers(_ folder: TemporaryFolder, last: UInt8 = 1) throws {
    var head = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2, 4), }"
    head += String(repeating: " ", count: 117 - head.count) + "\n"
    var data = Data([0x93] + "NUMPY".utf8 + [1, 0, 118, 0])
    data.append(contentsOf: head.utf8)
    for _ in 0..<4 { data.append(contentsOf: [0, 0, 1, last]) }
    try data.write(to: folder.url("grains.npy"))
  }

  private let text = PolycrystalFile.bricks
    .replacing("bricks: [2, 2, 2], size: \"1 um\"", with: "file: grains.npy, spacing: \"500 nm\"")
    .replacing("    voxels: [8, 8, 8]\n", with: "").replacing("[250, 300, 400]", with: "300")

  @Test("Imported voxels conduct as what they are: layers of 1 µm")
  func imported() async throws {
    let folder = try TemporaryFolder()
    try layers(folder)
    let variant = try await PolycrystalFile.solved(text, in: folder.url)
    let point = variant.points[0]
    #expect(variant.microstructure?.grains == 2)
    #expect(abs(point.tensor[2][2] - 5e-4) < 1e-12)
    #expect(abs(point.tensor[0][0] - 1e-3) < 1e-12)
    let porous = try await PolycrystalFile.solved(
      text.replacing("spacing:", with: "labels: { 0: grain, 1: pore }, spacing:"), in: folder.url)
    #expect(porous.points[0].tensor[2][2] == 0)
    #expect(abs(porous.points[0].tensor[0][0] - 5e-4) < 1e-12)
    #expect(porous.warnings.contains { $0.contains("along z") })
  }

  @Test("A label without a part to play is named with its file")
  func unknownLabel() async throws {
    let folder = try TemporaryFolder()
    try layers(folder, last: 7)
    let bad = text.replacing("spacing:", with: "labels: { 0: grain, 1: pore }, spacing:")
    let error = await #expect(throws: InputError.self) {
      try await PolycrystalFile.solved(bad, in: folder.url)
    }
    expect(error, names: "grains.npy", "labels", "label 7")
  }

  @Test("grains.vti is read again as the labels that were written, and results as they were")
  func roundTrip() async throws {
    let folder = try TemporaryFolder()
    let files = ResultFiles(folder.url)
    let sweep = try PolycrystalFile.sweep(PolycrystalFile.voronoi)
    var labels: [Int32] = []
    let study = try sweep.polycrystal(sweep.variants[0])
    _ = try await study.variant { progress in
      guard let fields = progress.fields else { return }
      labels = fields.labels
      try? files.write(fields, as: "grains.vti")
    }
    let voxels = try VoxelFile.read(
      folder.url("grains.vti"), VoxelFile.Options(array: "labels"))
    #expect(voxels.labels == labels && labels.count == 24 * 24 * 24)
    let edge = 1e4 * cbrt(20.0) / 24
    #expect(abs(voxels.spacing.x / edge - 1) < 1e-9)

    let results = try await sweep.polycrystals()
    try files.write(results)
    #expect(files.holdsPolycrystal)
    let read = try files.readPolycrystal()
    #expect(try ResultFiles.json(read) == ResultFiles.json(results))
    let error = #expect(throws: ResultFileError.self) { try files.readAny() }
    #expect("\(error.map(String.init(describing:)) ?? "")".contains("polycrystal"))
    let rows = try String(contentsOf: folder.url("points.csv"), encoding: .utf8)
    #expect(rows.split(separator: "\n").count == 4)
  }

  @Test("An earlier run is kept where nothing has changed; a stop keeps what is done")
  func resumed() async throws {
    let sweep = try PolycrystalFile.sweep(PolycrystalFile.bricks)
    let task = Task {
      try await sweep.polycrystals { progress in
        if progress.partial != nil { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    let stopped = try await task.value
    #expect(!stopped.complete)
    #expect(stopped.variants[0].points.map(\.temperature) == [250])
    var solvedAgain: [Double] = []
    let whole = try await sweep.polycrystals(keeping: stopped) {
      if $0.study.stage == "conductivity", $0.partial == nil {
        solvedAgain.append($0.study.temperature)
      }
    }
    #expect(whole.complete && solvedAgain == [300, 400])
    #expect(whole.variants[0].points.map(\.temperature) == [250, 300, 400])
    let other = try PolycrystalFile.sweep(
      PolycrystalFile.bricks.replacing("value: 0.1", with: "value: 0.2"))
    let fresh = try await other.polycrystals(keeping: stopped)
    #expect(fresh.variants[0].points[0].boundaryShare > whole.variants[0].points[0].boundaryShare)
  }

  @Test("A sweep solves every variant, and notes one that cannot be made")
  func swept() async throws {
    let sweep = try PolycrystalFile.sweep(
      PolycrystalFile.bricks.replacing("[250, 300, 400]", with: "300")
        + "sweep: { model.polycrystal.grains.size: [100 nm, 1 um] }\n")
    let results = try await sweep.polycrystals()
    #expect(results.complete && results.sweep.map(\.unit) == ["Å"])
    let conductivities = results.variants.map { $0.points[0].conductivity }
    #expect(abs(conductivities[0] * (1e3 + 0.1 / 1e-5) - 1) < 1e-9)
    #expect(abs(conductivities[1] * 2e3 - 1) < 1e-9)
    #expect(results.variants[1].values[0].number == 1e4)
    let partly = try await PolycrystalFile.sweep(
      PolycrystalFile.voronoi.replacing("[250, 300, 400]", with: "300")
        + "sweep: { model.polycrystal.grains.voronoi: [20, 100000] }\n"
    ).polycrystals()
    #expect(partly.variants[0].failure == nil)
    #expect(partly.variants[1].failure?.contains("holds no voxel") == true)
  }

  @Test("The conductivity of a sampled crystal is taken from its results")
  func stored() async throws {
    let folder = try TemporaryFolder()
    let crystal = try Study.parse(
      text: """
        model: { crystal: { lattice: sc, supercell: [4, 4, 4], mobile: { Li: 0.5 } } }
        temperatures: [500, 600]
        sampling: { relativeError: 0.1, replicas: 4 }
        """, file: "crystal.yaml")
    let results = try await crystal.results(threads: 1)
    let files = ResultFiles(folder.url("sc"))
    try files.prepare()
    try files.write(results)
    let text = PolycrystalFile.bricks.replacing(
      "{ at: 300, value: 1e-3, activationEnergy: 0.3 }, permittivity",
      with: "{ results: sc }, permittivity")
    let variant = try await PolycrystalFile.solved(text, in: folder.url)
    let fit = try #require(results.fits.first)
    #expect(
      abs(variant.points[1].bulkConductivity / (fit.value(at: 300) / 300) - 1) < 1e-9)
  }

  @Test("The area resistance of a boundary is taken from its results, between its temperatures")
  func storedResistance() async throws {
    let folder = try TemporaryFolder()
    let files = ResultFiles(folder.url("slab"))
    try files.prepare()
    let points = [(250.0, 0.8), (400.0, 0.02)].map {
      "{ \"temperature\": \($0.0), \"boundary\": { \"areaResistance\": { \"value\": \($0.1) } } }"
    }
    try Data("{ \"points\": [\(points.joined(separator: ","))] }".utf8).write(to: files.resultsFile)
    let text = PolycrystalFile.bricks.replacing(
      "{ at: 300, value: 0.1, activationEnergy: 0.4 }", with: "{ results: slab }")
    let variant = try await PolycrystalFile.solved(text, in: folder.url)
    for (point, expected) in [(variant.points[0], 0.8), (variant.points[2], 0.02)] {
      #expect(abs((point.areaResistance ?? 0) / expected - 1) < 1e-9)
    }
    let colder = try PolycrystalFile.sweep(text.replacing("[250", with: "[240"), in: folder.url)
    let error = #expect(throws: InputError.self) { try colder.polycrystal(colder.variants[0]) }
    expect(error, names: "study.yaml", "temperatures", "boundary.areaResistance (250.0 to 400.0 K)")
  }
}
