import ArgumentParser
import Foundation
import IonHop

struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the results of the parts of a study together.",
    discussion: """
      The folders are those of ionhop run --shard, or of any runs of the same study: model, seed and \
      version of the program are compared point by point. The results are those of one run of the whole \
      study, to the bit. Where points are missing the exit code is 130, and ionhop run --resume makes them; \
      it also does a finite-size test, which no part can do alone.

      Example:
        ionhop run study.yaml --shard 1/2 --output part1
        ionhop run study.yaml --shard 2/2 --output part2
        ionhop merge study.yaml part1 part2 --output whole
      """)

  @Argument(help: "The study file (YAML).")
  var study: String

  @Argument(help: "Folders of results.")
  var folders: [String]

  @Option(name: .shortAndLong, help: "Folder for the results.")
  var output = "results"

  @Option(help: "Seed, where the parts were run with one instead of the study's own.")
  var seed: UInt64?

  @Flag(help: "Print the results as JSON on standard output.")
  var json = false

  @OptionGroup var lattices: LatticeOptions

  func run() async throws {
    try await reportingErrors {
      let sweep = try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices.urls)
      let files = ResultFiles(URL(fileURLWithPath: output, isDirectory: true))
      try files.prepare()
      let parts = try folders.map { folder in
        let part = ResultFiles(URL(fileURLWithPath: folder, isDirectory: true))
        return (file: part.resultsFile.path, results: try part.readAny())
      }
      let seed = seed
      let results = try await sweep.merged(parts) { study in
        if let seed { study.seed = seed }
      }
      try files.write(results)
      try writeReport(results, to: files.folder)
      print(json ? try ResultFiles.json(results) : summary(of: results), terminator: "")
      if !results.isComplete { throw ExitCode(130) }
      if !results.failures.isEmpty { throw ExitCode(1) }
    }
  }
}
