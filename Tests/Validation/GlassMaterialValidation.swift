import Foundation
import IonHop
import Testing

/// The glasses of the library against published values, by the exact solver on two networks of 3,000
/// sites: their sites have one energy, so that it is exact at any filling.
@Suite("Materials: glasses")
struct GlassMaterialValidation {
  private struct Row {
    /// At 300 K (S/cm).
    var conductivity: Double
    /// Of σT from 300 to 400 K (eV).
    var activationEnergy: Double
  }

  private func row(_ material: String, _ composition: Double? = nil) throws -> Row {
    let study = try Study.parse(
      text: """
        model:
          glass:
            material: \(material)
        \(composition.map { "    composition: \($0)" } ?? "")
            sites: { count: 3000 }
            realisations: 2
        temperatures: [300, 400]
        seed: 1
        """, file: "study.yaml")
    let values = try study.temperatures.map { temperature -> Double in
      var sum = 0.0
      for index in 0..<2 {
        let part = try study.realisation(index)
        let conditions = part.conditions(at: temperature)
        let exact = try ExactDiffusivity(part.network, conditions: conditions)
        let d = try #require(exact.chargeDiffusivity(ions: part.ions, on: part.network))
        sum += AdmittanceSpectrum.conductivity(
          d, ionDensity: Double(part.ions) / part.network.cell.volume, conditions)
      }
      return sum / 2
    }
    let kB = PhysicalConstants.boltzmann
    return Row(
      conductivity: values[0],
      activationEnergy: log(400 * values[1] / (300 * values[0])) / (1 / (300 * kB) - 1 / (400 * kB))
    )
  }

  /// Published values as in the files: σ (S/cm) within a factor of three, E_a within 0.05 eV.
  @Test(
    "Conductivities within a factor of three, activation energies within 0.05 eV",
    arguments: [
      ("Li2S-P2S5", 60.0, 3.0e-6, 0.51), ("Li2S-P2S5", 66.666667, 1.1e-4, nil),
      ("Li2S-P2S5", 70, 5.4e-5, nil), ("Li2S-P2S5", 75, 2.8e-4, 0.38),
      ("Li2S-P2S5", 80, 1.0e-4, nil), ("Li2S-P2S5-LiI", 33, 7.0e-4, nil),
      ("Li7P3S11-glass-ceramic", 60, 3.2e-3, nil), ("Li7P3S11-glass-ceramic", 100, 8.6e-3, 0.29),
      ("LiPON", nil, 2.0e-6, 0.55), ("LLZO-amorphous", nil, 4.0e-7, nil),
    ] as [(String, Double?, Double, Double?)])
  func published(
    material: String, composition: Double?, conductivity: Double, energy: Double?
  ) throws {
    let found = try row(material, composition)
    #expect(abs(log(found.conductivity / conductivity)) < log(3.0), "\(found)")
    if let energy { #expect(abs(found.activationEnergy - energy) < 0.05, "\(found)") }
  }

  @Test("Li2S-P2S5 conducts best at 75 mol %, and E_a falls with the share of PS4")
  func maximum() throws {
    let compositions = [60, 66.666667, 70, 72.5, 75, 80]
    let rows = try compositions.map { try row("Li2S-P2S5", $0) }
    let best = rows.indices.max { rows[$0].conductivity < rows[$1].conductivity }
    #expect(best == 4)
    let energies = rows.prefix(5).map(\.activationEnergy)
    #expect(zip(energies, energies.dropFirst()).allSatisfy { $0 > $1 })
  }
}
