import CReference
import Foundation
import IonHopCore

/// Nanoseconds a hop from a thousand to ten million sites: what caches do to each program.
enum ScalingCase {
  private static let edges = [10, 18, 32, 46, 64, 100, 128, 160, 215]

  static func run(_ options: Options, into folder: URL) throws {
    var lines = ["sites,model,program,ns_per_hop"]
    print(lines[0])
    for edge in edges where !options.quick || edge <= 100 {
      for line in try uniform(edge, options.effort) + gaussian(edge, options.effort) {
        print(line)
        lines.append(line)
      }
      fflush(nil)
    }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let table = folder.appending(path: "scaling.csv")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: table)
    try plot(table, picture: folder.appending(path: "scaling.svg"))
  }

  private static func uniform(_ edge: Int, _ effort: Effort) throws -> [String] {
    let work = UniformCase(edge: edge, vacancyFraction: 0.01)
    let runner = try EngineRunner(work.plan(Cubic.uniform(edge: edge)))
    let c = CLattice(edge: edge, vacancyFraction: 0.01, books: c_books_record)
    return lines("uniform", edge, Race([runner.contender] + c.contenders, effort))
  }

  private static func gaussian(_ edge: Int, _ effort: Effort) throws -> [String] {
    let work = GaussianCase(edge: edge, width: 2)
    let network = try Cubic.gaussian(edge: edge, width: 2)
    let runner = try EngineRunner(work.plan(network))
    let c = work.cContenders(network, runner.occupied).filter { $0.program == .c }
    return lines("gaussian", edge, Race([runner.contender] + c, effort))
  }

  private static func lines(_ model: String, _ edge: Int, _ race: Race) -> [String] {
    Program.allCases.compactMap { program in
      race.median(program).map {
        "\(edge * edge * edge),\(model),\(program.rawValue),\(String(format: "%.3f", 1e9 / $0))"
      }
    }
  }

  /// Draws the table where gnuplot is present; the table itself is written in any case.
  private static func plot(_ table: URL, picture: URL) throws {
    let curves = [
      ("uniform", "ours", "IonHop, 1 % vacancies", 1, 1),
      ("uniform", "c", "C, 1 % vacancies", 1, 2), ("uniform", "cPrefetched", "C, prefetched", 1, 3),
      ("gaussian", "ours", "IonHop, Gaussian 2 kT", 2, 1),
      ("gaussian", "c", "C, Gaussian 2 kT", 2, 2),
    ].map { model, program, title, colour, dashes in
      let chosen = "(strcol(2) eq '\(model)' && strcol(3) eq '\(program)' ? $4 : NaN)"
      return "'\(table.path)' using 1:\(chosen) with linespoints"
        + " lc \(colour) dt \(dashes) pt 7 title '\(title)'"
    }
    let script = """
      set terminal svg enhanced size 640,480 font 'Arial,14' rounded
      set output '\(picture.path)'
      set datafile separator ','
      set datafile missing NaN
      set logscale x
      set format x '10^{%L}'
      set xlabel 'sites'
      set ylabel 'ns per hop'
      set logscale y
      set key below
      plot \(curves.joined(separator: ", "))
      """
    let file = FileManager.default.temporaryDirectory.appending(
      path: "ionhop-scaling-\(UUID().uuidString)")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", "--default-settings", file.path]
    try process.run()
    process.waitUntilExit()
    print(process.terminationStatus == 0 ? picture.path : "no gnuplot: \(table.path) only")
  }
}
