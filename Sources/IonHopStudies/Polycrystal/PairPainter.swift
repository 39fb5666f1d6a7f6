import IonHopCore
import IonHopFields
import IonHopNetworks

/// Says of each boundary between two grains whether it is special, covered by a film, or cracked.
///
/// Whole boundaries are taken in random order until their area is the share that was asked for;
/// areas are those of voxel faces.
struct PairPainter {
  private(set) var pairs: [GrainPair: Polycrystal.PairKind] = [:]
  private(set) var warnings: [String] = []
  private let areas: [(pair: GrainPair, area: Double)]
  /// Area of each boundary across x, y and z.
  private let normals: [GrainPair: SIMD3<Double>]
  private let model: PolycrystalModel
  private let orientations: [Orientation]?
  /// Grain of each label.
  private let grains: [Int?]
  private let seed: StreamSeed

  init(
    _ grid: VoxelGrid, _ phases: [Microstructure.Phase], _ model: PolycrystalModel,
    _ orientations: [Orientation]?, _ grains: [Int?], seed: UInt64
  ) throws(InputError) {
    (self.model, self.orientations, self.grains) = (model, orientations, grains)
    self.seed = StreamSeed(study: seed)
    var found: [GrainPair: SIMD3<Double>] = [:]
    let (nx, ny) = (grid.shape.x, grid.shape.y)
    let volume = grid.spacing.x * grid.spacing.y * grid.spacing.z
    for voxel in 0..<grid.count {
      let place = [voxel % nx, voxel / nx % ny, voxel / (nx * ny)]
      for (axis, step) in [1, nx, nx * ny].enumerated() {
        let last = place[axis] == grid.shape[axis] - 1
        let next = last ? voxel + step - step * grid.shape[axis] : voxel + step
        let (a, b) = (grid.labels[voxel], grid.labels[next])
        guard a != b, grains[a] != nil, grains[b] != nil else { continue }
        found[GrainPair(a, b), default: .zero][axis] += volume / grid.spacing[axis]
      }
    }
    areas = found.sorted { ($0.key.lower, $0.key.upper) < ($1.key.lower, $1.key.upper) }
      .map { ($0.key, $0.value.sum()) }
    normals = found
  }

  mutating func paint() throws(InputError) {
    for (pair, _) in areas { pairs[pair] = Polycrystal.PairKind() }
    if let spread = model.boundary?.spread, spread > 0 {
      var stream = try RandomStream.forStructure(seed.mixed(with: 42 as UInt64))
      for (pair, _) in areas { pairs[pair]?.shift = spread * stream.normalPair().0 }
    }
    switch model.boundary?.special?.which {
    case .share(let share):
      try mark(share, 43, "boundary.special.share") { $0.isSpecial = true }
    case .misorientation(let angle):
      for (pair, _) in areas where misorientation(pair) < angle { pairs[pair]?.isSpecial = true }
    case nil: break
    }
    if let film = model.film {
      try mark(film.coverage, 44, "phases.film.coverage", across: film.normal) {
        $0.hasFilm = true
      }
    }
    if let cracks = model.cracks {
      try mark(cracks.share, 45, "phases.cracks.share", across: cracks.normal) {
        $0.isCracked = true
      }
    }
  }

  private func misorientation(_ pair: GrainPair) -> Double {
    guard let orientations, let a = grains[pair.lower], let b = grains[pair.upper] else { return 0 }
    return orientations[b].after(orientations[a].inverse).angle
  }

  private mutating func mark(
    _ share: Double, _ key: UInt64, _ name: String, across axis: Int? = nil,
    _ change: (inout Polycrystal.PairKind) -> Void
  ) throws(InputError) {
    var rest = areas.filter { pair, _ in
      guard let axis, let normal = normals[pair] else { return true }
      return normal[axis] > normal.sum() / 2
    }
    var stream = try RandomStream.forStructure(seed.mixed(with: key))
    let total = rest.reduce(0) { $0 + $1.area }
    var marked = 0.0
    while !rest.isEmpty {
      rest.swapAt(Int(stream.integer(below: UInt32(rest.count))), rest.count - 1)
      let (pair, area) = rest.removeLast()
      // A boundary that would lead past the goal stays out, if that comes nearer.
      guard marked + area / 2 <= share * total else { continue }
      marked += area
      if var kind = pairs[pair] {
        change(&kind)
        pairs[pair] = kind
      }
    }
    guard total > 0, abs(marked / total - share) > 0.02 else { return }
    let (met, wanted) = ((100 * marked / total).rounded(), (100 * share).rounded())
    warnings.append(
      "\(name): whole boundaries make \(Int(met)) % of the area, where \(Int(wanted)) % were asked for; use more grains"
    )
  }
}
