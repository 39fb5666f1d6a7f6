import ArgumentParser
import Foundation
import IonHop

struct WriteTrajectory: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trajectory",
    abstract: "Write where the ions are, frame by frame, as extended XYZ for ASE and OVITO.",
    discussion: """
      Runs the study's model at one temperature, apart from its results: the same study, seed and \
      temperature give the same file. Frames are even in physical time, the first after equilibration. \
      pos is in the cell, unwrapped follows the ions through it; ion, site and site_kind say who stands \
      where; time_s, temperature_K, energy_eV and hops are in each frame's second line. Ions that are no \
      element are X.

      Example:
        ionhop trajectory Examples/llzo-demo.yaml --temperature 700 --frames 100
        ionhop trajectory Examples/llzo-demo.yaml --every 5000 --output llzo.extxyz
      """)

  @Argument(help: "The study file (YAML).")
  var study: String

  @Option(help: "Temperature (K); by default the study's lowest.")
  var temperature: Double?

  @Option(help: "Number of frames.")
  var frames = 200

  @Option(
    help: ArgumentHelp(
      "Hops of all ions between two frames, as expected; by default one an ion.",
      valueName: "hops"))
  var every: Double?

  @Option(name: .shortAndLong, help: "The file to write.")
  var output = "trajectory.extxyz"

  @Option(help: "Seed, instead of the study's own.")
  var seed: UInt64?

  @Flag(help: "Print what was written as JSON on standard output.")
  var json = false

  @OptionGroup var lattices: LatticeOptions

  struct Written: Encodable {
    let file: String
    /// K
    let temperature: Double
    let frames: Int
    let ions: Int
    /// Physical time between two frames (s).
    let interval: Double
  }

  func run() async throws {
    try await reportingErrors {
      let trajectory = try trajectory()
      let file = URL(fileURLWithPath: output)
      let task = Task { try trajectory.write(to: file) }
      let stops = StopSignals { task.cancel() }
      defer { stops.cancel() }
      let frames = try await task.value
      let written = Written(
        file: output, temperature: trajectory.temperature, frames: frames, ions: trajectory.ions,
        interval: trajectory.interval)
      print(json ? try ResultFiles.json(written) : Self.text(written), terminator: "")
      if frames < trajectory.frames { throw ExitCode(130) }
    }
  }

  private func trajectory() throws -> Trajectory {
    let sweep = try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices.urls)
    guard !sweep.isPolycrystal else { throw TrajectoryError.notSampled }
    guard !sweep.isSwept else {
      throw InputError(
        file: study, keyPath: "sweep",
        message: "a trajectory is of one study; write the values to look at into the file instead")
    }
    var one = try sweep.study(sweep.variants[0])
    if let seed { one.seed = seed }
    if let temperature, !(temperature > 0 && temperature <= 1e5) {
      throw InputError(
        file: "", keyPath: "--temperature", message: "\(temperature) K: give one above 0, up to 1e5"
      )
    }
    guard let kelvin = temperature ?? one.temperatures.min() else { throw RunError.noTemperature }
    return try Trajectory(of: one, at: kelvin, frames: frames, hopsPerFrame: every)
  }

  private static func text(_ written: Written) -> String {
    table([
      ["file", written.file], ["temperature", "\(trimmed(written.temperature)) K"],
      ["frames", "\(written.frames)"], ["ions", "\(written.ions)"],
      ["time between frames", "\(formatted(written.interval)) s"],
    ])
  }
}
