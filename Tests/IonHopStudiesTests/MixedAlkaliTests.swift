import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Two mobile species in a glass")
struct MixedAlkaliTests {
  /// 512 sites, a third of them filled with Li and Na.
  private func conductivity(
    sodium: Int, _ keys: String, sites: String = "{ perturbedLattice: 0.01 }",
    bonds: String = "{ cutoff: 3.3 }", temperature: Double = 400
  ) async throws -> Estimate {
    let all = 170
    let mobile =
      sodium == 0
      ? "{ Li: { count: \(all), charge: 1 } }"
      : sodium == all
        ? "{ Na: { count: \(all), charge: 1 } }"
        : "{ Li: { count: \(all - sodium), charge: 1 }, Na: { count: \(sodium), charge: 1 } }"
    let study = try Study.parse(
      text: """
        model:
          glass:
            sites: { count: 512, density: 0.037037037, arrangement: \(sites) }
            bonds: \(bonds)
            mobile: \(mobile)
            barriers: 0.3
        \(sodium == 0 || sodium == all ? "" : keys)
        temperatures: \(temperature)
        seed: 7
        sampling: { relativeError: 0.02, replicas: 8 }
        """, file: "study.yaml")
    return try await study.results().points[0].conductivity.mean
  }

  /// PHYSICS V72: σ is constant where labels are colours.
  @Test("Ions that differ in name alone conduct the same at any mixture")
  func colours() async throws {
    let pure = try await conductivity(sodium: 0, "")
    let mixed = try await conductivity(sodium: 85, "    sameEnergies: true")
    #expect(pure.relativeError < 0.025 && mixed.relativeError < 0.025)
    #expect(
      abs(mixed.value - pure.value) < 4 * hypot(pure.standardError, mixed.standardError))
  }

  /// PHYSICS V72: a mismatch of 4 kT and more makes σ at the half mixture far less than at the ends.
  /// Sites keep the ion that they were formed for: P. Maass, A. Bunde, M. D. Ingram, Phys. Rev. Lett.
  /// 68, 3064 (1992), doi:10.1103/PhysRevLett.68.3064 (recalled).
  @Test("Sites formed for one of two ions make the conductivity least near the half mixture")
  func minimum() async throws {
    let keys = "    mismatchEnergy: 0.2\n    sameEnergies: true"
    let pure = try await conductivity(sodium: 0, keys)
    var mixed: [Estimate] = []
    for sodium in [34, 85, 136] { mixed.append(try await conductivity(sodium: sodium, keys)) }
    let half = mixed[1]
    // A third, as it turns out.
    #expect(half.value + 4 * half.standardError < 0.4 * pure.value)
    for side in [mixed[0], mixed[2]] {
      #expect(half.value + 3 * hypot(half.standardError, side.standardError) < side.value)
      #expect(side.value + 3 * hypot(pure.standardError, side.standardError) < pure.value)
    }
  }

  @Test("A mismatch puts each species on the sites formed for it, in exact numbers")
  func sites() throws {
    let study = try Study.parse(
      text: """
        model:
          glass:
            sites: { count: 300, density: 0.02 }
            bonds: { nearest: 6 }
            barriers: 0.3
            mobile: { Li: { count: 60, charge: 1 }, Na: { count: 30, charge: 1 } }
            mismatchEnergy: 0.15
            sameEnergies: true
        temperatures: 400
        """, file: "study.yaml")
    let (lithium, sodium) = (
      (0..<300).map { study.network.energy(of: $0) },
      (300..<600).map { study.network.energy(of: $0) }
    )
    #expect(lithium.count { $0 == 0 } == 200 && sodium.count { $0 == 0 } == 100)
    #expect(zip(lithium, sodium).allSatisfy { abs($0 + $1 - 0.15) < 1e-6 })
  }
}
