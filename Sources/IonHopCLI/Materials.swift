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
      abstract: "Names and titles of all lattices, glasses, polymers and fillers.",
      discussion: "Example:\n  ionhop materials list")
    @OptionGroup var lattices: LatticeOptions

    func run() async throws {
      try await reportingErrors {
        let glasses = GlassMaterial.all.map { ($0.name, $0.title) }
        let polymers = try PolymerMaterial.all(folders: lattices.urls).map { ($0.name, $0.title) }
        let fillers = try FillerMaterial.all(folders: lattices.urls).map { ($0.name, $0.title) }
        let groups = [
          ("", try LatticeLibrary.all(folders: lattices.urls).map { ($0.name, $0.title) }),
          ("\nglasses, for model.glass.material", glasses),
          ("\npolymers, for model.polymer.material", polymers),
          ("\nfillers, for model.composite.filler.material", fillers),
        ]
        let width = 2 + groups.flatMap(\.1).map(\.0.count).reduce(0, max)
        for (heading, entries) in groups {
          if !heading.isEmpty { print(heading) }
          for (name, title) in entries {
            print(name.padding(toLength: width, withPad: " ", startingAt: 0) + title)
          }
        }
      }
    }
  }
}
