import Foundation
import IonHopStudies

/// A study of bricks of 1 µm, of which tests change parts.
enum PolycrystalFile {
  static let bricks = """
    name: bricks
    model:
      polycrystal:
        grains: { bricks: [2, 2, 2], size: "1 um" }
        voxels: [8, 8, 8]
        bulk: { conductivity: { at: 300, value: 1e-3, activationEnergy: 0.3 }, permittivity: 60 }
        boundary: { areaResistance: { at: 300, value: 0.1, activationEnergy: 0.4 }, width: "1 nm", permittivity: 60 }
    temperatures: [250, 300, 400]

    """

  static let voronoi = bricks.replacing("bricks: [2, 2, 2]", with: "voronoi: 20")
    .replacing("[8, 8, 8]", with: "[24, 24, 24]")

  static func study(_ text: String, in folder: URL? = nil) throws -> PolycrystalStudy {
    let sweep = try sweep(text, in: folder)
    return try sweep.polycrystal(sweep.variants[0])
  }

  static func sweep(_ text: String, in folder: URL? = nil) throws -> StudySweep {
    try StudySweep.parse(
      text: text, file: folder.map { $0.appendingPathComponent("study.yaml").path } ?? "study.yaml")
  }

  static func solved(_ text: String, in folder: URL? = nil) async throws -> PolycrystalVariant {
    let results = try await sweep(text, in: folder).polycrystals()
    return results.variants[0]
  }

  /// exp(−E/k (1/T − 1/300 K)) · 300 K/T
  static func factor(_ energy: Double, _ temperature: Double) -> Double {
    300 / temperature * exp(-energy / 8.617333262e-5 * (1 / temperature - 1 / 300))
  }
}
