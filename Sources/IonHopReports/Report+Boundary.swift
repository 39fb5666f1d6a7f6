import IonHopAnalysis
import IonHopStudies

extension Report {
  /// What a slab tells of its boundaries.
  var boundaryTable: HTML {
    guard let summary = results.boundary else { return "" }
    let found = results.points.compactMap { point in
      point.boundary.map { (point.temperature, $0) }
    }
    let table = HTMLTable(
      headers: [
        "T (K)", "σ bulk (S/cm)", "σ across (S/cm)", "σ along (S/cm)", "R_gb (Ω cm²)",
        "R_gb, network solver", "R_gb/R_bulk", "ρ_core/ρ_bulk", "blocking factor",
      ],
      rows: found.map { temperature, result -> [HTML] in
        [
          "\(formatted(temperature))", "\(bulk(result))", "\(number(result.acrossConductivity))",
          "\(number(result.alongConductivity))", "\(resistance(result.areaResistance))",
          "\(result.ideal.map { "\(formatted($0.areaResistance)) (\(Self.names[$0.method] ?? ""))" } ?? "–")",
          "\(resistance(result.resistanceRatio))",
          "\(result.resistivityRatio.map(resistance) ?? "–")",
          "\(number(result.blockingFactor))",
        ]
      })
    return """
      <h2>Grain boundary</h2>
      <p>Two like boundaries across \(summary.axis), \(formatted(summary.grainThickness)) Å apart; core
      \(formatted(summary.coreWidth)) Å wide. R_gb is the resistance of one boundary over its area, in
      excess of the bulk that the slab would be without: L/σ_slab = L/σ_bulk + 2 R_gb. Ratio: to the
      bulk between two boundaries. ρ_core/ρ_bulk puts all of the excess into the core. Blocking factor:
      share of the boundary in the resistance. \(energies(summary))</p>
      \(table.html)\(spaceChargeTable(found))
      """
  }

  private static let names: [GrainBoundaryResult.Method: String] = [
    .exact: "exact", .meanField: "mean field", .simulated: "simulated",
  ]

  private func resistance(_ estimate: Estimate) -> String {
    estimate.value == .infinity ? "infinite" : number(estimate)
  }

  private func bulk(_ result: GrainBoundaryResult) -> String {
    "\(number(result.bulkConductivity)), \(Self.names[result.bulkMethod] ?? "")"
  }

  private func energies(_ summary: GrainBoundarySummary) -> String {
    let parts = [
      ("bulk", summary.bulkActivationEnergy), ("boundary", summary.boundaryActivationEnergy),
      ("total", summary.totalActivationEnergy),
    ].compactMap { name, energy in energy.map { "\(name) \(formatted($0))" } }
    return parts.isEmpty ? "" : "Activation energies: \(parts.joined(separator: ", "))."
  }

  private func spaceChargeTable(_ found: [(Double, GrainBoundaryResult)]) -> HTML {
    let rows = found.compactMap { temperature, result in
      result.spaceCharge.map { charge -> [HTML] in
        [
          "\(formatted(temperature))", "\(formatted(charge.corePotential))",
          "\(formatted(charge.coreCharge))", "\(formatted(charge.middlePotential))",
          "\(charge.screeningLength.map { formatted($0) } ?? "–")",
          "\(charge.steps.map { formatted($0) } ?? "–")",
          "\(charge.residual.map { formatted($0) } ?? "–")",
          "\(charge.neutrality.map { formatted($0) } ?? "–")",
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    let table = HTMLTable(
      headers: [
        "T (K)", "φ core (V)", "core charge (e/Å²)", "φ mid-grain (V)", "screening length (Å)",
        "Newton steps", "residual", "net charge",
      ], rows: rows)
    return """
      <h3>Space charge</h3>
      <p>Residual and net charge are over the sum of the sizes of all charges; without them the
      potential is a closed form.</p>
      \(table.html)
      """
  }
}
