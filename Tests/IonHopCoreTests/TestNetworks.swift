import IonHopCore

/// Small networks that several suites share.
enum TestNetworks {
  static let barrier = 0.3
  static let frequency = 1e13

  /// A Bravais lattice from its vectors (Å), every hop between nearest neighbours `length` apart.
  static func bravais(
    _ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>, length: Double,
    repeats: (Int, Int, Int)
  ) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell(a, b, c))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: (length - 0.01)...(length + 0.01), barrier: barrier,
      frequency: frequency, hopClass: "nn")
    return try SiteNetwork(draft).supercell(repeats.0, repeats.1, repeats.2)
  }

  static func sc(_ n: Int) throws -> SiteNetwork {
    try bravais([3, 0, 0], [0, 3, 0], [0, 0, 3], length: 3, repeats: (n, n, n))
  }

  static func square(_ n: Int) throws -> SiteNetwork {
    try bravais([3, 0, 0], [0, 3, 0], [0, 0, 10], length: 3, repeats: (n, n, 1))
  }

  static func fcc(_ n: Int) throws -> SiteNetwork {
    try bravais([0, 2, 2], [2, 0, 2], [2, 2, 0], length: 8.0.squareRoot(), repeats: (n, n, n))
  }

  static func ring(_ n: Int) throws -> SiteNetwork {
    try bravais([2, 0, 0], [0, 10, 0], [0, 0, 10], length: 2, repeats: (n, 1, 1))
  }

  /// A ring in which barriers alternate; two sites a cell.
  static func alternatingRing(cells: Int, barriers: (Double, Double)) throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try Cell([4, 0, 0], [0, 10, 0], [0, 0, 10]))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    draft.addHop(
      from: 0, to: 1, displacement: [2, 0, 0], barrier: barriers.0, frequency: frequency)
    draft.addHop(
      from: 1, to: 0, displacement: [2, 0, 0], barrier: barriers.1, frequency: frequency)
    draft.addReverseHops()
    return try SiteNetwork(draft).supercell(cells, 1, 1)
  }

  /// L³ sites with energies and barriers given by functions of uniform random numbers.
  static func disordered(
    _ edge: Int, seed: UInt64 = 7, energy: (Double) -> Double = { _ in 0 },
    barrier: (Double) -> Double = { _ in barrier }
  ) throws -> SiteNetwork {
    var numbers = try RandomStream(seed: seed)
    var draft = NetworkDraft(cell: try .cubic(3 * Double(edge)))
    let places = (0..<edge * edge * edge).map {
      SIMD3($0 / (edge * edge), $0 / edge % edge, $0 % edge)
    }
    for place in places {
      draft.addSite(at: 3 * SIMD3<Double>(place), energy: energy(numbers.uniform()))
    }
    for (site, place) in places.enumerated() {
      for axis in 0..<3 {
        var next = place
        next[axis] = (next[axis] + 1) % edge
        var step = SIMD3<Double>.zero
        step[axis] = 3
        draft.addHop(
          from: site, to: (next.x * edge + next.y) * edge + next.z, displacement: step,
          barrier: barrier(numbers.uniform()), frequency: frequency)
      }
    }
    draft.addReverseHops()
    return try SiteNetwork(draft)
  }
}
