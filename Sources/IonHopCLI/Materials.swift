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
      abstract: "Names and titles of all lattices, glasses, polymers, fillers and boundaries.",
      discussion: "Example:\n  ionhop materials list")

    @Flag(help: "Print JSON on standard output.")
    var json = false

    @OptionGroup var lattices: LatticeOptions

    private struct Entry: Encodable {
      let kind: String
      let name: String
      let title: String
    }

    func run() async throws {
      try await reportingErrors {
        let glasses = GlassMaterial.all.map { ($0.name, $0.title) }
        let polymers = try PolymerMaterial.all(folders: lattices.urls).map { ($0.name, $0.title) }
        let fillers = try FillerMaterial.all(folders: lattices.urls).map { ($0.name, $0.title) }
        let boundaries = try BoundaryMaterial.all(folders: lattices.urls).map {
          ($0.name, "Between grains of \($0.lattice ?? $0.name)")
        }
        let groups = [
          ("", try LatticeLibrary.all(folders: lattices.urls).map { ($0.name, $0.title) }),
          ("\nglasses, for model.glass.material", glasses),
          ("\npolymers, for model.polymer.material", polymers),
          ("\nfillers, for model.composite.filler.material", fillers),
          ("\nboundaries, for model.polycrystal.boundary", boundaries),
        ]
        if json {
          let kinds = ["lattice", "glass", "polymer", "filler", "boundary"]
          let entries = zip(kinds, groups).flatMap { kind, group in
            group.1.map { Entry(kind: kind, name: $0.0, title: $0.1) }
          }
          return print(try ResultFiles.json(entries), terminator: "")
        }
        let width = 2 + groups.flatMap(\.1).map(\.0.count).reduce(0, max)
        for (heading, entries) in groups {
          if !heading.isEmpty { print(heading) }
          for (name, title) in entries {
            let lines = broken(title, at: terminalWidth - width)
            for (index, line) in lines.enumerated() {
              let lead = index == 0 ? name : ""
              print(lead.padding(toLength: width, withPad: " ", startingAt: 0) + line)
            }
          }
        }
      }
    }
  }
}
