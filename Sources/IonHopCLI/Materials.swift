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
    static let configuration = CommandConfiguration(
      abstract: "Names and titles of all lattices and glasses.")
    @OptionGroup var lattices: LatticeOptions

    func run() async throws {
      try await reportingErrors {
        let all = try LatticeLibrary.all(folders: lattices.urls)
        let glasses = GlassMaterial.all
        let width = 2 + (all.map(\.name.count) + glasses.map(\.name.count)).reduce(0, max)
        func line(_ name: String, _ title: String) {
          print(name.padding(toLength: width, withPad: " ", startingAt: 0) + title)
        }
        for entry in all { line(entry.name, entry.title) }
        print("\nglasses, for model.glass.material")
        for glass in glasses { line(glass.name, glass.title) }
      }
    }
  }
}
