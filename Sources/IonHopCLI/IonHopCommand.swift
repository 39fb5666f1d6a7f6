import ArgumentParser
import IonHop

@main
struct IonHopCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ionhop",
    abstract: "Kinetic Monte Carlo of ion transport in solid electrolytes.",
    discussion: """
      Example:
        ionhop run Examples/llzo-demo.yaml --output results/llzo
        ionhop compare results/llzo results/other
        ionhop fit measured.csv --model auto

      Exit codes: 0 success, 1 failed run, 2 bad input, 64 bad usage, 130 stopped by Ctrl-C with \
      the results so far written.
      """,
    version: "ionhop \(BuildInfo.version) (\(BuildInfo.commit)), GSL \(RandomStream.gslVersion)",
    subcommands: [
      Run.self, Merge.self, Validate.self, Materials.self, Exact.self, Fit.self, Impedance.self,
      MakeReport.self, Compare.self, SelfTest.self, ImportStructure.self, Scenarios.self,
      WriteTrajectory.self, Schema.self,
    ])
}
