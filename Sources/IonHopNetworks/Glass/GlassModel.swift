import Foundation
import IonHopCore

/// An amorphous solid as a network of sites and hops: where sites lie, which are joined, and what
/// energies they have.
///
///     var glass = GlassModel(
///       .hardSpheres(distance: 2.5), joined: .delaunay(longest: 6),
///       in: GlassBox(sites: 1000, density: 0.02), seed: 7)
///     glass.energetics.siteEnergies = .gaussian(mean: 0, deviation: 0.08)
///     glass.energetics.barriers = .uniform(0.25...0.45)
///     let network = try glass.network()
///
/// The same model gives the same network to the bit. Positions, classes, inclusions, counter-ions,
/// site energies and barriers each have a random stream of their own: changing one leaves the others.
public struct GlassModel: Sendable {
  /// Where positions come from.
  public enum Source: Sendable {
    /// Drawn at random in a box.
    case generated(SiteArrangement, GlassBox)
    /// Sites and host atoms (Å).
    case given(Cell, sites: [SIMD3<Double>], hosts: [SIMD3<Double>])
  }

  /// Where the sites come from.
  public var source: Source
  /// Which of them hops join.
  public var joined: BondRule
  /// How energies are spread.
  public var energetics = GlassEnergetics()
  /// Kinds of surroundings; nil for one.
  public var classes: SiteClasses?
  /// Crystallites; nil for none.
  public var inclusions: Inclusions?
  /// Of all that is drawn.
  public var seed: UInt64
  /// Name of a generator of GSL.
  public var generator = RandomStream.defaultGenerator

  /// More would not fit into the memory of usual machines.
  public static let mostSites = 20_000_000

  /// A glass of sites drawn in a box.
  public init(_ arrangement: SiteArrangement, joined: BondRule, in box: GlassBox, seed: UInt64) {
    (source, self.joined, self.seed) = (.generated(arrangement, box), joined, seed)
  }

  /// Sites where an MD snapshot has its mobile atoms; all other atoms are hosts.
  ///
  /// - Throws: `GlassError.noSites`.
  public init(
    _ snapshot: MDSnapshot, mobile species: String, joined: BondRule, seed: UInt64 = 1
  ) throws(GlassError) {
    let sites = snapshot.positions(of: species)
    guard !sites.isEmpty else {
      throw .noSites(species: species, known: Set(snapshot.species).sorted())
    }
    source = .given(snapshot.cell, sites: sites, hosts: snapshot.positions(but: species))
    (self.joined, self.seed) = (joined, seed)
  }

  /// Positions and bonds alone.
  ///
  /// - Throws: `GlassError`, or `EngineError` for an unknown generator.
  public func structure() throws -> GlassStructure {
    switch source {
    case .generated(let arrangement, let box):
      try GlassStructure(arrangement, joined: joined, in: box, generator: generator, seed: seed)
    case .given(let cell, let sites, let hosts):
      try GlassStructure(cell: cell, positions: sites, joined: joined, hosts: hosts)
    }
  }

  /// - Throws: `GlassError`, `NetworkError`, or `EngineError` for an unknown generator.
  /// - Complexity: O(sites) where `structure()` is.
  public func network() throws -> SiteNetwork { try network(on: structure()) }

  /// A stream's seed, by what it is for.
  func seed(for purpose: String) -> StreamSeed {
    purpose.utf8.reduce(StreamSeed(study: seed)) { $0.mixed(with: UInt64($1)) }
  }
}
