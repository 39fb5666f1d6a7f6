import Foundation
import IonHop

/// What the network solver found, as text.
struct ExactTable {
  private let points: [Exact.Point]

  init(_ points: [Exact.Point]) { self.points = points }

  var text: String { conductivities + activationEnergies + beside + boundaries }

  private var isSwept: Bool { points.contains { $0.variant != nil } }

  private func lead(_ point: Exact.Point) -> [String] {
    [point.variant].compactMap(\.self) + [trimmed(point.temperature)]
  }

  private func titled(_ titles: [String], _ rows: [[String]]) -> String {
    table([(isSwept ? ["variant", "T (K)"] : ["T (K)"]) + titles] + rows)
  }

  private var conductivities: String {
    titled(
      ["D (cm2/s)", "sigma (S/cm)", "exclusion"],
      points.map {
        lead($0) + [
          String(format: "%.6e", $0.diffusivity), String(format: "%.6e", $0.conductivity),
          $0.includesExclusion ? "exact" : "none",
        ]
      })
  }

  /// Of σT, over all temperatures of each variant.
  private var activationEnergies: String {
    let variants = points.map(\.variant).reduce(into: [String?]()) { known, variant in
      if !known.contains(variant) { known.append(variant) }
    }
    let lines = variants.compactMap { variant -> String? in
      let data = points.filter { $0.variant == variant && $0.conductivity > 0 }.map {
        ConductivityDatum(temperature: $0.temperature, conductivity: $0.conductivity)
      }
      guard data.count > 1,
        let fit = try? TemperatureFit.fit(data, model: .arrhenius, quantity: .sigmaT)
      else { return nil }
      let place = variant.map { "\($0): " } ?? ""
      return prose(String(format: "%@E_a of sigma T: %.4f eV", place, fit.activationEnergy.value))
    }
    return lines.isEmpty ? "" : "\n" + lines.joined()
  }

  /// What was sampled, where a run was given. Only what is exact for ions that meet is told in standard errors:
  /// elsewhere the ratio is what their meeting does.
  private var beside: String {
    let rows = points.compactMap { point in
      point.sampled.map { sampled in
        let deviation = (sampled.value - point.conductivity) / sampled.standardError
        return lead(point) + [
          withError(sampled), String(format: "%.4f", sampled.value / point.conductivity),
          deviation.isFinite && point.includesExclusion ? String(format: "%+.1f", deviation) : "-",
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    return "\n" + titled(["sampled (S/cm)", "over solver", "standard errors between"], rows)
  }

  /// The slabs among the points, with exclusion as well as the solver can have it.
  private var boundaries: String {
    let rows = points.compactMap { point in
      point.boundary.map { boundary in
        lead(point) + [
          String(format: "%.4e", boundary.bulkConductivity),
          String(format: "%.4e", boundary.acrossConductivity),
          String(format: "%.4e", boundary.areaResistance), boundary.method.rawValue,
        ]
      }
    }
    guard !rows.isEmpty else { return "" }
    return "\n"
      + titled(
        ["sigma bulk (S/cm)", "sigma across (S/cm)", "R_gb (ohm cm2)", "exclusion"], rows)
  }
}
