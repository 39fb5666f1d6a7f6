import Foundation
import IonHopCore

extension Microstructure {
  /// What lies along the boundaries of grains, as phases of their own.
  public struct Layers: Sendable, Equatable {
    /// Of the core (Å); zero leaves boundaries as faces between grains.
    public var coreThickness = 0.0
    /// Voxels nearer than this to two boundary faces are junctions (Å); zero for none.
    public var junctionRadius = 0.0
    /// The film's effect on hops means nothing here.
    public var film: BoundaryRules.SecondPhase?
    /// Empty space at corners; nil for none.
    public var pores: Pores?
    /// Boundaries that have come apart; nil for none.
    public var cracks: Cracks?

    /// Neither pores nor cracks.
    public init() {}

    /// Round pores at corners of grains.
    public struct Pores: Sendable, Equatable {
      /// Share of the volume.
      public var share: Double
      /// Å
      public var radius: Double
      /// A share of the volume in pores of a radius (Å).
      public init(share: Double, radius: Double) { (self.share, self.radius) = (share, radius) }
    }

    /// Boundaries that have come apart.
    public struct Cracks: Sendable, Equatable {
      /// Share of the boundary area, met as nearly as whole faces allow.
      public var share: Double
      /// Å
      public var width: Double
      /// A share of the boundary area in cracks of a width (Å).
      public init(share: Double, width: Double) { (self.share, self.width) = (share, width) }
    }
  }

  /// Grains as voxels, each by the place of its centre.
  ///
  /// Labels are the grains' numbers, then those of core, junctions, film and pores.
  ///
  /// - Parameter seed: the study's; a film has the same patches as in `BoundaryRules`.
  /// - Throws: `InputError` for a cell that is not a box along x, y and z, numbers out of range, a
  ///   grain without voxels, or pores that do not find room.
  public init(
    _ grains: GrainStructure, shape: SIMD3<Int>, layers: Layers = Layers(), seed: UInt64 = 1
  ) throws(InputError) {
    let cell = grains.cell
    let edges = SIMD3(cell.a.x, cell.b.y, cell.c.z)
    guard
      length(cell.a - [edges.x, 0, 0]) + length(cell.b - [0, edges.y, 0])
        + length(cell.c - [0, 0, edges.z]) < 1e-9 * length(edges), edges.min() > 0
    else {
      throw Self.error("voxels need a cell along x, y and z; use an orthogonal one", at: "cell")
    }
    // A spacing of one where the shape is wrong, so that the shape is what the error names.
    let spacing = shape.min() > 0 ? edges / SIMD3<Double>(shape) : [1, 1, 1]
    try Self.check(shape: shape, spacing: spacing)
    try layers.check()
    let painter = try GrainPainter(grains, layers, spacing, seed: seed)
    var labels: [Int32] = []
    labels.reserveCapacity(shape.x * shape.y * shape.z)
    var last = 0
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        for x in 0..<shape.x {
          let centre = (SIMD3<Double>(SIMD3(x, y, z)) + 0.5) * spacing
          labels.append(painter.label(at: centre, near: &last))
        }
      }
    }
    try self.init(shape: shape, spacing: spacing, labels: labels, phases: painter.phases)
    try addPores(layers.pores, at: grains, label: painter.label(of: .pore), seed: seed)
    let found = Set(labels)
    if layers == Layers(),
      let empty = (0..<grains.grainCount).first(where: { !found.contains(Int32($0)) })
    {
      throw Self.error(
        "grain \(empty) holds no voxel; use more voxels or fewer grains", at: "shape")
    }
  }

  private mutating func addPores(
    _ pores: Layers.Pores?, at grains: GrainStructure, label: Int32, seed: UInt64
  ) throws(InputError) {
    guard let pores, pores.share > 0 else { return }
    var corners = grains.tessellation.vertices().map(\.position)
    var numbers = try RandomStream.forStructure(StreamSeed(study: seed).mixed(with: 23 as UInt64))
    let goal = Int((pores.share * Double(labels.count)).rounded())
    var count = labels.count { $0 == label }
    while count < goal {
      guard !corners.isEmpty else {
        throw Self.error(
          "pores of \(pores.radius) Å at all corners of grains take only \(Double(count) / Double(labels.count)) of the volume; use a larger radius or a smaller share",
          at: "pores")
      }
      let pick = Int(numbers.integer(below: UInt32(corners.count)))
      corners.swapAt(pick, corners.count - 1)
      count += paintBall(at: corners.removeLast(), radius: pores.radius, label)
    }
    phases[label] = .pore
  }

  /// - Returns: the number of voxels that were something else before.
  private mutating func paintBall(
    at centre: SIMD3<Double>, radius: Double, _ label: Int32
  ) -> Int {
    let middle = SIMD3<Int>((centre / spacing).rounded(.down))
    let reach = SIMD3<Int>((radius / spacing).rounded(.up)) &+ 1
    var painted = 0
    for x in middle.x - reach.x...middle.x + reach.x {
      for y in middle.y - reach.y...middle.y + reach.y {
        for z in middle.z - reach.z...middle.z + reach.z {
          let d = (SIMD3<Double>(SIMD3(x, y, z)) + 0.5) * spacing - centre
          let k = index(wrapped([x, y, z]))
          guard length(d) <= radius, labels[k] != label else { continue }
          labels[k] = label
          painted += 1
        }
      }
    }
    return painted
  }
}

