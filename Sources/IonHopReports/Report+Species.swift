import IonHopAnalysis
import IonHopStudies

extension Report {
  /// "12 Li (1 e), 12 TFSI (−1 e)"
  var mobileIons: String {
    guard let mobile = results.model.mobile else {
      let model = results.model
      return "\(formatted(model.mobileIons)) \(model.species), charge \(formatted(model.charge)) e"
    }
    return mobile.map { "\(formatted($0.ions)) \($0.name) (\(formatted($0.charge)) e)" }
      .joined(separator: ", ")
  }

  /// What each of several species does at each temperature.
  var speciesTable: HTML {
    guard let mobile = results.model.mobile else { return "" }
    let rows = results.points.flatMap { point in
      (point.species ?? []).map { species -> [HTML] in
        let cross = mobile.filter { $0.name != species.name }.map {
          species.conductivityWith[$0.name].map { formatted($0) } ?? "–"
        }
        return [
          "\(formatted(point.temperature))", "\(species.name)",
          "\(species.tracerDiffusivity.map { formatted($0) } ?? "–")",
          "\(species.conductivityWith[species.name].map { formatted($0) } ?? "–")",
          "\(cross.joined(separator: "; "))", "\(formatted(species.transferenceNumber))",
          "\(formatted(species.idealTransferenceNumber))",
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    let table = HTMLTable(
      headers: [
        "T (K)", "species", "D*", "σ of its own", "σ with the others", "t", "t of ideal ions",
      ], rows: rows)
    return """
      <h2>Species</h2>
      <p>The conductivity is the sum of all σ of the species, their own and with each other. The
      transference number t = Σσ/σ counts how they move together; that of ideal ions,
      N z² D*/Σ N z² D*, does not.</p>
      \(table.html)
      """
  }
}
