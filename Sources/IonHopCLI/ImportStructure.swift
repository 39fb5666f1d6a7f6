import ArgumentParser
import Foundation
import IonHop

struct ImportStructure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Propose a lattice file from a crystal structure (CIF, POSCAR or extended XYZ).",
    discussion: """
      Reads sites, occupancies and symmetry, and proposes hops by distance: pairs of sites up to \
      the cutoff with no third site in or on the sphere over the pair, and no host atom nearer than \
      the clearance to the straight line. Barriers come from a table, one row a class; without it \
      they read "unknown", and the file cannot be run until you give them.

      With --output the report goes to standard output; without, the lattice file does, and the \
      report to standard error.

      Example:
        ionhop import LLZO.cif --species Li --cutoff 3 --output LLZO.yaml
        ionhop import POSCAR --species Na --barriers neb.csv > Na3PS4.yaml

      The table: class,barrier,frequency (eV, Hz), or siteA,siteB,distance,barrier,frequency.
      """)

  @Argument(help: "The structure: *.cif, POSCAR*, CONTCAR*, *.poscar, *.vasp, *.xyz or *.extxyz.")
  var structure: String

  @Option(help: "The mobile species, an element.")
  var species: String

  @Option(help: "Longest hop (Å).")
  var cutoff = LatticeProposal.Options().cutoff

  @Option(help: "Sites of the species nearer than this (Å) are one split site; 0 keeps all.")
  var merge = LatticeProposal.Options().merging

  @Option(help: "A host atom nearer than this (Å) to the straight line closes a hop.")
  var clearance = LatticeProposal.Options().clearance

  @Option(help: "How far (Å) atoms may lie from their symmetric places, where symmetry is sought.")
  var tolerance = 0.01

  @Option(help: "Charge of the ion (e), where the structure gives none.")
  var charge: Double?

  @Option(help: ArgumentHelp("Barriers and attempt frequencies (CSV).", valueName: "csv"))
  var barriers: String?

  @Option(help: ArgumentHelp("The lattice file to write, *.yaml.", valueName: "yaml"))
  var output: String?

  func run() async throws {
    try await reportingErrors {
      let name = try latticeName()
      var options = LatticeProposal.Options()
      (options.cutoff, options.merging, options.clearance) = (cutoff, merge, clearance)
      options.charge = charge
      guard tolerance > 0, tolerance <= 0.5 else {
        throw InputError(
          file: "", keyPath: "--tolerance",
          message: "\(tolerance) Å is no tolerance of atoms; give 0.001 to 0.5")
      }
      let structure = try CrystalStructure.read(
        URL(fileURLWithPath: structure), tolerance: tolerance)
      var proposal = try LatticeProposal(structure, species: species, options: options)
      if let barriers { try proposal.readBarriers(URL(fileURLWithPath: barriers)) }
      let report = report(proposal)
      if let output {
        try write(proposal.yaml(name: name), to: output)
        print(report, terminator: "")
      } else {
        note(report, terminator: "")
        print(proposal.yaml(name: name), terminator: "")
      }
      for warning in warnings(proposal) { note("ionhop: warning: \(warning)") }
    }
  }

  private func latticeName() throws(InputError) -> String {
    guard let output else {
      return URL(fileURLWithPath: structure).deletingPathExtension().lastPathComponent
    }
    guard output.hasSuffix(".yaml"), output != ".yaml", !output.hasSuffix("/.yaml") else {
      throw InputError(
        file: output, keyPath: "--output", message: "is not named *.yaml; give it that ending")
    }
    // Barriers filled in by hand must not be lost.
    guard !FileManager.default.fileExists(atPath: output) else {
      throw InputError(
        file: output, message: "exists already; remove it or give another --output")
    }
    return URL(fileURLWithPath: output).deletingPathExtension().lastPathComponent
  }

  private func write(_ text: String, to path: String) throws(InputError) {
    do { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) } catch {
      throw InputError(
        file: path, message: "cannot be written; check the folder and its permissions")
    }
  }

  // MARK: Report

  private func report(_ proposal: LatticeProposal) -> String {
    let ions = trimmed(proposal.ionsPerFormulaUnit)
    var text =
      "\(proposal.formula): \(proposal.network.siteCount) sites a cell, \(ions) \(proposal.species.name) per formula unit, \(proposal.formulaUnits) formula \(proposal.formulaUnits == 1 ? "unit" : "units") a cell\n\n"
    text += table(
      [["site kind", "atoms", "sites a cell", "occupancy", "neighbours"]] + sites(proposal))
    text +=
      "\n"
      + table(
        [["hop class", "length (Å)", "window (Å)", "neighbours", "barrier (eV)"]] + hops(proposal))
    text += "\nconnected directions: \(directions(proposal))\n"
    return text + proposal.notes.map { prose("note: \($0)") }.joined()
  }

  private func sites(_ proposal: LatticeProposal) -> [[String]] {
    proposal.siteKinds.map { kind in
      [
        kind.name, kind.label, "\(kind.positions.count)", String(format: "%.4g", kind.occupancy),
        "\(proposal.neighbours(of: kind.name))",
      ]
    }
  }

  private func hops(_ proposal: LatticeProposal) -> [[String]] {
    proposal.hopClasses.map { hop in
      let ends = hop.kinds[0] == hop.kinds[1] ? [hop.kinds[0]] : hop.kinds
      return [
        hop.name, String(format: "%.3f", hop.distance),
        "\(trimmed(hop.window.lowerBound)) to \(trimmed(hop.window.upperBound))",
        ends.map { "\(proposal.neighbours(of: $0, by: hop.name)) of \($0)" }
          .joined(separator: ", "), hop.barrier.map(trimmed) ?? "unknown",
      ]
    }
  }

  private func warnings(_ proposal: LatticeProposal) -> [String] {
    var warnings: [String] = []
    if proposal.network.connectivity().dimensions == 0 {
      warnings.append(
        "the hops form cages that no ion can leave; raise --cutoff or lower --clearance")
    }
    if proposal.siteKinds.allSatisfy({ $0.occupancy + $0.immobile.values.reduce(0, +) > 0.999 }) {
      warnings.append(
        "every site is full, so no ion can move; take some ions away by mobile in the lattice or study file"
      )
    }
    let open = proposal.incompleteClasses
    if !open.isEmpty {
      warnings.append(
        "barrier or frequency of \(shortened(open)) unknown; give them in the lattice file, or a table by --barriers"
      )
    }
    return warnings
  }

  /// How many, and for chains and layers which, as Cartesian unit vectors with a along x.
  private func directions(_ proposal: LatticeProposal) -> String {
    let found = proposal.network.connectivity().directions
    let vectors = found.map { String(format: "(%.3g, %.3g, %.3g)", $0.x, $0.y, $0.z) }
    return (1...2).contains(found.count)
      ? "\(found.count), along \(vectors.joined(separator: " and "))" : "\(found.count)"
  }

  private func shortened(_ names: [String]) -> String {
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }
}
