import Foundation
import IonHopCore

/// Draws the positions of an arrangement.
struct GlassPositions {
  let box: GlassBox
  let cell: Cell
  private let seed: StreamSeed
  private let generator: String

  init(_ box: GlassBox, _ cell: Cell, generator: String, seed: StreamSeed) {
    (self.box, self.cell, self.generator, self.seed) = (box, cell, generator, seed)
  }

  /// Positions within the cell (Å), in an order that keeps near ones near in memory.
  func positions(_ arrangement: SiteArrangement) throws -> [SIMD3<Double>] {
    var stream = try RandomStream(generator: generator, seed: seed.value)
    let drawn =
      switch arrangement {
      case .poisson, .continuousRandomNetwork: (0..<box.sites).map { _ in place(&stream) }
      case .hardSpheres(let distance, false): try sequential(distance, &stream)
      case .hardSpheres(let distance, true): try relaxed(distance, &stream)
      case .perturbedLattice(let displacement): try perturbed(displacement, &stream)
      }
    return Self.sorted(drawn, in: cell)
  }

  private func place(_ stream: inout RandomStream) -> SIMD3<Double> {
    let (x, y) = (stream.uniform(), stream.uniform())
    return cell.cartesian([x, y, box.dimensions == 2 ? 0 : stream.uniform()])
  }

  private func check(_ distance: Double) throws(GlassError) {
    guard distance > 0, 3 * distance <= box.edge else {
      throw .badNumber(
        key: "minimumDistance", value: distance, mend: "give at most a third of the cell (Å)")
    }
  }

  // MARK: Hard spheres

  /// Refusals in a row after which there is taken to be no room left.
  private static let patience = 200_000

  private func sequential(
    _ distance: Double, _ stream: inout RandomStream
  ) throws(GlassError) -> [SIMD3<Double>] {
    try check(distance)
    var grid = GrowingGrid(cell, edge: max(distance, box.spacing), layer: box.dimensions == 2)
    var refused = 0
    while grid.positions.count < box.sites {
      if grid.insert(place(&stream), noNearerThan: distance) {
        refused = 0
      } else {
        refused += 1
        guard refused < Self.patience else {
          throw .tooDense(placed: grid.positions.count, of: box.sites, distance: distance)
        }
      }
    }
    return grid.positions
  }

  private static let mostSweeps = 4000

  /// Both of an overlapping pair move apart, a little further than need be, until none is left.
  private func relaxed(
    _ distance: Double, _ stream: inout RandomStream
  ) throws(GlassError) -> [SIMD3<Double>] {
    try check(distance)
    var positions = (0..<box.sites).map { _ in place(&stream) }
    let aim = 1.01 * distance
    var closest = 0.0
    for _ in 0..<Self.mostSweeps {
      let grid = PointGrid(positions, in: cell, reach: aim)
      var moved = positions
      closest = .infinity
      for (site, position) in positions.enumerated() {
        for near in grid.near(position, within: aim) where near.point != site {
          let d = length(near.displacement)
          closest = min(closest, d)
          // Two on one spot part along x, either way by their numbers.
          let away: SIMD3<Double> =
            d > 1e-9 * aim ? near.displacement / d : [site < near.point ? 1 : -1, 0, 0]
          moved[site] -= away * (aim - d) / 2
        }
      }
      if closest >= distance { return positions.map(wrapped) }
      positions = moved.map(wrapped)
    }
    throw .overlapsLeft(distance: distance, closest: closest)
  }

  private func wrapped(_ position: SIMD3<Double>) -> SIMD3<Double> {
    let f = cell.fractional(position)
    return cell.cartesian(f - f.rounded(.down))
  }

  // MARK: Lattice

