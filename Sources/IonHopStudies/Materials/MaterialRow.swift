import Foundation
import IonHopAnalysis
import IonHopNetworks

/// One published result of a material beside what the model gives.
public struct MaterialRow: Sendable, Codable, Equatable {
  /// How a computed value stands to a published one.
  public enum Verdict: String, Sendable, Codable {
    /// Within the tolerance, and nothing was taken from it.
    case pass
    /// Within the tolerance, as it should: a parameter was fitted to it, or a barrier taken from it.
    case input
    /// Outside of the tolerance.
    case miss
    /// Nothing was published, or nothing computed.
    case none
  }

  /// Name of the lattice.
  public var material: String
  /// Key of the source of the published value.
  public var source: String
  /// What kind of numbers they are, as the file says.
  public var kind: String
  /// K, of the conductivities.
  public var temperature: Double
  /// S/cm
  public var conductivity: Estimate?
  /// S/cm
  public var publishedConductivity: Double?
  /// From the Arrhenius fit.
  public var activationEnergy: Estimate?
  /// eV
  public var publishedActivationEnergy: Double?
  /// The parameter of the file that was fitted to a measurement.
  public var fitted: String?
  /// On the conductivity.
  public var conductivityVerdict = Verdict.none
  /// On the activation energy.
  public var energyVerdict = Verdict.none
  /// Why a value misses, as far as the file and the run tell.
  public var note = ""

  /// A preset is credible within a factor 3 of the conductivity and 0.05 eV of the activation energy.
  static let largestFactor = 3.0
  static let largestDifference = 0.05

  /// Computed over published conductivity.
  public var ratio: Estimate? {
    guard let conductivity, let publishedConductivity else { return nil }
    return Estimate(
      value: conductivity.value / publishedConductivity,
      standardError: conductivity.standardError / publishedConductivity, unit: .one)
  }

  /// Computed less published activation energy.
  public var difference: Estimate? {
    guard let activationEnergy, let publishedActivationEnergy else { return nil }
    return Estimate(
      value: activationEnergy.value - publishedActivationEnergy,
      standardError: activationEnergy.standardError, unit: .electronvolt)
  }

  /// Whether anything misses what is published.
  public var misses: Bool { conductivityVerdict == .miss || energyVerdict == .miss }
}

extension MaterialValidation {
  /// One row a source, in the order of the file.
  public func rows(of results: StudyResults) -> [MaterialRow] {
    references.map { row($0, results) }
  }

  /// The same rows where a run came to nothing.
  public func rows(failed reason: String) -> [MaterialRow] {
    references.map {
      var row = published($0)
      row.note = "not computed: \(reason)"
      return row
    }
  }

  private func published(_ reference: Reference) -> MaterialRow {
    let values = [reference.conductivity, reference.activationEnergy].compactMap(\.self)
    var kinds: [String] = []
    for kind in values.map(\.kind) where !kinds.contains(kind) { kinds.append(kind) }
    return MaterialRow(
      material: lattice.name, source: reference.source, kind: kinds.joined(separator: "; "),
      temperature: reference.conductivity?.temperature ?? 300,
      publishedConductivity: reference.conductivity.flatMap(Self.siemensPerCentimetre),
      publishedActivationEnergy: reference.activationEnergy?.value, fitted: fittedParameter)
  }

  private func row(_ reference: Reference, _ results: StudyResults) -> MaterialRow {
    var row = published(reference)
    let point = results.point(at: row.temperature)
    row.conductivity = row.publishedConductivity == nil ? nil : point?.conductivity.mean
    row.activationEnergy =
      row.publishedActivationEnergy == nil ? nil : results.fits.first?.activationEnergy
    if let ratio = row.ratio {
      let isNear = (1 / MaterialRow.largestFactor...MaterialRow.largestFactor).contains(ratio.value)
      row.conductivityVerdict =
        !isNear ? .miss : Self.isInput(reference.conductivity) ? .input : .pass
    }
    if let difference = row.difference {
      let isNear = abs(difference.value) <= MaterialRow.largestDifference
      row.energyVerdict =
        !isNear ? .miss : Self.isInput(reference.activationEnergy) ? .input : .pass
    }
    row.note = note(row, results)
    return row
  }

  /// True if the file took a number from this value.
  private static func isInput(_ value: PublishedValue?) -> Bool {
    guard let kind = value?.kind else { return false }
    return kind.contains("fitted to it") || kind.contains("taken as")
  }

  /// What the file and the run tell of a miss.
  private func note(_ row: MaterialRow, _ results: StudyResults) -> String {
    guard row.misses else { return "" }
    var notes: [String] = []
    if row.conductivityVerdict == .miss {
      let values = references.compactMap { $0.conductivity.flatMap(Self.siemensPerCentimetre) }
      notes += spread(values, "σ", "S/cm", by: { $1 / $0 > MaterialRow.largestFactor })
    }
    if row.energyVerdict == .miss {
      let values = references.compactMap { $0.activationEnergy?.value }
      notes += spread(values, "E_a", "eV", by: { $1 - $0 > MaterialRow.largestDifference })
    }
    if !results.points.allSatisfy(\.converged) { notes.append("sampled too short") }
    return notes.isEmpty ? "no reason known" : notes.joined(separator: "; ")
  }

  /// Published values that no model can all meet.
  private func spread(
    _ values: [Double], _ symbol: String, _ unit: String, by differ: (Double, Double) -> Bool
  ) -> [String] {
    guard let low = values.min(), let high = values.max(), differ(low, high) else { return [] }
    return [String(format: "published %@ differ: %.3g to %.3g %@", symbol, low, high, unit)]
  }
}
