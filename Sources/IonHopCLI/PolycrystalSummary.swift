import Foundation
import IonHop

/// Polycrystals as tables of at most 80 columns.
func summary(of results: PolycrystalResults) -> String {
  var title = "\(results.name)"
  if results.sweep.isEmpty, let structure = results.variants.first?.microstructure {
    title += ": \(structure.sentence)"
  } else {
    title += ": \(results.variants.count) variants"
  }
  var text = prose(title) + "\n" + pointsTable(results) + "\n" + fitsTable(results)
  if results.sweep.isEmpty, let variant = results.variants.first {
    text += formulas(variant) + spectra(variant)
  } else {
    text += ranking(results)
  }
  for warning in results.warnings { note("warning: \(warning)") }
  return text + (results.complete ? "" : "incomplete: points are missing; --resume makes them\n")
}

/// Values of swept keys may be long, the table is not.
private func cells(_ variant: PolycrystalVariant) -> [String] {
  variant.values.map { String($0.text.prefix(variant.values.count == 1 ? 28 : 10)) }
}

private func pointsTable(_ results: PolycrystalResults) -> String {
  let header =
    results.sweep.map { String($0.title.prefix(10)) } + [
      "T (K)", "sigma (S/cm)", "bulk (S/cm)", "R_gb share", "R_gb/R_bulk",
    ]
  let rows = results.variants.flatMap { variant in
    variant.points.map { point in
      cells(variant) + [
        trimmed(point.temperature), formatted(point.conductivity),
        formatted(point.bulkConductivity), percent(point.boundaryShare),
        formatted(point.resistanceRatio),
      ]
    }
  }
  return table([header] + rows)
}

private func fitsTable(_ results: PolycrystalResults) -> String {
  let parts = ["total", "grains", "boundaries"]
  let rows = results.variants.compactMap { variant -> [String]? in
    guard !variant.fits.isEmpty else { return nil }
    return cells(variant)
      + parts.map { part in
        variant.fit(of: part).map { String(format: "%.4f", $0.activationEnergy.value) } ?? "-"
      }
  }
  guard !rows.isEmpty else { return "" }
  let header =
    results.sweep.map { String($0.title.prefix(10)) } + ["E_a total (eV)", "grains", "boundaries"]
  return table([header] + rows) + "\n"
}

/// Textbook formulas beside the solution, at the temperature nearest to 300 K.
private func formulas(_ variant: PolycrystalVariant) -> String {
  guard let point = variant.points.nearRoom, !point.closedForms.isEmpty else { return "" }
  let rows = point.closedForms.map {
    [$0.name, formatted($0.conductivity), formatted($0.conductivity / point.conductivity)]
  }
  return table(
    [["formula at \(trimmed(point.temperature)) K", "sigma (S/cm)", "ratio to solved"]] + rows)
    + "(formulas: cubes with as much boundary, without pores, cracks and films)\n\n"
}

private func spectra(_ variant: PolycrystalVariant) -> String {
  let rows = variant.points.compactMap { point -> [String]? in
    guard let circuit = point.spectrum?.circuit else { return nil }
    return [
      trimmed(point.temperature), circuit.model, circuit.bulkResistivity.map(formatted) ?? "-",
      circuit.boundaryResistivity.map(formatted) ?? "-", formatted(point.grainResistivity),
      formatted(point.boundaryResistivity),
    ]
  }
  guard !rows.isEmpty else { return "" }
  return table(
    [["T (K)", "circuit", "bulk (ohm cm)", "boundary", "solved: bulk", "boundary"]] + rows)
}

/// Variants by conductivity, the best first.
private func ranking(_ results: PolycrystalResults) -> String {
  let ranked = results.ranked
  guard let best = ranked.first, let point = best.point, ranked.count > 1 else { return "" }
  let rows = ranked.enumerated().map { rank, entry in
    [
      String(entry.variant.label.prefix(40)), "\(rank + 1)",
      entry.point.map { formatted($0.conductivity) } ?? "-",
      entry.point.map { formatted($0.conductivity / point.conductivity) } ?? "-",
    ]
  }
  return table([["at \(trimmed(point.temperature)) K", "rank", "sigma (S/cm)", "ratio"]] + rows)
}

private func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