  private func perturbed(
    _ displacement: Double, _ stream: inout RandomStream
  ) throws(GlassError) -> [SIMD3<Double>] {
    guard displacement >= 0, displacement.isFinite else {
      throw .badNumber(key: "displacement", value: displacement, mend: "give zero or more (Å)")
    }
    let root = pow(Double(box.sites), 1 / Double(box.dimensions)).rounded()
    let n = Int(root)
    let full = box.dimensions == 2 ? n * n : n * n * n
    guard full == box.sites else { throw .notALattice(sites: box.sites, near: full) }
    var positions: [SIMD3<Double>] = []
    for x in 0..<n {
      for y in 0..<n {
        for z in 0..<(box.dimensions == 2 ? 1 : n) {
          var position = SIMD3(Double(x), Double(y), Double(z)) * box.spacing
          if displacement > 0 {
            for axis in 0..<box.dimensions {
              position[axis] += displacement * NormalDeviate.draw(&stream)
            }
          }
          positions.append(wrapped(position))
        }
      }
    }
    return positions
  }

  // MARK: Order

  /// Sorted by boxes of a few sites, along Morton's curve.
  static func sorted(_ positions: [SIMD3<Double>], in cell: Cell) -> [SIMD3<Double>] {
    let edge = pow(4 * cell.volume / Double(max(1, positions.count)), 1.0 / 3)
    let boxes = SIMD3<Int>(
      (cell.thickness / edge).clamped(lowerBound: .one, upperBound: SIMD3(repeating: 512)))
    let order = CellOrder(boxes)
    let homes = positions.map { position in
      let f = cell.fractional(position)
      let box = SIMD3<Int>((f - f.rounded(.down)) * SIMD3<Double>(boxes))
      let inside = box.clamped(lowerBound: .zero, upperBound: boxes &- 1)
      return order.number(of: .zero, shifted: SIMD3<Int32>(truncatingIfNeeded: inside))
    }
    return positions.indices.sorted { (homes[$0], $0) < (homes[$1], $1) }.map { positions[$0] }
  }
}

/// Points added one by one to a right-angled periodic cell, each only where no other is near.
private struct GrowingGrid {
  private(set) var positions: [SIMD3<Double>] = []
  private let lengths: SIMD3<Double>
  private let boxes: SIMD3<Int>
  /// The point added last to each box, and before each point; −1 for none.
  private var last: [Int32]
  private var before: [Int32] = []

  init(_ cell: Cell, edge: Double, layer: Bool) {
    lengths = cell.thickness
    var boxes = SIMD3<Int>(
      (cell.thickness / edge).clamped(lowerBound: .one, upperBound: SIMD3(repeating: 1024)))
    if layer { boxes.z = 1 }
    self.boxes = boxes
    last = Array(repeating: -1, count: boxes.x * boxes.y * boxes.z)
  }

  mutating func insert(_ position: SIMD3<Double>, noNearerThan distance: Double) -> Bool {
    let home = SIMD3<Int>(position / lengths * SIMD3<Double>(boxes))
      .clamped(lowerBound: .zero, upperBound: boxes &- 1)
    let reach = SIMD3<Int>(boxes.x > 1 ? 1 : 0, boxes.y > 1 ? 1 : 0, boxes.z > 1 ? 1 : 0)
    for x in -reach.x...reach.x {
      for y in -reach.y...reach.y {
        for z in -reach.z...reach.z {
          var member = last[slot(home &+ SIMD3(x, y, z))]
          while member >= 0 {
            let d = (positions[Int(member)] - position) / lengths
            let nearest = (d - d.rounded(.toNearestOrEven)) * lengths
            if dot(nearest, nearest) < distance * distance { return false }
            member = before[Int(member)]
          }
        }
      }
    }
    let slot = slot(home)
    before.append(last[slot])
    last[slot] = Int32(positions.count)
    positions.append(position)
    return true
  }

  private func slot(_ box: SIMD3<Int>) -> Int {
    let inside = SIMD3(
      (box.x + boxes.x) % boxes.x, (box.y + boxes.y) % boxes.y, (box.z + boxes.z) % boxes.z)
    return (inside.x * boxes.y + inside.y) * boxes.z + inside.z
  }
}
