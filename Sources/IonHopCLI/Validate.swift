import ArgumentParser
import Foundation
import IonHop

struct Validate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check a study file; say what would be run, how long and how much memory.",
    discussion: """
      Example:
        ionhop validate Examples/llzo-demo.yaml
        ionhop validate Examples/llzo-demo.yaml --json
      """)

  @Argument(help: "The study file (YAML).")
  var study: String

  @Flag(help: "Print JSON on standard output.")
  var json = false

  @OptionGroup var lattices: LatticeOptions

  func run() async throws {
    try await reportingErrors {
      let sweep = try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices.urls)
      if json { return print(try await outlooks(of: sweep), terminator: "") }
      if sweep.isPolycrystal { return try await showPolycrystals(sweep) }
      if sweep.isSwept { return try await show(sweep) }
      let began = Date()
      let study = try sweep.study(sweep.variants[0])
      let threads = ProcessInfo.processInfo.activeProcessorCount
      var outlook = try StudyOutlook(study, preparation: Date().timeIntervalSince(began))
      try await outlook.measure(threads: threads)
      print(
        table(
          [
            ["study", study.name], ["model", study.modelDescription],
            ["sites", "\(study.network.siteCount)"],
            [
              "ions",
              zip(study.mobile, study.ionCounts).map {
                "\($1) \($0.species.name) (\(trimmed($0.species.charge)) e)"
              }.joined(separator: ", "),
            ],
            ["connected directions", "\(outlook.dimensions)"],
            ["rate law", study.rateLaw.rawValue],
            ["temperatures", study.temperatures.map(trimmed).joined(separator: ", ") + " K"],
            ["moved", outlook.plan.carriers.rawValue],
            ["selector", outlook.plan.selector.rawValue],
            ["basin steps", outlook.plan.usesBasins ? "lone ions leave cages at once" : "off"],
            ["random numbers", "\(study.generator), seed \(study.seed)"],
            ["replicas", "\(study.sampling.replicas)"],
            [
              "memory",
              String(
                format: "%.0f bytes a site for network and one replica, %.1f MiB in all",
                outlook.bytesPerSite, outlook.memory / 1_048_576),
            ], ["speed", String(format: "%.1f M hops/s a thread", outlook.hopsPerSecond / 1e6)],
            ["hops expected", String(format: "%.2g a temperature", outlook.hops)],
            [
              "time expected",
              "about \(Self.seconds(outlook.seconds(threads: threads) + StudyOutlook.reportSeconds)) s",
            ],
          ] + Self.barriers(study)), terminator: "")
      for warning in study.warnings() { note("warning: \(warning)") }
    }
  }

  /// Of more variants than this the first round is not run.
  static let mostMeasured = 20

  private func show(_ sweep: StudySweep) async throws {
    var rows = [
      sweep.axes.map(\.title) + ["sites", "ions", "hops a T", "memory (MiB)", "time (s)"]
    ]
    var total = StudyOutlook.reportSeconds
    for variant in sweep.variants {
      let began = Date()
      let study = try sweep.study(variant)
      let threads = ProcessInfo.processInfo.activeProcessorCount
      var outlook = try StudyOutlook(study, preparation: Date().timeIntervalSince(began))
      if sweep.variants.count <= Self.mostMeasured {
        try await outlook.measure(threads: threads)
      }
      let seconds = outlook.seconds(threads: threads)
      total += seconds
      rows.append(
        variant.values.map { String($0.text.prefix(24)) } + [
          "\(study.network.siteCount)", "\(study.ions)", String(format: "%.2g", outlook.hops),
          String(format: "%.1f", outlook.memory / 1_048_576), Self.seconds(seconds),
        ])
      for warning in study.warnings() { note("warning: \(variant.label): \(warning)") }
    }
    print("\(sweep.name): \(sweep.variants.count) variants\n")
    print(table(rows) + "\nin all about \(Self.seconds(total)) s")
  }

  /// Two digits of short times, whole seconds of long ones.
  static func seconds(_ time: Double) -> String {
    String(format: time < 10 ? "%.2g" : "%.0f", time)
  }

  /// Of which classes the ions near a hop change the barrier, and by how much.
  private static func barriers(_ study: Study) -> [[String]] {
    guard let environment = study.environment else { return [] }
    let names = environment.hopClasses.joined(separator: ", ")
    let (least, most) = (trimmed(environment.least), trimmed(environment.most))
    return [["barriers", "\(least) to \(most) eV more, by the ions near hops of \(names)"]]
  }
}
