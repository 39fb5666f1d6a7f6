import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Space charge in three dimensions")
struct SpaceChargeGridTests {
  let kT = PhysicalConstants.boltzmann * 300

  func big(_ n: Int) throws {
    let c = 1e-3
    let model = try SpaceChargeModel(
      species: [
        DefectSpecies(
          "Li", charge: 1, sublattice: 0, supply: .closed(Double(n * n * n) / 2 * 27 * 0.02)),
        .background("host", charge: -1),
      ], sublattices: ["A"],
      regions: [
        SpaceChargeRegion("bulk", permittivity: 30, siteDensities: [0.02], frozen: [0, 0.01]),
        SpaceChargeRegion(
          "core", permittivity: 10, siteDensities: [0.02], energies: [-0.3, 0], frozen: [0, 0.01]),
      ], temperature: 300)
    let voxels = n * n * n
    let grid = SpaceChargeGrid(
      cell: try Cell.cubic(3 * Double(n)), shape: SIMD3(n, n, n),
      regions: (0..<voxels).map { $0 / (n * n) % (n / 2) == 0 ? 1 : 0 })
    let begin = Date()
    let solution = try grid.solve(model)
    print(
      "BIG", n, c, Date().timeIntervalSince(begin), solution.steps, solution.residual,
      solution.neutrality)
  }

  @Test("big") func run() throws {
    try big(20)
    try big(50)
    if let text = ProcessInfo.processInfo.environment["BIG"], let n = Int(text) { try big(n) }
  }
}
