import ArgumentParser
import Foundation

@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract:
      "Hops per second of the engine beside C loops, on eight kinds of systems, and the field solvers.",
    discussion: """
      a  equal rates              b  Gaussian site energies    c  random barriers
      d  repulsion                e  garnet with repulsion     f  cages (argyrodite)
      g  seconds to 5 % error     h  hops that open and close
      i  potential and impedance, seconds and memory

      docs/BENCHMARKS.md says what is compared with what.
      """)

  enum Case: String, ExpressibleByArgument, CaseIterable { case a, b, c, d, e, f, g, h, i, all }

  @Option(name: .customLong("case"), help: "One kind of system, or all.")
  var work = Case.all

  @Flag(help: "Fewer and shorter runs, at most 262,144 sites.")
  var quick = false

  @Option(help: "A file for all numbers as JSON.")
  var json: String?

  @Option(help: "The Python that has lattice-mc.")
  var python = "python3"

  @Flag(help: "Nanoseconds a hop against sites, to docs/img/scaling.csv and .svg.")
  var scaling = false

  @Option(help: "Makes --hops hops of --program in a case and prints nothing: for callgrind.sh.")
  var count: CountMode.Case?

  @Option(help: "With --count.")
  var program = Program.ours

  @Option(help: "With --count.")
  var hops = 1_000_000

  func run() throws {
    if let count { return try CountMode.run(count, program, hops: hops) }
    try checkReferences()
    let options = Options(quick: quick, python: python)
    let circumstances = Circumstances()
    print(circumstances.line)
    if scaling {
      return try ScalingCase.run(
        options, into: options.package.deletingLastPathComponent().appending(path: "docs/img"))
    }
    print(
      "hops a second of processor time, medians of \(options.effort.rounds) runs in turn; "
        + "ratios: median (range)")
    print("selector *: the engine's own choice where a second was measured\n")
    try runCases(options, circumstances)
  }

  private func runCases(_ options: Options, _ circumstances: Circumstances) throws {
    var table = Table()
    var cages: [CageRow] = []
    var fields: [FieldRow] = []
    Table.printHeader()
    for one in Case.allCases where work == one || work == .all {
      switch one {
      case .a:
        try UniformCase.run(options, into: &table)
        try Peer.run(options, into: &table)
      case .b: try GaussianCase.run(options, into: &table)
      case .c: try BarrierCase.run(options, into: &table)
      case .d: try RepulsionCase.run(options, into: &table)
      case .e: try GarnetCase.run(options, into: &table)
      case .f: cages = try CageCase.run(options, into: &table)
      case .g: try AccuracyCase.run(options, into: &table)
      case .h: try RenewalCase.run(options, into: &table)
      case .i: fields = try FieldCase.run(options)
      case .all: break
      }
    }
    if let json {
      try Record(circumstances: circumstances, rows: table.rows, cages: cages, fields: fields)
        .write(to: json)
    }
  }
}

struct Options {
  let quick: Bool
  let python: String
  var effort: Effort { quick ? .quick : .full }

  /// The folder of this package, for the scripts and documents beside it.
  var package: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }
}

func percent(_ fraction: Double) -> String { "\(rounded(100 * fraction)) %" }

/// Three digits, no trailing zeros.
func rounded(_ value: Double) -> String { String(format: "%.3g", value) }
