import Foundation
import IonHopCore

/// A polymer with particles on a periodic grid of voxels: matrix, interphase shell and filler.
///
/// Voxel (x, y, z) has the number `x + shape.x · (y + shape.y · z)`, so that `shape`, `spacing` and
/// `labels` make a grid for a solver of continua as they stand.
///
///     let structure = try CompositeStructure(
///       shape: SIMD3(64, 64, 64), spacing: 50, particles: particles, seed: 1)
///     structure.fraction(of: .shell)
public struct CompositeStructure: Sendable {
  /// What a voxel is of.
  public enum Phase: Int, Sendable, CaseIterable {
    /// Polymer.
    case matrix = 0
    /// Polymer near a particle.
    case shell = 1
    /// Particle.
    case filler = 2
  }

  /// Voxels along x, y, z.
  public let shape: SIMD3<Int>
  /// Edge of a voxel (Å).
  public let spacing: Double
  /// `Phase` of each voxel.
  public let labels: [Int]
  /// Particles that were placed; 0 for labels of one's own.
  public let particleCount: Int

  static let largestCount = 1 << 27
  /// Places tried for one particle before the box counts as full.
  private static let tries = 2000

  /// - Throws: `PolymerError`, or `EngineError` for the random stream.
  /// - Complexity: O(voxels)
  public init(
    shape: SIMD3<Int>, spacing: Double, particles: FillerParticles, seed: UInt64
  ) throws {
    try particles.check()
    try Self.check(shape, spacing)
    let count = shape.x * shape.y * shape.z
    let size = SIMD3<Double>(shape) * spacing
    let extent = 2 * (particles.radius + particles.halfAxis + particles.shell)
    for axis in 0..<3 where size[axis] < extent {
      throw PolymerError.badValue(
        key: "shape", value: size[axis],
        mend: "the box (Å) is shorter than a particle with its shell, \(extent) Å; use more voxels")
    }
    (self.shape, self.spacing) = (shape, spacing)
    var random = try RandomStream(seed: StreamSeed(study: seed).mixed(with: UInt64(0x6669)).value)
    var grid = Painter(shape: shape, spacing: spacing, shell: particles.shell)
    let target = Int((particles.volumeFraction * Double(count)).rounded())
    while grid.filled < target {
      guard let rod = Self.place(particles, size, grid, &random) else {
        throw PolymerError.tooManyParticles(
          fraction: particles.volumeFraction, reached: Double(grid.filled) / Double(count))
      }
      grid.paint(rod, atMost: target)
    }
    labels = grid.labels.map { Int($0) }
    particleCount = grid.rods.count
  }

  /// A structure of one's own, from an image for example.
  ///
  /// - Parameter labels: `Phase` numbers, x running fastest.
  /// - Throws: `PolymerError.badValue`.
  public init(
    shape: SIMD3<Int>, spacing: Double, labels: [Int]
  ) throws(PolymerError) {
    try Self.check(shape, spacing)
    let count = shape.x * shape.y * shape.z
    guard labels.count == count else {
      throw .badValue(
        key: "labels", value: Double(labels.count), mend: "give one for each of \(count) voxels")
    }
    if let bad = labels.first(where: { Phase(rawValue: $0) == nil }) {
      throw .badValue(
        key: "labels", value: Double(bad), mend: "0 is matrix, 1 shell and 2 filler")
    }
    (self.shape, self.spacing, self.labels) = (shape, spacing, labels)
    particleCount = 0
  }

  private static func check(_ shape: SIMD3<Int>, _ spacing: Double) throws(PolymerError) {
    try PolymerError.checkPositive("spacing", spacing)
    for axis in 0..<3 { try PolymerError.check("shape", Double(shape[axis]), in: 1...4096) }
    try PolymerError.check(
      "voxels", Double(shape.x * shape.y * shape.z), in: 1...Double(largestCount))
  }

  /// Number of voxels.
  public var count: Int { labels.count }
  /// Volume of the box (Å³).
  public var volume: Double { Double(count) * spacing * spacing * spacing }

  /// Share of the volume of a phase.
  public func fraction(of phase: Phase) -> Double {
    Double(labels.count { $0 == phase.rawValue }) / Double(count)
  }

