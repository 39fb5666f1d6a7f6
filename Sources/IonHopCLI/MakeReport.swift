import ArgumentParser
import Foundation
import IonHop

struct MakeReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make the report of a finished run again.",
    discussion: "Example:\n  ionhop report results/llzo")

  @Argument(help: "A folder that `ionhop run` wrote.")
  var folder: String

  func run() async throws {
    try await reportingErrors {
      let files = ResultFiles(URL(fileURLWithPath: folder, isDirectory: true))
      if files.holdsPolycrystal {
        try PolycrystalReport(try files.readPolycrystal()).write(to: files.folder)
      } else {
        try writeReport(try files.readAny(), to: files.folder)
      }
      print(files.folder.appending(path: "report.html").path)
    }
  }
}