extension Microstructure.Layers {
  func check() throws(InputError) {
    func within(_ value: Double, _ range: ClosedRange<Double>, _ key: String) throws(InputError) {
      guard range.contains(value) else {
        throw Microstructure.error(
          "\(value): give a number from \(range.lowerBound) to \(range.upperBound)", at: key)
      }
    }
    try within(coreThickness, 0...1e9, "coreThickness")
    try within(junctionRadius, 0...1e9, "junctionRadius")
    if let film {
      try within(film.coverage, 0...1, "film.coverage")
      try within(film.thickness, 0...1e9, "film.thickness")
      try within(film.patchSize, 1e-3...1e9, "film.patchSize")
    }
    if let pores {
      try within(pores.share, 0...0.9, "pores.share")
      try within(pores.radius, 1e-3...1e9, "pores.radius")
    }
    if let cracks {
      try within(cracks.share, 0...1, "cracks.share")
      try within(cracks.width, 0...1e9, "cracks.width")
    }
  }
}

/// Finds the phase of a place among grains.
private struct GrainPainter {
  private let grains: GrainStructure
  private let layers: Microstructure.Layers
  private let film: FilmPatches?
  /// For each grain, of its boundary faces.
  private var isCracked: [[Bool]] = []

  init(
    _ grains: GrainStructure, _ layers: Microstructure.Layers, _ spacing: SIMD3<Double>,
    seed: UInt64
  ) throws(InputError) {
    (self.grains, self.layers) = (grains, layers)
    film =
      if let film = layers.film {
        try FilmPatches(
          in: grains.cell, size: film.patchSize, coverage: film.coverage, seed: seed)
      } else { nil }
    if let pores = layers.pores {
      // Larger balls would meet their own images.
      let thickness = grains.cell.thickness.min()
      guard pores.radius < thickness / 2 else {
        throw Microstructure.error(
          "\(pores.radius) Å: give less than half of the cell", at: "pores.radius")
      }
    }
    if let cracks = layers.cracks { try crack(cracks, seed: seed) }
  }

  private mutating func crack(
    _ cracks: Microstructure.Layers.Cracks, seed: UInt64
  ) throws(InputError) {
    isCracked = grains.boundaries.map { Array(repeating: false, count: $0.count) }
    // Each face once, from the grain with the lesser number.
    var faces: [(grain: Int, face: Int)] = []
    for (grain, list) in grains.boundaries.enumerated() {
      for (index, face) in list.enumerated() where face.neighbour > grain {
        faces.append((grain, index))
      }
    }
    var numbers = try RandomStream.forStructure(StreamSeed(study: seed).mixed(with: 22 as UInt64))
    let total = faces.reduce(0) { $0 + grains.boundaries[$1.grain][$1.face].area }
    var open = 0.0
    while !faces.isEmpty {
      faces.swapAt(Int(numbers.integer(below: UInt32(faces.count))), faces.count - 1)
      let (grain, index) = faces.removeLast()
      let face = grains.boundaries[grain][index]
      // The face that would lead past the goal stays, if leaving it out comes nearer.
      guard open + face.area / 2 <= cracks.share * total else { break }
      open += face.area
      isCracked[grain][index] = true
      for (other, back) in grains.boundaries[face.neighbour].enumerated()
      where back.neighbour == grain && back.image == 0 &- face.image {
        isCracked[face.neighbour][other] = true
      }
    }
  }

  private static let order: [Microstructure.Phase] = [.core, .junction, .film, .pore]

  func label(of phase: Microstructure.Phase) -> Int32 {
    Int32(grains.grainCount + (Self.order.firstIndex(of: phase) ?? 0))
  }

  var phases: [Int32: Microstructure.Phase] {
    Dictionary(uniqueKeysWithValues: Self.order.map { (label(of: $0), $0) })
  }

  func label(at position: SIMD3<Double>, near last: inout Int) -> Int32 {
    let place = grains.place(of: position, near: last)
    last = place.grain
    if let cracks = layers.cracks, let face = place.face, isCracked[place.grain][face],
      place.distance <= cracks.width / 2
    {
      return label(of: .pore)
    }
    if let phase = layers.film, place.distance <= phase.thickness / 2,
      film?.covers(position) == true
    {
      return label(of: .film)
    }
    if place.junctionDistance < layers.junctionRadius { return label(of: .junction) }
    if layers.coreThickness > 0, place.distance <= layers.coreThickness / 2 {
      return label(of: .core)
    }
    return Int32(place.grain)
  }
}
