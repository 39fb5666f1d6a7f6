import Foundation
import IonHop

/// The points of a sweep as a table, its activation energies as another.
func summary(of sweep: SweepResults) -> String {
  let axes = sweep.sweep.map(\.title)
  var points = [axes + ["T (K)", "sigma (S/cm)", "Haven ratio", "f"]]
  var fits = [axes + ["fit", "E_a (eV)", "prefactor", "reduced chi2"]]
  for variant in sweep.variants {
    let values = variant.values.map { String($0.text.prefix(24)) }
    for point in variant.results?.points ?? [] {
      points.append(
        values + [
          trimmed(point.temperature), withError(point.conductivity.mean),
          withError(point.havenRatio), withError(point.correlationFactor),
        ])
    }
    for fit in variant.results?.fits ?? [] {
      fits.append(
        values + [
          fit.model.rawValue, withError(fit.activationEnergy),
          "\(withError(fit.prefactor)) \(fit.prefactor.unit.rawValue)",
          fit.reducedChiSquare.map { String(format: "%.2f", $0) } ?? "-",
        ])
    }
  }
  for warning in sweep.warnings { note("warning: \(warning)") }
  return prose("\(sweep.name): \(sweep.variants.count) variants") + "\n" + table(points)
    + (fits.count > 1 ? "\n" + table(fits) : "")
    + (sweep.complete ? "" : "incomplete: points are missing; --resume makes them\n")
}

extension StoredResults {
  /// What could not be run, and why.
  var failures: [String] {
    guard case .sweep(let sweep) = self else { return [] }
    return sweep.variants.compactMap(\.failure)
  }
}

/// Replaces the report in a folder.
func writeReport(
  _ results: StoredResults, to folder: URL, experiment: Experiment? = nil
) throws {
  switch results {
  case .study(let results): try Report(results, experiment: experiment).write(to: folder)
  case .sweep(let results): try SweepReport(results, experiment: experiment).write(to: folder)
  }
}
