import Foundation
import IonHop

func summary(of results: StoredResults) -> String {
  switch results {
  case .study(let results): summary(of: results)
  case .sweep(let results): summary(of: results)
  }
}

/// The results as a table of at most 80 columns, beside published values.
func summary(of results: StudyResults) -> String {
  var text = prose("\(results.name): \(results.model.description)") + "\n"
  let header = ["T (K)", "sigma (S/cm)", "D_sigma (cm2/s)", "Haven ratio", "f"]
  let rows = results.points.map { point in
    [
      trimmed(point.temperature), withError(point.conductivity.mean),
      withError(point.chargeDiffusivity.mean), withError(point.havenRatio),
      withError(point.correlationFactor),
    ]
  }
  text += table([header] + rows) + "\n"
  text += species(results)
  text += boundaries(results)
  text += glasses(results)
  for fit in results.fits {
    var line =
      "\(fit.model.rawValue) fit of \(fit.quantity.rawValue): E_a = \(withError(fit.activationEnergy)) eV, prefactor = \(withError(fit.prefactor)) \(fit.prefactor.unit.rawValue)"
    if let quality = fit.reducedChiSquare {
      line += String(format: ", reduced chi2 = %.2f", quality)
    }
    text += prose(line)
  }
  text += published(results)
  for warning in results.warnings { note("warning: \(warning)") }
  if !results.complete { text += "incomplete: points are missing; --resume makes them\n" }
  return text
}

/// What each of several species does.
private func species(_ results: StudyResults) -> String {
  guard results.model.mobile != nil else { return "" }
  let rows = results.points.flatMap { point in
    (point.species ?? []).map {
      [
        trimmed(point.temperature), $0.name, $0.tracerDiffusivity.map(withError) ?? "-",
        withError($0.transferenceNumber), withError($0.idealTransferenceNumber),
      ]
    }
  }
  return table([["T (K)", "species", "D* (cm2/s)", "t", "ideal t"]] + rows) + "\n"
}

private func published(_ results: StudyResults) -> String {
  guard !results.model.published.isEmpty else { return "" }
  let rows = results.model.published.map { value in
    [
      value.quantity + (value.temperature.map { " at \(trimmed($0)) K" } ?? ""),
      "\(value.value) \(value.unit == "1" ? "" : value.unit)",
      computed(value, results) ?? "-", "\(value.kind), \(value.source)",
    ]
  }
  return "\n" + table([["published", "value", "here", "source"]] + rows)
}

/// What this run found for a published quantity.
private func computed(_ value: PublishedValue, _ results: StudyResults) -> String? {
  let wanted = value.temperature ?? 300
  let point = results.points.min {
    abs($0.temperature - wanted) < abs($1.temperature - wanted)
  }
  guard let point else { return nil }
  switch value.quantity {
  case "activationEnergy": return results.fits.first.map { withError($0.activationEnergy) }
  case "conductivity" where abs(point.temperature - wanted) < 10:
    return withError(point.conductivity.mean)
  case "tracerDiffusivity" where abs(point.temperature - wanted) < 10:
    return withError(point.tracerDiffusivity.mean)
  case "havenRatio": return withError(point.havenRatio)
  case "correlationFactor": return withError(point.correlationFactor)
  default: return nil
  }
}

/// A value with the error of its last digits in brackets, without its unit.
func withError(_ estimate: Estimate) -> String {
  formatted(estimate.value, standardError: estimate.standardError)
}

func trimmed(_ value: Double) -> String { String(format: "%g", value) }