  /// A place for one more particle; nil if none was found.
  private static func place(
    _ particles: FillerParticles, _ size: SIMD3<Double>, _ grid: Painter,
    _ random: inout RandomStream
  ) -> Rod? {
    for _ in 0..<tries {
      var direction = BondWalk.anyDirection(&random)
      if case .axis(let axis) = particles.alignment {
        direction = .zero
        direction[axis] = 1
      }
      var centre = SIMD3(random.uniform(), random.uniform(), random.uniform()) * size
      if random.uniform() < particles.clustering, !grid.rods.isEmpty {
        let near = grid.rods[Int(random.integer(below: UInt32(grid.rods.count)))]
        // Touching, side by side: a hair further than two radii, so that rounding is no overlap.
        let along = 2 * random.uniform() - 1
        centre =
          near.centre + along * near.half
          + 2.0001 * particles.radius * BondWalk.anyDirection(&random)
      }
      let rod = Rod(
        centre: centre, half: particles.halfAxis * direction, radius: particles.radius)
      if particles.overlap || grid.isFree(rod) { return rod }
    }
    return nil
  }
}

/// Labels the voxels of one particle after another.
private struct Painter {
  let shape: SIMD3<Int>
  let spacing: Double
  let shell: Double
  private(set) var labels: [UInt8]
  private(set) var filled = 0
  private(set) var rods: [Rod] = []

  init(shape: SIMD3<Int>, spacing: Double, shell: Double) {
    (self.shape, self.spacing, self.shell) = (shape, spacing, shell)
    labels = Array(repeating: 0, count: shape.x * shape.y * shape.z)
  }

  /// Fills a rod, and stops where enough is filled: the last particle may be cut, so that volume
  /// fractions are exact to one voxel.
  mutating func paint(_ rod: Rod, atMost target: Int) {
    rods.append(rod)
    var inside: [(depth: Double, voxel: Int)] = []
    forEachVoxel(near: rod, within: shell) { voxel, depth in
      if depth <= 0 { inside.append((depth, voxel)) }
    }
    // A particle finer than the grid takes the voxel of its centre.
    if inside.isEmpty { inside.append((0, number(of: rod.centre))) }
    inside.sort { $0.depth == $1.depth ? $0.voxel < $1.voxel : $0.depth < $1.depth }
    for (_, voxel) in inside where labels[voxel] != 2 && filled < target {
      labels[voxel] = 2
      filled += 1
    }
    var coat: [Int] = []
    forEachVoxel(near: rod, within: shell) { voxel, depth in
      if depth <= shell, shell > 0 { coat.append(voxel) }
    }
    for voxel in coat where labels[voxel] == 0 { labels[voxel] = 1 }
  }

  func isFree(_ rod: Rod) -> Bool {
    var free = true
    forEachVoxel(near: rod, within: 0) { voxel, depth in
      if depth <= 0, labels[voxel] == 2 { free = false }
    }
    return free
  }

  /// The voxels around a rod, with the distance of their centres to its surface (Å).
  private func forEachVoxel(
    near rod: Rod, within margin: Double, _ body: (_ voxel: Int, _ depth: Double) -> Void
  ) {
    let reach = rod.radius + margin + spacing
    let low = rod.centre - SIMD3(abs(rod.half.x), abs(rod.half.y), abs(rod.half.z)) - reach
    let high = rod.centre + SIMD3(abs(rod.half.x), abs(rod.half.y), abs(rod.half.z)) + reach
    let first = SIMD3<Int>((low / spacing).rounded(.down))
    // No voxel twice, where a particle is as long as the box.
    let last = SIMD3<Int>((high / spacing).rounded(.up))
    for z in first.z...min(last.z, first.z + shape.z - 1) {
      for y in first.y...min(last.y, first.y + shape.y - 1) {
        for x in first.x...min(last.x, first.x + shape.x - 1) {
          let r = (SIMD3(Double(x), Double(y), Double(z)) + 0.5) * spacing
          body(number(SIMD3(x, y, z)), rod.depth(r - rod.centre))
        }
      }
    }
  }

  private func number(of r: SIMD3<Double>) -> Int {
    number(SIMD3<Int>((r / spacing).rounded(.down)))
  }

  private func number(_ index: SIMD3<Int>) -> Int {
    var i = index
    for axis in 0..<3 { i[axis] = ((i[axis] % shape[axis]) + shape[axis]) % shape[axis] }
    return i.x + shape.x * (i.y + shape.y * i.z)
  }
}
