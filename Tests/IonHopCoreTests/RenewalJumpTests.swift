import Foundation
import Testing

@testable import IonHopCore

/// V76 of the specification in two and three dimensions. Between slow renewals of everything an ion
/// wanders over its cluster of open hops, and each renewal is one step of a random walk whose length
/// is that of the cluster: D = ⟨x²⟩/(2dτ) (S. D. Druger, A. Nitzan, M. A. Ratner, J. Chem. Phys. 79,
/// 3133 (1983), doi:10.1063/1.446144). ⟨x²⟩ is measured here without any dynamics, from clusters.
@Suite("Slow renewal in two and three dimensions")
struct RenewalJumpTests {
  private static let temperature = 600.0
  /// Rate of an open hop (1/s).
  private static let rate =
    TestNetworks.frequency
    * exp(-TestNetworks.barrier / (PhysicalConstants.boltzmann * temperature))

  struct Lattice: Sendable, CustomStringConvertible {
    var dimensions: Int
    var open: Double
    var description: String { "\(dimensions) dimensions, p \(open)" }
  }

  @Test(
    "Far below the threshold D is the mean square extent of clusters over 2dτ",
    arguments: [Lattice(dimensions: 2, open: 0.1), Lattice(dimensions: 3, open: 0.06)])
  func extent(_ lattice: Lattice) throws {
    let network = lattice.dimensions == 2 ? try TestNetworks.square(24) : try TestNetworks.sc(12)
    let spacing = 3.0
    let (square, squareError) = try meanSquare(lattice)
    // Clusters of two or three sites are crossed within a hop or two: 0.1 % of the time between
    // renewals.
    let renewals = 5e-4 * Self.rate
    // 2dDt, and one step more: the cluster that the ion is in at first.
    let time = 6 / renewals
    let exact = square * spacing * spacing * (time * renewals + 1)
    let found = try displacement(network, lattice, renewals: renewals, after: time)
    let error = hypot(found.error, exact * squareError / square)
    #expect(abs(found.value - exact) < 4 * error)
    #expect(error < 0.06 * exact)
  }

  /// ⟨r²⟩ of a lone ion after a time (s), its environment drawn anew as a whole (Å²).
  private func displacement(
    _ network: SiteNetwork, _ lattice: Lattice, renewals: Double, after time: Double
  ) throws -> (value: Double, error: Double) {
    let plan = try EnginePlan(
      network, ions: 1, conditions: Conditions(temperature: Self.temperature),
      renewal: .global(network, rate: renewals, openFraction: lattice.open))
    var engine = try Engine(plan, seed: 11)
    let windows = 1500.0
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<Int(windows) {
      let before = engine.collectiveDisplacement
      engine.advance(by: time)
      let step = engine.collectiveDisplacement - before
      let value = dot(step, step)
      (sum, squares) = (sum + value, squares + value * value)
    }
    let mean = sum / windows
    return (mean, ((squares / windows - mean * mean) / (windows - 1)).squareRoot())
  }

  /// ⟨|r_i − r_j|²⟩ of two sites of one cluster, the first any site, in lattice spacings, with its
  /// standard error over independent draws of the open hops.
  private func meanSquare(_ lattice: Lattice) throws -> (value: Double, error: Double) {
    let (d, edge, draws) = (lattice.dimensions, lattice.dimensions == 2 ? 100 : 25, 60)
    let count = d == 2 ? edge * edge : edge * edge * edge
    var random = try RandomStream(seed: 29)
    var values: [Double] = []
    for _ in 0..<draws {
      let isOpen = (0..<(d * count)).map { _ in random.uniform() <= lattice.open }
      var seen = Array(repeating: false, count: count)
      var total = 0.0
      for start in 0..<count where !seen[start] {
        total += extent(ofClusterAt: start, isOpen, edge: edge, dimensions: d, count, &seen)
      }
      values.append(total / Double(count))
    }
    let mean = values.reduce(0, +) / Double(draws)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws - 1)
    return (mean, (variance / Double(draws)).squareRoot())
  }

  /// Σ_i Σ_j |r_i − r_j|²/s over the s sites of a cluster, positions followed along its hops.
  private func extent(
    ofClusterAt start: Int, _ isOpen: [Bool], edge: Int, dimensions d: Int, _ count: Int,
    _ seen: inout [Bool]
  ) -> Double {
    seen[start] = true
    var stack = [(site: start, at: SIMD3<Double>.zero)]
    var (sum, squares, size) = (SIMD3<Double>.zero, 0.0, 0.0)
    while let (site, here) = stack.popLast() {
      (sum, squares, size) = (sum + here, squares + dot(here, here), size + 1)
      var stride = 1
      for axis in 0..<d {
        let place = site / stride % edge
        let up = place == edge - 1 ? site - stride * (edge - 1) : site + stride
        let down = place == 0 ? site + stride * (edge - 1) : site - stride
        for (other, hop, sign) in [(up, site, 1.0), (down, down, -1.0)]
        where isOpen[axis * count + hop] && !seen[other] {
          seen[other] = true
          var there = here
          there[axis] += sign
          stack.append((other, there))
        }
        stride *= edge
      }
    }
    // ΣΣ|r_i − r_j|² = 2sΣr² − 2|Σr|².
    return 2 * (squares - dot(sum, sum) / size)
  }

  @Test("A bond that opens and closes costs less than 50 bytes")
  func memory() throws {
    let network = try TestNetworks.sc(32)
    let conditions = Conditions(temperature: Self.temperature)
    let renewal = BondRenewal.eachBond(network, rate: Self.rate, openFraction: 0.3)
    let gated = try Engine(
      EnginePlan(
        network, ions: 1000, conditions: conditions, carriers: .ions,
        selector: .compositionRejection, renewal: renewal), seed: 1
    ).memory
    let plain = try Engine(
      EnginePlan(
        network, ions: 1000, conditions: conditions, carriers: .ions,
        selector: .compositionRejection), seed: 1
    ).memory
    // Shared by all replicas: the unit of each hop, and a rate a unit.
    let shared = renewal.unitOfHop.count * 4 + renewal.rateOfUnit.count * 8
    let bonds = network.hopCount / 2
    #expect(gated - plain > 0)
    #expect(Double(gated - plain + shared) / Double(bonds) < 50)
  }
}
