import Foundation
import IonHopAnalysis

extension Scenario {
  private static let grains = "grain-size-Li3OCl"
  /// eV
  private static let bulkEnergy = 0.29

  static let grainSize = Scenario(
    "grain-size", "Li3OCl: conductivity and activation energy against grain size",
    files: [grains],
    pass:
      "E_a of boundaries above the bulk's, of the whole between both and higher the finer the grains; conductivity falls with grain size, by orders of magnitude at 10 nm and 0.56 eV"
  ) { results in
    let barriers = [0.40, 0.48, 0.56]
    return barriers.flatMap { barrier -> [Check] in
      // Coarsest first.
      let sizes = results.variants(grains)
        .filter { $0.values.first?.number == barrier }
        .sorted { ($0.values.last?.number ?? 0) > ($1.values.last?.number ?? 0) }
      return energies(sizes, barrier) + conductivities(sizes, barrier)
    }
  }

  private static func energies(_ sizes: [PolycrystalVariant], _ barrier: Double) -> [Check] {
    func energy(_ variant: PolycrystalVariant?, _ part: String) -> Double {
      variant?.fit(of: part)?.activationEnergy.value ?? .nan
    }
    let boundary = energy(sizes.last, "boundaries")
    let totals = sizes.map { energy($0, "total") }
    let rising = zip(totals, totals.dropFirst()).allSatisfy { $0 <= $1 + 1e-6 }
    let text = totals.map { String(format: "%.3f", $0) }.joined(separator: ", ")
    // The layer replaces some bulk, so that its excess has a little more than its barrier.
    return [
      Check(
        String(
          format: "barrier %.2f eV: E_a of boundaries %.3f eV, bulk %.2f eV", barrier, boundary,
          bulkEnergy), boundary > bulkEnergy && abs(boundary - barrier) < 0.01),
      Check(
        String(
          format: "barrier %.2f eV: E_a of the whole %@ eV from 10 um to 10 nm", barrier, text),
        totals.count == 4 && rising
          && totals.allSatisfy { $0 > bulkEnergy - 1e-6 && $0 < barrier + 0.01 }),
    ]
  }

  private static func conductivities(
    _ sizes: [PolycrystalVariant], _ barrier: Double
  ) -> [Check] {
    let ratios = sizes.compactMap { variant in
      variant.points.first { $0.temperature == 300 }.map { $0.conductivity / $0.bulkConductivity }
    }
    let falling = zip(ratios, ratios.dropFirst()).allSatisfy { $0 > $1 }
    let text = ratios.map { String(format: "%.2g", $0) }.joined(separator: ", ")
    // From ten times less at 0.40 eV to orders of magnitude at 0.56 eV.
    let limit = barrier > 0.5 ? 1e-3 : 0.5
    return [
      Check(
        String(
          format: "barrier %.2f eV: conductivity over the bulk's at 300 K %@ from 10 um to 10 nm",
          barrier, text), ratios.count == 4 && falling && (ratios.last ?? 1) < limit)
    ]
  }
}
