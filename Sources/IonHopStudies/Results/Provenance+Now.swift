import Foundation
import IonHopCore

extension Provenance {
  /// Of a run of this program that begins now.
  init(input: String, inputFile: String, seed: UInt64, generator: String, threads: Int) {
    self.init(
      program: "ionhop", version: BuildInfo.version, commit: BuildInfo.commit, input: input,
      inputFile: inputFile, seed: seed, generator: generator,
      gslVersion: RandomStream.gslVersion, started: Date().formatted(.iso8601), finished: "",
      threads: threads, platform: BuildInfo.platform)
  }
}
