import Foundation
import IonHopCore

/// Simple cubic networks of the benchmarks: hops of 3 Å at 10¹³ Hz, all at 600 K.
///
/// Sites are numbered with the last coordinate fastest, as in the C loops.
enum Cubic {
  static let temperature = 600.0
  static var thermalEnergy: Double { PhysicalConstants.boltzmann * temperature }
  private static let step = 3.0
  private static let frequency = 1e13

  static func uniform(edge: Int, barrier: Double = 0.3) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try .cubic(step))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: 2.9...3.1, barrier: barrier, frequency: frequency,
      hopClass: "nn")
    return try SiteNetwork(draft).supercell(edge, edge, edge)
  }

  /// Site energies from a normal distribution of so many kT.
  static func gaussian(edge: Int, width: Double) throws -> SiteNetwork {
    var normal = try NormalDeviates(seed: 7)
    let block = blockEdge(edge)
    return try disordered(edge: edge) {
      (0..<block * block * block).map { _ in width * thermalEnergy * normal.next() }
    } barrier: {
      0.5
    }
  }

  /// Rates spread evenly in their logarithm over so many decades, the same both ways of a bond.
  static func randomBarriers(edge: Int, decades: Double) throws -> SiteNetwork {
    var random = try RandomStream(generator: "taus2", seed: 7)
    return try disordered(edge: edge) {
      []
    } barrier: {
      thermalEnergy * log(10) * decades * random.uniform()
    }
  }

  /// A block of quenched disorder, repeated where the lattice is larger than 64 sites along an edge:
  /// to the loop a repeated block is as random as a new one, and its hops need no checking anew.
  private static func disordered(
    edge: Int, energies: () -> [Double], barrier: () -> Double
  ) throws -> SiteNetwork {
    let n = blockEdge(edge)
    var draft = NetworkDraft(cell: try .cubic(step * Double(n)))
    let energy = energies()
    for site in 0..<n * n * n {
      let place = SIMD3(site / (n * n), site / n % n, site % n)
      draft.addSite(
        at: step * SIMD3<Double>(place), energy: energy.isEmpty ? 0 : energy[site])
      for axis in 0..<3 {
        var next = place
        next[axis] = (place[axis] + 1) % n
        var displacement = SIMD3<Double>.zero
        displacement[axis] = step
        draft.addHop(
          from: site, to: (next.x * n + next.y) * n + next.z, displacement: displacement,
          barrier: barrier(), frequency: frequency)
      }
    }
    draft.addReverseHops()
    let block = try SiteNetwork(draft)
    return n == edge ? block : try block.supercell(edge / n, edge / n, edge / n)
  }

  private static func blockEdge(_ edge: Int) -> Int {
    (1...64).last { edge.isMultiple(of: $0) } ?? 1
  }
}

/// Normal deviates, two from each pair of uniform ones (G. E. P. Box, M. E. Muller, Ann. Math.
/// Stat. 29, 610 (1958), doi:10.1214/aoms/1177706645).
private struct NormalDeviates: ~Copyable {
  private var random: RandomStream
  private var spare: Double?

  init(seed: UInt64) throws { random = try RandomStream(generator: "taus2", seed: seed) }

  mutating func next() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(random.uniform())).squareRoot()
    let angle = 2 * Double.pi * random.uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}
