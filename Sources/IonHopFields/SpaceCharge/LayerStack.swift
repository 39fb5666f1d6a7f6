/// Parallel layers, between which the potential varies along one direction only.
///
/// Interface number i lies before layer i; number `layers.count` is the end. Where nothing is said
/// an end has no field, which is right for the middle plane of a symmetric grain boundary (give it
/// half the core's charge and sites) and for the bulk far away.
///
///     // Half a grain boundary with a core potential of 0.2 V and 300 Å of grain.
///     let stack = LayerStack(
///       layers: [.init(thickness: 300, region: 0)], sheets: [0: .potential(0.2)])
///     let solution = try stack.solve(model)
///     solution.excessResistance(of: 0)   // Å of bulk that would resist as much
public struct LayerStack: Sendable, Equatable {
  /// A layer of one region.
  public struct Layer: Sendable, Equatable {
    /// Å
    public var thickness: Double
    /// Index into the model's regions.
    public var region: Int

    /// A layer of a thickness (Å).
    public init(thickness: Double, region: Int) {
      self.thickness = thickness
      self.region = region
    }
  }

  /// What an interface, thin against the screening length, holds itself.
  public enum Sheet: Sendable, Equatable {
    /// Fixed potential (V).
    case potential(Double)
    /// Fixed charge (e/Å²); 1 C/m² is 0.0624 e/Å².
    case charge(Double)
    /// Sites that exchange with the layers beside, and a fixed charge (e/Å²) that need not
    /// compensate them: the charge follows from segregation.
    case core(sites: [CoreSites], charge: Double)
  }

  /// Sites of a core: the energies are those of a region, to which `shift` is added.
  public struct CoreSites: Sendable, Equatable {
    /// Å⁻²
    public var density: Double
    /// Index into the model's sublattices: which species can sit here.
    public var sublattice: Int
    /// Region whose species energies count.
    public var region: Int
    /// Added to all these energies (eV): negative attracts.
    public var shift: Double

    /// A sheet of sites of a density (1/Å²), whose energy is shifted (eV).
    public init(density: Double, sublattice: Int, region: Int, shift: Double) {
      self.density = density
      self.sublattice = sublattice
      self.region = region
      self.shift = shift
    }
  }

  /// In their order along the stack.
  public var layers: [Layer]
  /// Sheets at interfaces, by the number of the layer before.
  public var sheets: [Int: Sheet]
  /// True if the end is joined to the beginning; a sheet there is number 0.
  public var isPeriodic: Bool
  /// Profiles of immobile species, by index of the species: they replace what the regions have.
  /// With concentrations of an earlier solution this is the restricted equilibrium, where dopants
  /// keep the profile of the temperature at which they last moved.
  public var frozenProfiles: [Int: Profile]

  /// Layers with sheets between them.
  public init(
    layers: [Layer], sheets: [Int: Sheet] = [:], isPeriodic: Bool = false,
    frozenProfiles: [Int: Profile] = [:]
  ) {
    self.layers = layers
    self.sheets = sheets
    self.isPeriodic = isPeriodic
    self.frozenProfiles = frozenProfiles
  }

  /// Å
  public var thickness: Double { layers.reduce(0) { $0 + $1.thickness } }

  /// A concentration along the stack, straight between points.
  public struct Profile: Sendable, Equatable {
    /// Å, never falling; two equal ones are a jump.
    public var positions: [Double]
    /// Å⁻³
    public var concentrations: [Double]

    /// Concentrations (1/Å³) at positions (Å).
    public init(positions: [Double], concentrations: [Double]) {
      self.positions = positions
      self.concentrations = concentrations
    }

    /// On the `above` side of a jump, or below it.
    func value(at x: Double, above: Bool) -> Double {
      let first = positions.firstIndex { above ? $0 > x : $0 >= x } ?? positions.count
      guard first > 0 else { return concentrations[0] }
      guard first < positions.count else { return concentrations[first - 1] }
      let (a, b) = (positions[first - 1], positions[first])
      let t = b > a ? (x - a) / (b - a) : 0
      return concentrations[first - 1] + t * (concentrations[first] - concentrations[first - 1])
    }
  }
}

extension LayerStack {
  /// - Throws: `SpaceChargeError` for an empty stack or layer, indices out of range and bad
  ///   numbers.
  func check(_ model: SpaceChargeModel) throws(SpaceChargeError) {
    guard !layers.isEmpty else { throw .emptyRegion("of the stack") }
    for layer in layers {
      guard model.regions.indices.contains(layer.region) else {
        throw .unknownRegion(index: layer.region, of: model.regions.count)
      }
      guard layer.thickness > 0, layer.thickness.isFinite else {
        throw .emptyRegion(model.regions[layer.region].name)
      }
    }
    for (index, sheet) in sheets.sorted(by: { $0.key < $1.key }) {
      guard index >= 0, index < layers.count + (isPeriodic ? 0 : 1) else {
        throw .badValue(
          of: "number of an interface", value: Double(index),
          needs: "from 0 to \(layers.count - (isPeriodic ? 1 : 0))")
      }
      try sheet.check(model)
    }
    for (species, profile) in frozenProfiles.sorted(by: { $0.key < $1.key }) {
      try check(profile, species, model)
    }
  }

  private func check(
    _ profile: Profile, _ species: Int, _ model: SpaceChargeModel
  ) throws(SpaceChargeError) {
    guard model.species.indices.contains(species), !model.species[species].isMobile else {
      throw .badValue(
        of: "species of a frozen profile", value: Double(species),
        needs: "the index of an immobile species")
    }
    guard !profile.positions.isEmpty, profile.positions.count == profile.concentrations.count else {
      throw .wrongCount(
        of: "concentrations of a frozen profile", expected: max(1, profile.positions.count),
        found: profile.concentrations.count)
    }
    for x in profile.positions { try SpaceChargeError.finite(x, "position of a frozen profile") }
    for (a, b) in zip(profile.positions, profile.positions.dropFirst()) where b < a {
      throw .badValue(of: "position of a frozen profile", value: b, needs: "at least \(a)")
    }
    for c in profile.concentrations {
      try SpaceChargeError.notNegative(c, "concentration of a frozen profile")
    }
  }

  /// Concentrations (Å⁻³) of the immobile species on one side of a place in a layer.
  func frozen(
    _ species: Int, at x: Double, above: Bool, region: Int, _ model: SpaceChargeModel
  ) -> Double {
    frozenProfiles[species]?.value(at: x, above: above) ?? model.regions[region].frozen(species)
  }
}

extension LayerStack.Sheet {
  fileprivate func check(_ model: SpaceChargeModel) throws(SpaceChargeError) {
    switch self {
    case .potential(let value): try SpaceChargeError.finite(value, "core potential (V)")
    case .charge(let value): try SpaceChargeError.finite(value, "core charge (e/Å²)")
    case .core(let sites, let charge):
      try SpaceChargeError.finite(charge, "core charge (e/Å²)")
      for site in sites {
        try SpaceChargeError.notNegative(site.density, "density of core sites (Å⁻²)")
        try SpaceChargeError.finite(site.shift, "energy of core sites (eV)")
        guard model.sublattices.indices.contains(site.sublattice) else {
          throw .badValue(
            of: "sublattice of core sites", value: Double(site.sublattice),
            needs: "from 0 to \(model.sublattices.count - 1)")
        }
        guard model.regions.indices.contains(site.region) else {
          throw .unknownRegion(index: site.region, of: model.regions.count)
        }
      }
    }
  }
}
