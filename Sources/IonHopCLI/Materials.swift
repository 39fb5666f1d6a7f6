import ArgumentParser
import Foundation
import IonHop

struct Materials: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The lattice library, with sources.",
    discussion: "Example:\n  ionhop materials show LLZO-cubic",
    subcommands: [List.self, ShowMaterial.self, ValidateMaterials.self],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Names and titles of all lattices.")
    @OptionGroup var lattices: LatticeOptions

    func run() async throws {
      try await reportingErrors {
        let all = try LatticeLibrary.all(folders: lattices.urls)
        let width = 2 + (all.map(\.name.count).max() ?? 0)
        for entry in all {
          print(entry.name.padding(toLength: width, withPad: " ", startingAt: 0) + entry.title)
        }
      }
    }
  }
}
