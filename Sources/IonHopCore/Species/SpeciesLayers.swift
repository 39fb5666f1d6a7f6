/// Several mobile species on one network: each has sites of its own, one layer after another, and
/// sites of different layers may be one place, which holds one ion of any species at a time.
///
/// A layer has the barriers and site energies that its species sees, so that nothing but the
/// places and the pairs between layers ties species together.
public struct SpeciesLayers: Sendable, Equatable {
  /// Names of the species, in the order of the layers.
  public let names: [String]
  /// Charge of one ion of each species (e).
  public let charges: [Double]
  /// Sites of species s are `starts[s]..<starts[s + 1]`.
  public let starts: [Int]
  /// How many ions there is room for.
  public let placeCount: Int
  /// For each site the next one at its place, round in a ring; empty where no place is shared.
  let nextAtPlace: [Int32]

  /// Number of species.
  public var count: Int { names.count }

  /// The sites of a species.
  public func sites(of species: Int) -> Range<Int> { starts[species]..<starts[species + 1] }

  /// The other sites at the place of a site.
  func forEachOther(at site: Int, _ body: (Int) -> Void) {
    guard !nextAtPlace.isEmpty else { return }
    var other = Int(nextAtPlace[site])
    while other != site {
      body(other)
      other = Int(nextAtPlace[other])
    }
  }
}

/// The network that one species sees.
public struct SpeciesLayer: Sendable {
  /// Of the species.
  public var name: String
  /// Charge of one ion (e).
  public var charge: Double
  /// What it sees when it is alone.
  public var network: SiteNetwork

  /// A species of a charge (e) on a network of its own.
  public init(_ name: String, charge: Double, _ network: SiteNetwork) {
    (self.name, self.charge, self.network) = (name, charge, network)
  }
}

/// Which sites of different species are one place.
public enum SharedPlaces: Sendable {
  /// None: ions of different species never exclude each other.
  case none
  /// Sites of one number in all layers.
  case sameSites
  /// A number of the place for each site of each layer; within a layer all differ.
  case numbered([[Int]])
}

/// An interaction of two sites of different species, one image.
public struct LayerPair: Sendable {
  /// Layer and site of the first.
  public var first: (layer: Int, site: Int)
  /// Layer and site of the second.
  public var second: (layer: Int, site: Int)
  /// Cells crossed from the first to the second.
  public var image: SIMD3<Int32>
  /// Energy while ions stand on both (eV).
  public var energy: Double

  /// An energy (eV) while ions stand on both sites.
  public init(
    _ first: (layer: Int, site: Int), _ second: (layer: Int, site: Int),
    image: SIMD3<Int32> = .zero, energy: Double
  ) {
    (self.first, self.second, self.image, self.energy) = (first, second, image, energy)
  }
}
