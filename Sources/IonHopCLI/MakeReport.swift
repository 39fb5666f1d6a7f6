import ArgumentParser
import Foundation
import IonHop

struct MakeReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make the report of a finished run again.",
    discussion: """
      Writes report.html, methods.txt and references.bib, and in the folder plots each plot as SVG and PNG \
      with its gnuplot script and table. Measured points of --experiment are kept in the folder for later \
      reports.

      Example:
        ionhop report results/llzo
        ionhop report results/llzo --experiment measured.csv
      """)

  @Argument(help: "A folder that `ionhop run` wrote.")
  var folder: String

  @OptionGroup var measured: ExperimentOptions

  func run() async throws {
    try await reportingErrors {
      let files = ResultFiles(URL(fileURLWithPath: folder, isDirectory: true))
      if files.holdsPolycrystal {
        let results = try files.readPolycrystal()
        let experiment = try measured.read(keptIn: files.folder)
        try PolycrystalReport(results, experiment: experiment).write(to: files.folder)
      } else {
        let results = try files.readAny()
        try writeReport(
          results, to: files.folder, experiment: measured.read(keptIn: files.folder))
      }
      print(files.folder.appending(path: "report.html").path)
    }
  }
}
