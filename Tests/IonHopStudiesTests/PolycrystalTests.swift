import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies
import Testing

@Suite("Polycrystals of a study file")
struct PolycrystalTests {
  private func isNear(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    abs(a - b) <= tolerance * abs(b)
  }

  /// 1/σ = 1/σ_b + R/d, exact for cubes with boundaries without width.
  @Test("Bricks conduct as brick layers at each temperature, and the split crosses over")
  func bricks() async throws {
    let variant = try await PolycrystalFile.solved(PolycrystalFile.bricks)
    #expect(variant.points.map(\.temperature) == [250, 300, 400])
    for point in variant.points {
      let grains = 1 / (1e-3 * PolycrystalFile.factor(0.3, point.temperature))
      let boundaries = 0.1 / PolycrystalFile.factor(0.4, point.temperature) / 1e-4
      #expect(isNear(point.conductivity, 1 / (grains + boundaries), 1e-9))
      #expect(isNear(point.grainResistivity, grains, 1e-7))
      #expect(isNear(point.boundaryResistivity, boundaries, 1e-7))
      let brick = try #require(point.closedForms.first { $0.name == "brick layer" })
      #expect(isNear(brick.conductivity, point.conductivity, 1e-9))
      #expect(abs(point.dissipation.values.reduce(0, +) - 1) < 1e-9)
    }
    #expect(variant.points[0].boundaryShare > 0.6 && variant.points[2].boundaryShare < 0.3)
    let energies = ["total", "grains", "boundaries"].compactMap {
      variant.fit(of: $0)?.activationEnergy.value
    }
    #expect(energies.count == 3 && energies[0] > 0.3 && energies[0] < 0.4)
    #expect(abs(energies[1] - 0.3) < 1e-6 && abs(energies[2] - 0.4) < 1e-6)
  }

  @Test("A core thinner than voxels is a layer in series: (1 - δ/d)/σ_b + (δ/d)/σ_core")
  func core() async throws {
    let text = PolycrystalFile.bricks.replacing(
      "areaResistance: { at: 300, value: 0.1, activationEnergy: 0.4 }, width: \"1 nm\"",
      with: "core: { width: \"2 nm\", conductivity: 1e-6 }")
    let point = try await PolycrystalFile.solved(text).points[1]
    let expected = 1 / ((1 - 0.002) / 1e-3 + 0.002 / 1e-6)
    #expect(isNear(point.conductivity, expected, 1e-9))
    #expect(point.closedForms.contains { $0.name == "Hart" && $0.conductivity > expected })
  }

  /// Of an isotropic two-phase mixture; 10⁻⁶ for the solver.
  @Test("A core of voxels of its own keeps within the bounds of Hashin and Shtrikman")
  func bounds() async throws {
    let text = PolycrystalFile.bricks.replacing(
      "areaResistance: { at: 300, value: 0.1, activationEnergy: 0.4 }, width: \"1 nm\"",
      with: "core: { width: \"250 nm\", conductivity: 1e-2 }"
    ).replacing("[8, 8, 8]", with: "[16, 16, 16]").replacing("[250, 300, 400]", with: "300")
    let variant = try await PolycrystalFile.solved(text)
    let core = try #require(variant.microstructure?.shares["core"])
    let low = 1e-3 * (1e-2 + 2e-3 + 2 * core * 9e-3) / (1e-2 + 2e-3 - core * 9e-3)
    let grains = 1 - core
    let high = 1e-2 * (1e-3 + 2e-2 - 2 * grains * 9e-3) / (1e-3 + 2e-2 + grains * 9e-3)
    #expect(core > 0.3 && core < 0.8)
    let conductivity = variant.points[0].conductivity
    #expect(conductivity > low * (1 - 1e-6) && conductivity < high * (1 + 1e-6))
  }

