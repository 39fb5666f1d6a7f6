import Foundation
import IonHopAnalysis
import IonHopNetworks

extension Scenario {
  static let glasses = Scenario(
    "glasses", "Li2S-P2S5 against composition, with LiI, and crystallised",
    files: ["glass-composition", "glass-iodide", "glass-crystallised"],
    pass:
      "the conductivity has its maximum at 75 mol % Li2S, the activation energy falls with the share of PS4, iodide and crystals raise the conductivity; within a factor 3 of published values"
  ) { results in
    guard let glasses = results.sweep("glass-composition"),
      let iodide = results.sweep("glass-iodide"),
      let crystals = results.sweep("glass-crystallised")
    else { return [Check("the glasses were swept", false)] }
    return composition(glasses) + rise(iodide, of: "LiI") + rise(crystals, of: "crystals")
  }

  /// Of Li2S-P2S5: where the conductivity is largest, how the activation energy falls, and how far both
  /// are from what was published.
  private static func composition(_ results: SweepResults) -> [Check] {
    let series = series(results)
    guard let best = series.max(by: { $0.conductivity.value < $1.conductivity.value }) else {
      return [Check("glass-composition has results", false)]
    }
    let rivals = series.filter { $0.composition != best.composition }
    let isClear = rivals.allSatisfy {
      best.conductivity.value - $0.conductivity.value
        > 2 * hypot(best.conductivity.standardError, $0.conductivity.standardError)
    }
    let energies = series.filter { $0.composition <= 75 }.compactMap(\.activationEnergy?.value)
    return [
      Check(
        String(
          format: "sigma at 300 K is largest at %g mol %%, %.2g S/cm", best.composition,
          best.conductivity.value), best.composition == 75 && isClear),
      Check(
        "the activation energy falls with the share of PS4: "
          + energies.map { String(format: "%.3f", $0) }.joined(separator: ", ") + " eV",
        energies.count > 2 && zip(energies, energies.dropFirst()).allSatisfy { $0 > $1 }),
    ] + published(results)
  }

  /// Of glasses that conduct the better the more there is of a second part.
  private static func rise(_ results: SweepResults, of part: String) -> [Check] {
    let series = series(results)
    let values = series.map(\.conductivity.value)
    return [
      Check(
        "sigma at 300 K rises with \(part): "
          + values.map { String(format: "%.2g", $0) }.joined(separator: ", ") + " S/cm",
        values.count > 1 && zip(values, values.dropFirst()).allSatisfy { $0 < $1 })
    ] + published(results)
  }

  private struct Row {
    var composition: Double
    /// At 300 K (S/cm).
    var conductivity: Estimate
    var activationEnergy: Estimate?
  }

  private static func series(_ results: SweepResults) -> [Row] {
    results.variants.compactMap { variant -> Row? in
      guard let composition = variant.values.first?.number, let study = variant.results,
        let point = study.point(at: 300)
      else { return nil }
      return Row(
        composition: composition, conductivity: point.conductivity.mean,
        activationEnergy: study.glass?.activationEnergy ?? study.fits.first?.activationEnergy)
    }.sorted { $0.composition < $1.composition }
  }

  /// Conductivities within a factor of three of one of the published values, activation energies
  /// within 0.05 eV.
  private static func published(_ results: SweepResults) -> [Check] {
    results.variants.flatMap { variant -> [Check] in
      guard let study = variant.results, let point = study.point(at: 300) else { return [] }
      let values = study.model.published.filter { $0.quantity == "conductivity" }.map(\.value)
      guard !values.isEmpty else { return [] }
      let ratios = values.map { point.conductivity.value / $0 }
      let nearest = ratios.min { abs(log($0)) < abs(log($1)) } ?? .nan
      return [
        Check(
          String(
            format: "%@: %.2g S/cm at 300 K, %.2f of a published value",
            variant.values.first?.text ?? "", point.conductivity.value, nearest),
          abs(log(nearest)) < log(3.0))
      ]
    }
  }
}
