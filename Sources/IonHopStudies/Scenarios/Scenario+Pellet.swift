import Foundation
import IonHopAnalysis

extension Scenario {
  private static let isotropic = "pellet-LGPS"
  private static let anisotropic = "pellet-LGPS-anisotropic"
  /// S/cm, along and across c of a crystal, and of a pellet: R. Iwasaki et al., Chem. Mater. 32, 3765
  /// (2020), doi:10.1021/acs.chemmater.9b05319 (recalled); N. Kamaya et al., Nat. Mater. 10, 682 (2011),
  /// doi:10.1038/nmat3066.
  private static let (along, across, pellet) = (27e-3, 7e-3, 12e-3)

  static let crystalAndPellet = Scenario(
    "crystal-and-pellet", "LGPS: crystal against pellet, by boundaries or by anisotropy",
    files: [isotropic, anisotropic],
    pass:
      "27 over 12 mS/cm within 15 % with 0.56 of the resistance in boundaries; grains of 27, 7 and 7 mS/cm in random directions come to the same within 15 % without any boundary's resistance"
  ) { results in
    let boundary = results.variants(isotropic).first?.points.first { $0.temperature == 300 }
    let sigma = boundary?.conductivity ?? .nan
    let share = boundary?.boundaryShare ?? .nan
    let expected = 1 - pellet / along
    // Of uniaxial crystals, self-consistently: Σ (σ_i − s)/(σ_i + 2s) = 0.
    let medium = selfConsistent([along, across, across])
    // Of turned grains only the components along x, y and z are kept: what would turn a current aside in a
    // grain is missing, so that more is conducted, but never more than by all directions in parallel.
    let parallel = (along + 2 * across) / 3
    let turned = results.variants(anisotropic).compactMap { $0.points.first?.conductivity }
    let mean = turned.reduce(0, +) / Double(turned.count)
    return [
      Check(
        String(
          format: "boundaries alone: crystal/pellet %.3f, measured %.3f", along / sigma,
          along / pellet), abs(sigma / pellet - 1) < 0.15),
      Check(
        String(
          format: "share of the resistance in boundaries %.3f, of 27 and 12: %.3f", share, expected),
        abs(share - expected) < 0.05),
      Check(
        String(
          format: "anisotropy alone: %.4g S/cm, between effective medium %.4g and mean %.4g", mean,
          medium, parallel), mean > medium && mean < parallel),
      Check(
        String(
          format: "anisotropy alone: crystal/pellet %.3f, measured %.3f", along / mean,
          along / pellet),
        abs(mean / pellet - 1) < 0.15),
    ]
  }

  /// Conductivity of spherical grains in random directions (D. A. G. Bruggeman, Ann. Phys. 416, 636
  /// (1935), doi:10.1002/andp.19354160705; form recalled, and derived again from the depolarisation 1/3).
  private static func selfConsistent(_ values: [Double]) -> Double {
    var (low, high) = (values.min() ?? 0, values.max() ?? 0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let sum = values.reduce(0) { $0 + ($1 - middle) / ($1 + 2 * middle) }
      if sum > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
