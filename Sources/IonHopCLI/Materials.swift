import ArgumentParser
import Foundation
import IonHop

struct Materials: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The lattice library, with sources.",
    discussion: "Example:\n  ionhop materials show LLZO-cubic",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Names and titles of all lattices.")
    @OptionGroup var lattices: LatticeOptions

    func run() async throws {
      try await reportingErrors {
        let all = try LatticeLibrary.all(folders: lattices.urls)
        for entry in all {
          print("\(entry.name.padding(toLength: 16, withPad: " ", startingAt: 0))\(entry.title)")
        }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One lattice: sites, hops, barriers, and where each number comes from.")
    @Argument(help: "Name of a lattice, or a path to its file.") var name: String
    @OptionGroup var lattices: LatticeOptions

    func run() async throws {
      try await reportingErrors {
        let lattice = try Lattice.named(name, folders: lattices.urls)
        print(description(of: lattice), terminator: "")
      }
    }

    private func description(of lattice: Lattice) -> String {
      let unit = lattice.unitNetwork
      var text = "\(lattice.name): \(lattice.title)\n"
      if let prose = lattice.description { text += prose + "\n" }
      text +=
        "\n" + table([["site kind", "sites a cell", "energy (eV)", "hops from it"]] + sites(unit))
      text +=
        "\n" + table([["hop class", "barrier (eV)", "frequency (Hz)", "length (Å)"]] + hops(unit))
      text += "\nsources\n"
      for source in lattice.sources {
        text += "  [\(source.key)] \(source.citation)"
        if let doi = source.doi { text += ", doi:\(doi)" }
        text += (source.note.map { "\n      \($0)" } ?? "") + "\n"
      }
      return text
    }

    private func sites(_ unit: SiteNetwork) -> [[String]] {
      unit.siteKinds.indices.map { kind in
        let members = (0..<unit.siteCount).filter { unit.kind(of: $0) == kind }
        return [
          unit.siteKinds[kind], "\(members.count)", trimmed(unit.energy(of: members[0])),
          "\(unit.hops(from: members[0]).count)",
        ]
      }
    }

    private func hops(_ unit: SiteNetwork) -> [[String]] {
      let all = (0..<unit.siteCount).flatMap { unit.hops(from: $0) }
      return unit.hopClasses.indices.compactMap { c in
        all.first { $0.hopClass == c }.map { hop in
          [
            unit.hopClasses[c], trimmed(hop.barrier), trimmed(hop.frequency),
            String(format: "%.3f", length(hop.displacement)),
          ]
        }
      }
    }
  }
}
