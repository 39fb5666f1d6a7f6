import Foundation
import IonHop

/// What a slab tells of its boundaries, in at most 80 columns.
func boundaries(_ results: StudyResults) -> String {
  guard let summary = results.boundary else { return "" }
  let rows = results.points.compactMap { point in
    point.boundary.map {
      [
        trimmed(point.temperature), withError($0.bulkConductivity),
        withError($0.acrossConductivity), resistance($0.areaResistance),
        resistance($0.resistanceRatio),
      ]
    }
  }
  var text =
    "\nacross the boundaries (\(summary.axis)), grains of \(trimmed(summary.grainThickness)) A:\n"
  text += table(
    [["T (K)", "sigma bulk (S/cm)", "across (S/cm)", "R_gb (ohm cm2)", "R_gb/R_bulk"]] + rows)
  let energies = [
    ("bulk", summary.bulkActivationEnergy), ("boundary", summary.boundaryActivationEnergy),
    ("total", summary.totalActivationEnergy),
  ].compactMap { name, energy in energy.map { "\(name) \(withError($0)) eV" } }
  if !energies.isEmpty {
    text += prose("activation energies: \(energies.joined(separator: ", "))")
  }
  return text + "\n"
}

private func resistance(_ estimate: Estimate) -> String {
  estimate.value == .infinity ? "infinite" : withError(estimate)
}