  /// Lines along z beside grains without boundaries are conductors in parallel: σ_z is their mean.
  @Test("Junctions of columns conduct along them as their share of the volume says")
  func junctions() async throws {
    let text = PolycrystalFile.voronoi
      .replacing("voronoi: 20", with: "columnar: 6, axis: z")
      .replacing("[24, 24, 24]", with: "[32, 32, 2]")
      .replacing(
        "    boundary: { areaResistance: { at: 300, value: 0.1, activationEnergy: 0.4 }, width: \"1 nm\", permittivity: 60 }\n",
        with:
          "    phases: { junctions: { radius: \"100 nm\", conductivity: { at: 300, value: 5e-3, activationEnergy: 0.3 } } }\n"
      )
    let variant = try await PolycrystalFile.solved(text)
    let share = try #require(variant.microstructure?.shares["junctions"])
    #expect(share > 0.01 && share < 0.5)
    let point = try #require(variant.points.first { $0.temperature == 300 })
    #expect(isNear(point.tensor[2][2], (1 - share) * 1e-3 + share * 5e-3, 1e-6))
    #expect(point.tensor[0][0] > 1e-3 && point.tensor[0][0] < point.tensor[2][2])
    await #expect(throws: InputError.self) {
      try await PolycrystalFile.solved(text.replacing("100 nm", with: "0.1 nm"))
    }
  }

  @Test("A film over all boundaries adds its thickness over its conductivity, or takes their place")
  func film() async throws {
    for (replaces, resistance) in [(false, 0.1 + 0.05), (true, 0.05)] {
      let text =
        PolycrystalFile.bricks.replacing("[250, 300, 400]", with: "300")
        .replacing(
          "temperatures:",
          with:
            "    phases: { film: { coverage: 1, thickness: \"5 nm\", conductivity: 1e-5, replacesBoundary: \(replaces) } }\ntemperatures:"
        )
      let point = try await PolycrystalFile.solved(text).points[0]
      #expect(isNear(point.conductivity, 1 / (1e3 + resistance / 1e-4), 1e-9))
    }
  }

  @Test("Cracks across z leave the share of columns that is in contact")
  func contact() async throws {
    let text = """
      model:
        polycrystal:
          grains: { bricks: [5, 4, 2], size: "1 um" }
          voxels: [10, 8, 4]
          bulk: { conductivity: 1e-3 }
          boundary: { areaResistance: 2e4 }
          phases: { cracks: { share: 0.75, normal: z } }
      temperatures: 300

      """
    let point = try await PolycrystalFile.solved(text).points[0]
    #expect(isNear(point.tensor[2][2], 0.25 / (1e3 + 2e4 / 1e-4), 1e-5))
  }

  @Test("All boundaries cracked: zero with a warning, and no fit")
  func cracked() async throws {
    let text = PolycrystalFile.bricks.replacing(
      "temperatures:", with: "    phases: { cracks: 1 }\ntemperatures:")
    let variant = try await PolycrystalFile.solved(text)
    #expect(
      variant.points.allSatisfy { $0.conductivity == 0 && $0.percolates == [false, false, false] })
    #expect(variant.fits.isEmpty)
    #expect(variant.warnings.contains { $0.contains("no conducting path crosses the box along x") })
  }

  @Test("Aligned grains keep the anisotropy of the crystal")
  func anisotropy() async throws {
    let text = PolycrystalFile.voronoi
      .replacing("0.3 }, permittivity", with: "0.3 }, anisotropy: [2, 0.9, 0.1], permittivity")
      .replacing("value: 0.1,", with: "value: 1e-9,").replacing("[250, 300, 400]", with: "300")
    let tensor = try await PolycrystalFile.solved(text).points[0].tensor
    for (axis, factor) in [2, 0.9, 0.1].enumerated() {
      #expect(isNear(tensor[axis][axis], 1e-3 * factor, 1e-4))
    }
  }

  // MARK: Spectra

  private static let impedance = "impedance: { frequencies: { from: 1, to: 1e10, count: 41 } }\n"

  @Test("The circuit fitted to the spectrum of bricks is the one that was put in")
  func spectrumOfBricks() async throws {
    let point = try await PolycrystalFile.solved(PolycrystalFile.bricks + Self.impedance).points[1]
    let circuit = try #require(point.spectrum?.circuit)
    #expect(circuit.model == "twoArcs")
    #expect(isNear(circuit.bulkResistivity ?? 0, 1000, 1e-3))
    #expect(isNear(circuit.boundaryResistivity ?? 0, 1000, 1e-3))
    // ε₀ ε_r = 8.854e-14 F/cm × 60; of boundaries times d/δ = 1000.
    #expect(isNear(circuit.arcs[0].capacitance, 8.8541878e-14 * 60, 2e-3))
    #expect(isNear(circuit.arcs[1].capacitance, 8.8541878e-14 * 60 * 1000, 2e-3))
  }

  /// At high frequencies boundaries are shorted and the current is uniform: the first arc is the bulk's
  /// own resistivity, and the second all that boundaries add. The dissipation in grains is larger, since
  /// the direct current is not uniform.
  @Test(
    "The circuit of a Voronoi polycrystal reads the bulk's resistivity, and the rest as boundary")
  func spectrumOfVoronoi() async throws {
    let point = try await PolycrystalFile.solved(
      PolycrystalFile.voronoi.replacing("[250, 300, 400]", with: "300")
        .replacing("[24, 24, 24]", with: "[20, 20, 20]")
        + Self.impedance.replacing("41", with: "31")
    ).points[0]
    let circuit = try #require(point.spectrum?.circuit)
    let total = 1 / point.tensor[0][0]
    #expect(circuit.model == "twoArcs")
    #expect(isNear(circuit.bulkResistivity ?? 0, 1e3, 0.02))
    #expect(isNear(circuit.boundaryResistivity ?? 0, total - 1e3, 0.02))
    #expect(total * (1 - point.boundaryShares[0]) > 1e3)
  }

  @Test(
    "Spectra are the same to the bit for any number of threads, and another seed is another structure"
  )
  func deterministic() async throws {
    let text =
      PolycrystalFile.voronoi.replacing("[250, 300, 400]", with: "300")
      .replacing("[24, 24, 24]", with: "[16, 16, 16]") + Self.impedance.replacing("41", with: "12")
    let sweep = try PolycrystalFile.sweep(text)
    let one = try await sweep.polycrystals(threads: 1).variants[0].points[0]
    let three = try await sweep.polycrystals(threads: 3).variants[0].points[0]
    #expect(one.spectrum?.points == three.spectrum?.points)
    #expect(one.tensor == three.tensor)
    let other = try await sweep.polycrystals(seed: 9).variants[0].points[0]
    #expect(other.tensor != one.tensor)
  }
}
