@testable import IonHopFields

/// Random numbers that repeat (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014, 453).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

enum Microstructures {
  static let cube = SIMD3(repeating: 10.0)

  static func grid(
    _ shape: SIMD3<Int>, spacing: SIMD3<Double> = cube, _ label: (SIMD3<Int>) -> Int
  ) throws -> VoxelGrid {
    var labels: [Int] = []
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x { labels.append(label(SIMD3(x, y, z))) }
      }
    }
    return try VoxelGrid(shape: shape, spacing: spacing, labels: labels)
  }

  /// Cubic grains of `size` voxels, `grains` of them a side.
  static func bricks(size: Int, grains: Int) throws -> VoxelGrid {
    try grid(SIMD3(repeating: size * grains)) {
      $0.x / size + grains * ($0.y / size + grains * ($0.z / size))
    }
  }

  /// The cells of random points in a cube of `edge` voxels, all its images counted. The points
  /// are in parts of the edge, so that one seed gives the same grains at any resolution.
  static func voronoi(
    edge: Int, grains: Int, seed: UInt64, spacing: Double = cube.x
  ) throws -> VoxelGrid {
    var random = SplitMix(seed)
    let seeds = (0..<grains).map { _ in
      SIMD3((0..<3).map { _ in Double.random(in: 0..<1, using: &random) })
    }
    return try grid(SIMD3(repeating: edge), spacing: SIMD3(repeating: spacing)) { place in
      let point = (SIMD3<Double>(place) + 0.5) / Double(edge)
      var best = (distance: Double.infinity, label: 0)
      for (label, seed) in seeds.enumerated() {
        var difference = point - seed
        difference -= difference.rounded(.toNearestOrAwayFromZero)
        let distance = (difference * difference).sum()
        if distance < best.distance { best = (distance, label) }
      }
      return best.label
    }
  }

  static func materials(_ conductivities: [Double]) -> [GrainMaterial] {
    conductivities.map { GrainMaterial(conductivity: $0) }
  }
}
