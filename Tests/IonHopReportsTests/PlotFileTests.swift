import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies
import Testing

@testable import IonHopReports

@Suite("Plots as files")
struct PlotFileTests {
  @Test("Each plot is there as SVG, PNG, script and table, and the script draws the same SVG again")
  func redone() async throws {
    let folder = try Folder()
    try Report(try await smallStudy()).write(to: folder.url)
    let plots = folder.url.appending(path: "plots")
    let scripts = try FileManager.default.contentsOfDirectory(atPath: plots.path)
      .filter { $0.hasSuffix(".gp") }.map { String($0.dropLast(3)) }.sorted()
    #expect(scripts == ["arrhenius", "displacement"])
    let gnuplot = try Gnuplot.find()
    for name in scripts {
      let png = try Data(contentsOf: plots.appending(path: "\(name).png"))
      #expect(png.starts(with: [0x89, 0x50, 0x4e, 0x47]) && png.count > 10_000)
      let svg = plots.appending(path: "\(name).svg")
      let first = try Data(contentsOf: svg)
      try FileManager.default.removeItem(at: svg)
      let process = Process()
      process.executableURL = gnuplot.executable
      process.arguments = ["\(name).gp"]
      process.currentDirectoryURL = plots
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(try Data(contentsOf: svg) == first)
    }
  }

  @Test("The table of a plot holds the numbers of the results, with units in its header")
  func table() async throws {
    let (folder, results) = (try Folder(), try await smallStudy())
    try Report(results).write(to: folder.url)
    let lines = try folder.text("plots/arrhenius.csv").split(separator: "\n").map(String.init)
    #expect(lines[0] == "curve,1000/T (1/K),σT (S K/cm),lower end,upper end")
    for point in results.points {
      let start =
        "this study,\(1000 / point.temperature),\(point.conductivity.value * point.temperature),"
      #expect(lines.contains { $0.hasPrefix(start) })
    }
  }

  @Test("A name with commas, quotes and line ends stays one field, and draws")
  func hostileTable() throws {
    let curve = Curve(
      rows: [[1, 1, 0.5, 2], [], [2, 2, 1, 3]], style: "yerrorlines", title: "a,\"b\"\n'c'")
    let drawing = Drawing(columns: ["x, or \"x\"", "y"], settings: "", curves: [curve])
    let lines = drawing.table.components(separatedBy: "\n")
    #expect(lines[0] == "curve,\"x, or ”x”\",y,lower end,upper end")
    #expect(lines[1] == "\"a,”b” 'c'\",1.0,1.0,0.5,2.0")
    #expect(lines[2].isEmpty && lines[3].hasPrefix("\"a,"))
    let folder = try Folder()
    let picture = try Gnuplot.find().draw(drawing, name: "hostile", in: folder.url)
    #expect(picture.svg.contains("a,\"b\" ’c’</text>"))
  }

  @Test("Two curves of different width are both drawn from one table")
  func blocks() throws {
    let line = Curve(rows: [[0, 0], [4, 4]], style: "lines", title: "line")
    let points = Curve(rows: [[1, 3, 2, 4]], style: "yerrorbars", title: "points")
    let drawing = Drawing(
      columns: ["x", "y"], settings: "set print 'stats'\nstats 'two.csv' skip 1 index 1 using 3",
      curves: [line, points])
    let folder = try Folder()
    _ = try Gnuplot.find().draw(drawing, name: "two", in: folder.url)
    // gnuplot's own reading of the second block: one record, whose y is 3.
    let stats = try folder.text("stats")
    #expect(stats.contains("records\t1\n") && stats.contains("mean_y\t3.0"))
  }
}
