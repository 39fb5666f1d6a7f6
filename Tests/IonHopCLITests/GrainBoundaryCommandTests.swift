import Foundation
import Testing

@Suite("Grain boundaries on the command line")
struct GrainBoundaryCommandTests {
  private let study = """
    name: slab
    model:
      grainBoundary:
        lattice: sc
        supercell: [8, 2, 2]
        origin: 1.5
        mobile: { Li: 0.25 }
        core: { barrierRise: 0.1 }
    temperatures: [600, 800]
    sampling: { relativeError: 0.1 }
    """

  @Test(
    "exact, run and validate take the same file; exact has the closed form of slow bonds in series")
  func commands() throws {
    let folder = try Folder()
    let file = try folder.file("slab.yaml", study)
    let exact = try Command(["exact", file, "--json"])
    #expect(exact.status == 0, "\(exact.errors)")
    let points = try #require(
      try JSONSerialization.jsonObject(with: Data(exact.output.utf8)) as? [[String: Any]])
    #expect(points.count == 2)
    for (point, temperature) in zip(points, [600.0, 800]) {
      let boundary = try #require(point["boundary"] as? [String: Any])
      let bulk = try #require(boundary["bulkConductivity"] as? Double)
      let resistance = try #require(boundary["areaResistance"] as? Double)
      // R = a (exp(ΔE/kT) − 1)/σ, a = 3 Å; k = 8.617333e-5 eV/K.
      let closed = 3e-8 * expm1(0.1 / (8.617333e-5 * temperature)) / bulk
      #expect(abs(resistance / closed - 1) < 1e-5)
      #expect(boundary["method"] as? String == "exact")
    }
    #expect(try Command(["exact", file]).output.contains("R_gb (ohm cm2)"))
    #expect(try Command(["validate", file]).status == 0)
    let results = folder.url.appending(path: "results")
    let run = try Command(["run", file, "--output", results.path])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("R_gb/R_bulk") && run.output.contains("activation energies: bulk"))
    let table = try #require(run.output.range(of: "across the boundaries")).lowerBound
    let lines = run.output[table...].split(separator: "\n").prefix(5)
    #expect(lines.count == 5 && lines.allSatisfy { $0.count <= 80 })
    for name in ["boundary.csv", "profile.csv"] {
      #expect(FileManager.default.fileExists(atPath: results.appending(path: name).path))
    }
  }

  @Test("A sweep has the tables of boundaries with the swept value in front")
  func sweep() throws {
    let folder = try Folder()
    let text = study + "\nsweep: { model.grainBoundary.core.barrierRise: [0.05, 0.1] }\n"
    let results = folder.url.appending(path: "sweep")
    let run = try Command([
      "run", try folder.file("sweep.yaml", text), "--output", results.path,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let table = try String(contentsOf: results.appending(path: "boundary.csv"), encoding: .utf8)
      .split(separator: "\n")
    #expect(table.count == 5)
    #expect(table[1].hasPrefix("0.05,600.0,") && table[4].hasPrefix("0.1,800.0,"))
  }
}
