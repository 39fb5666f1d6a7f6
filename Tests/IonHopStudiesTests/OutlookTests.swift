import Testing

@testable import IonHopStudies

@Suite("What a study will cost is told beforehand")
struct OutlookTests {
  @Test(
    "The hops of a run are foreseen within a factor of two",
    arguments: [
      "relativeError: 0.03", "relativeError: 0.1", "hops: 300000",
      "target: activationEnergy, relativeError: 0.01",
      "target: activationEnergy, relativeError: 0.2", "relativeError: 0.01, maxHops: 50000",
    ])
  func hops(sampling: String) async throws {
    let text = sweptStudy("", temperatures: "[400, 500, 600, 800]", sampling: sampling)
    let study = try Study.parse(text: text, file: "study.yaml")
    var outlook = try StudyOutlook(study)
    try await outlook.measure(threads: 2)
    let points = try await study.results(threads: 2).points
    let hops = Double(points.reduce(0) { $0 + $1.hops }) / Double(points.count)
    #expect(outlook.hops > hops / 2 && outlook.hops < 2 * hops, "\(outlook.hops), \(hops)")
    #expect(outlook.seconds(threads: 2) > 0)
  }

  @Test(
    "A polycrystal too large to try is foreseen from a small one, without what does not fit into it"
  )
  func polycrystal() async throws {
    let text = PolycrystalFile.voronoi.replacing("[24, 24, 24]", with: "[48, 48, 48]")
      .replacing("size: \"1 um\"", with: "size: \"10 um\"")
      .replacing(
        "temperatures:",
        with: "    phases: { pores: { share: 0.01, radius: \"1 um\" } }\ntemperatures:")
    let sweep = try PolycrystalFile.sweep(text)
    let outlook = try await sweep.outlook(
      sweep.variants[0], of: sweep.polycrystal(sweep.variants[0]), threads: 1)
    #expect(outlook.voxels == 48 * 48 * 48 && outlook.grains == 20)
    #expect(outlook.seconds > 0 && outlook.seconds < 600)
    #expect(outlook.memory >= 800 * 48 * 48 * 48)
  }

  @Test("Opening, samples, what follows them and a doubled supercell add up")
  func sum() throws {
    func seconds(_ sampling: String) throws -> Double {
      let study = try Study.parse(
        text: sweptStudy("", temperatures: "[500]", sampling: sampling), file: "study.yaml")
      var trial = PointTrial(
        opening: 1, secondsASample: 0.01, hopsASample: 16, squaredErrorTimesSamples: 5.12,
        conductivity: 1, mostSamples: 1e9)
      trial.closing = 2
      return StudyCost(study, [trial], dimensions: 3).seconds
    }
    // 512 samples have an error of a tenth.
    #expect(abs(try seconds("relativeError: 0.1") - (1 + 5.12 + 2)) < 1e-9)
    #expect(abs(try seconds("hops: 1600") - (1 + 1 + 2)) < 1e-9)
    let tested = try seconds("relativeError: 0.1, finiteSizeTest: true")
    #expect(abs(tested - (8.12 + 8 * 6.12)) < 1e-9)
  }
}
