import IonHopCore

/// A periodic cell of voxels, each of one region of the model, with or without single sites.
///
/// Sublattices on which sites are placed one by one (a network's) have only these; the others are
/// spread evenly over the voxels by the site densities of their regions. All sites in a voxel feel
/// its one potential, and so does an ion its own mean charge: voxels should be no finer than the
/// distance of sites placed one by one.
public struct SpaceChargeGrid: Sendable {
  /// A site placed by itself.
  public struct Site: Sendable, Equatable {
    /// Cartesian (Å)
    public var position: SIMD3<Double>
    /// Index into the model's sublattices.
    public var sublattice: Int
    /// Added to the energies of the voxel's region (eV).
    public var energy: Double
    /// Charge at the site that does not move (e), such as what compensates the mean occupation.
    public var fixedCharge: Double

    /// A charged site of the grid.
    public init(
      position: SIMD3<Double>, sublattice: Int = 0, energy: Double = 0, fixedCharge: Double = 0
    ) {
      self.position = position
      self.sublattice = sublattice
      self.energy = energy
      self.fixedCharge = fixedCharge
    }
  }

  /// The periodic cell.
  public let cell: Cell
  /// Voxels along a, b and c.
  public let shape: SIMD3<Int>
  /// Region of each voxel; they run fastest along c, slowest along a.
  public var regions: [Int]
  /// Charged sites.
  public var sites: [Site] = []
  /// Potential (V) at which all voxels of a region are held, by index of the region.
  public var fixedPotentials: [Int: Double] = [:]
  /// Concentrations (Å⁻³) of an immobile species in each voxel, by index of the species: they
  /// replace what the regions have.
  public var frozenProfiles: [Int: [Double]] = [:]

  /// Number of voxels.
  public var voxelCount: Int { shape.x * shape.y * shape.z }
  /// Å³
  public var voxelVolume: Double { cell.volume / Double(voxelCount) }

  /// Voxels with the number of their region, x fastest.
  public init(cell: Cell, shape: SIMD3<Int>, regions: [Int]) {
    self.cell = cell
    self.shape = shape
    self.regions = regions
  }

  /// The sites of a network in voxels of about the given edge, all of region 0 at first.
  ///
  /// - Parameters:
  ///   - spacing: about how long voxel edges are (Å).
  ///   - fixedCharge: at each site (e), −z times the bulk occupation for a neutral bulk.
  ///   - sublattices: that of each site kind of the network; empty for 0.
  public init(
    _ network: SiteNetwork, spacing: Double, fixedCharge: Double, sublattices: [Int] = []
  ) throws(SpaceChargeError) {
    try SpaceChargeError.positive(spacing, "voxel spacing (Å)")
    guard sublattices.isEmpty || sublattices.count == network.siteKinds.count else {
      throw .wrongCount(
        of: "sublattices of site kinds", expected: network.siteKinds.count,
        found: sublattices.count)
    }
    let cell = network.cell
    var shape = SIMD3<Int>.one
    for (axis, edge) in [cell.a, cell.b, cell.c].enumerated() {
      let pieces = length(edge) / spacing
      guard pieces < 1e6 else { throw .tooFine(nodes: Self.mostVoxels) }
      shape[axis] = max(1, Int(pieces.rounded()))
    }
    let voxels = Double(shape.x) * Double(shape.y) * Double(shape.z)
    guard voxels <= Double(Self.mostVoxels) else { throw .tooFine(nodes: Self.mostVoxels) }
    self.init(cell: cell, shape: shape, regions: Array(repeating: 0, count: Int(voxels)))
    sites = (0..<network.siteCount).map { site in
      Site(
        position: network.position(of: site),
        sublattice: sublattices.isEmpty ? 0 : sublattices[network.kind(of: site)],
        energy: network.energy(of: site), fixedCharge: fixedCharge)
    }
  }

  /// Numbers of voxels have 32 bits; so many already take some 100 GB.
  static let mostVoxels = 100_000_000

  /// The voxel that holds a position (Å); voxel 0 is centred on the cell's origin.
  public func voxel(at position: SIMD3<Double>) -> Int {
    let scaled = cell.fractional(position) * SIMD3<Double>(shape)
    let rounded = scaled.rounded(.toNearestOrAwayFromZero)
    var place = SIMD3<Int>.zero
    for axis in 0..<3 {
      place[axis] = Int(rounded[axis].truncatingRemainder(dividingBy: Double(shape[axis])))
    }
    return GridOperator.index(place, shape)
  }
}

extension SpaceChargeGrid {
  /// - Throws: `SpaceChargeError` for lists of wrong length, indices out of range and bad numbers.
  func check(_ model: SpaceChargeModel) throws(SpaceChargeError) {
    guard shape.x > 0, shape.y > 0, shape.z > 0 else { throw .emptyRegion("of the grid") }
    let voxels = Double(shape.x) * Double(shape.y) * Double(shape.z)
    guard voxels <= Double(Self.mostVoxels) else { throw .tooFine(nodes: Self.mostVoxels) }
    guard regions.count == voxelCount else {
      throw .wrongCount(of: "regions of voxels", expected: voxelCount, found: regions.count)
    }
    var used = Array(repeating: false, count: model.regions.count)
    for region in regions {
      guard model.regions.indices.contains(region) else {
        throw .unknownRegion(index: region, of: model.regions.count)
      }
      used[region] = true
    }
    for (index, region) in model.regions.enumerated() where !used[index] && index != model.bulk {
      throw .emptyRegion(region.name)
    }
    for (region, potential) in fixedPotentials.sorted(by: { $0.key < $1.key }) {
      guard model.regions.indices.contains(region) else {
        throw .unknownRegion(index: region, of: model.regions.count)
      }
      try SpaceChargeError.finite(potential, "potential of \(model.regions[region].name) (V)")
    }
    for site in sites { try check(site, model) }
    for (species, profile) in frozenProfiles.sorted(by: { $0.key < $1.key }) {
      try check(profile, species, model)
    }
  }

  private func check(_ site: Site, _ model: SpaceChargeModel) throws(SpaceChargeError) {
    guard model.sublattices.indices.contains(site.sublattice) else {
      throw .badValue(
        of: "sublattice of a site", value: Double(site.sublattice),
        needs: "from 0 to \(model.sublattices.count - 1)")
    }
    try SpaceChargeError.finite(site.energy, "energy of a site (eV)")
    try SpaceChargeError.finite(site.fixedCharge, "fixed charge of a site (e)")
    for axis in 0..<3 {
      try SpaceChargeError.finite(site.position[axis], "position of a site (Å)")
    }
  }

  private func check(
    _ profile: [Double], _ species: Int, _ model: SpaceChargeModel
  ) throws(SpaceChargeError) {
    guard model.species.indices.contains(species), !model.species[species].isMobile else {
      throw .badValue(
        of: "species of a frozen profile", value: Double(species),
        needs: "the index of an immobile species")
    }
    guard profile.count == voxelCount else {
      throw .wrongCount(
        of: "concentrations of a frozen profile", expected: voxelCount, found: profile.count)
    }
    for c in profile {
      try SpaceChargeError.notNegative(c, "concentration of a frozen profile")
    }
  }
}
