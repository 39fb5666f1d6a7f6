import Foundation
import IonHop

/// What a glass and its spectra tell, in at most 80 columns; empty for other models.
func glasses(_ results: StudyResults) -> String {
  var text = ""
  let scattered = results.points.compactMap { point -> [String]? in
    guard let glass = point.glass, let scatter = glass.realisationError else { return nil }
    return [
      trimmed(point.temperature), "\(glass.networks.count)",
      String(format: "%.2g", glass.samplingError), String(format: "%.2g", scatter),
      glass.criticalActivationEnergy.map(withError) ?? "-",
    ]
  }
  if !scattered.isEmpty {
    text += "\nerrors of sigma over realisations (S/cm), and the critical path's energy (eV):\n"
    text += table([["T (K)", "networks", "sampling", "networks'", "E_c - level"]] + scattered)
  }
  if let energy = results.glass?.activationEnergy, !scattered.isEmpty {
    text += "mean activation energy of single networks: \(withError(energy)) eV\n"
  }
  if let bend = results.glass?.curvature, bend.isPreferred == true {
    text += prose(
      "the Arrhenius plot is bent: \(withError(bend.coldest)) eV at the lowest temperature, \(withError(bend.hottest)) eV at the highest"
    )
  }
  return text + spectra(results)
}

private func spectra(_ results: StudyResults) -> String {
  let rows = results.points.compactMap { point -> [String]? in
    guard let spectrum = point.spectrum else { return nil }
    let fit = spectrum.jonscher
    return [
      trimmed(point.temperature), String(format: "%.1f", spectrum.sampledDecades),
      withError(spectrum.highFrequencyConductivity),
      fit.map { formatted($0.onset, standardError: $0.onsetStandardError) } ?? "-",
      fit.map { withError($0.exponent) } ?? "-",
    ]
  }
  guard !rows.isEmpty else { return "" }
  return "\nspectra:\n"
    + table(
      [["T (K)", "decades", "sigma inf. (S/cm)", "onset (rad/s)", "exponent"]] + rows) + "\n"
}
