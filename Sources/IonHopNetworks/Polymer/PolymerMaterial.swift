import Foundation
import IonHopCore

/// A polymer electrolyte with the numbers of its model and where they come from: a file of
/// `Lattices/Polymers`.
///
/// Distances and amounts are measured; how segments and ions move is fitted to measured
/// conductivities, as the files say.
///
///     let peo = try PolymerMaterial.named("PEO-LiTFSI")
///     let model = try peo.coarseModel(ratio: 16, sites: 8)
public struct PolymerMaterial: Sendable {
  /// By which studies call it.
  public var name: String
  /// For people.
  public var title: String
  /// g/mol
  public var monomerMass: Double
  /// Of the amorphous polymer without salt (g/cm³).
  public var density: Double
  /// From monomer to monomer along the chain (Å).
  public var monomerLength: Double
  /// Stiffness of the chains.
  public var chain: ChainModel
  /// Monomers at one coordination site.
  public var monomersPerSite: Int
  /// Å³ of one dissolved formula unit of salt.
  public var saltVolume: Double
  /// Least monomers per cation at which all salt is dissolved.
  public var solubleRatio: Double
  /// Monomers per cation that the published values below are for.
  public var usualRatio: Double
  /// T_g, and what changes it.
  public var glass: GlassTransition
  /// How fast segments renew.
  public var law: RelaxationLaw
  /// What holds below T_g.
  public var belowGlass = GlassBehaviour.law
  /// A cation, and an anion unless that is fixed to the chains.
  public var ions: [PolymerIon]
  /// eV, see `PolymerModel.association`.
  public var association: Double
  /// Crystals at rest; nil for a polymer that does not crystallise.
  public var crystals: Crystallinity?
  /// Where the numbers come from.
  public var sources: [Source]
  /// Published values to print beside results.
  public var published: [PublishedValue]

  /// Å³
  public var monomerVolume: Double {
    monomerMass / (density * MeltComposition.avogadroPerCubicAngstrom)
  }

  /// - Parameter ratio: monomers per cation.
  public func salt(ratio: Double) -> SaltContent {
    SaltContent(
      ratio: ratio, monomerVolume: monomerVolume, saltVolume: saltVolume,
      solubleRatio: solubleRatio)
  }

  /// Segments of the polymer with its salt.
  public func segments(
    ratio: Double, plasticiserFraction: Double = 0, crossLinks: Double = 0
  ) -> SegmentalDynamics {
    SegmentalDynamics(
      law: law,
      glassTransition: glass.temperature(
        saltRatio: salt(ratio: ratio).dissolvedRatio, plasticiserFraction: plasticiserFraction,
        crossLinks: crossLinks), belowGlass: belowGlass)
  }

  /// The coarse model: a cubic lattice of sites in the volume that polymer and salt take.
  ///
  /// - Parameters:
  ///   - ratio: monomers per cation.
  ///   - sites: along an edge.
  ///   - crystalline: true for the polymer as it is below its melting point.
  /// - Throws: `PolymerError` or `NetworkError`.
  public func coarseModel(
    ratio: Double, sites: Int, crystalline: Bool = false, seed: UInt64 = 1
  ) throws -> PolymerModel {
    let salt = salt(ratio: ratio)
    try salt.check()
    let volume = Double(monomersPerSite) * monomerVolume * salt.swelling
    var topology = try PolymerTopology(lattice: sites, spacing: cbrt(volume))
    topology.monomers = topology.siteCount * monomersPerSite
    return withSalt(
      PolymerModel(
        topology, ions: ions, segments: segments(ratio: ratio), units: .eachHop,
        association: association, crystallinity: crystalline ? crystals : nil, seed: seed),
      ratio: ratio)
  }

  /// The model, told what its salt raises T_g by.
  ///
  /// - Parameter ratio: monomers per cation.
  public func withSalt(_ model: PolymerModel, ratio: Double) -> PolymerModel {
    var model = model
    model.saltRise = glass.perSalt * salt(ratio: ratio).dissolvedRatio
    if solubleRatio > 0 { model.largestSaltRise = glass.perSalt / solubleRatio }
    return model
  }

  /// A melt of chains, at the density of polymer and salt together.
  ///
  /// - Parameter crossLinks: between chains, in all.
  public func melt(
    ratio: Double, chains: Int, monomers: Int, crossLinks: Int = 0, minimumDistance: Double = 2
  ) -> MeltComposition {
    MeltComposition(
      chains: chains, monomers: monomers, model: chain, bondLength: monomerLength,
      monomerMass: monomerMass, density: density / salt(ratio: ratio).swelling,
      monomersPerSite: monomersPerSite, minimumDistance: minimumDistance, crossLinks: crossLinks)
  }

  /// The model of a melt of chains.
  ///
  /// - Parameter reach: of hops between chains (Å).
  /// - Throws: `PolymerError` or `NetworkError`.
  public func chainModel(
    _ melt: PolymerMelt, ratio: Double, reach: Double, sitesPerSegment: Int = 2,
    crossLinkSpeed: Double = 1, crystalline: Bool = false, seed: UInt64 = 1
  ) throws -> PolymerModel {
    let topology = try PolymerTopology(
      melt, reach: reach, sitesPerSegment: sitesPerSegment, crossLinkSpeed: crossLinkSpeed)
    return withSalt(
      PolymerModel(
        topology, ions: ions, segments: segments(ratio: ratio), units: .segments,
        association: association, crystallinity: crystalline ? crystals : nil, seed: seed),
      ratio: ratio)
  }

  /// Cations that a model holds at this ratio.
  public func ions(in model: PolymerModel, ratio: Double) -> Int {
    salt(ratio: ratio).ions(monomers: model.topology.monomers)
  }

  /// Ions of each kind, in the order of `ions`: as many anions as balance the cations.
  public func counts(in model: PolymerModel, ratio: Double) -> [Int] {
    let cations = ions(in: model, ratio: ratio)
    guard let first = ions.first?.charge else { return [] }
    return ions.map { max(1, Int((Double(cations) * abs(first / $0.charge)).rounded())) }
  }
}
