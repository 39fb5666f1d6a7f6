import Foundation
import IonHopCore

/// Environments that sites belong to, such as PS4 and P2S7 units, by their shares.
public struct SiteClasses: Sendable, Equatable {
  /// A kind of surroundings.
  public struct Member: Sendable, Equatable {
    /// For reports, and for `barriers` to name it.
    public var name: String
    /// Of the sites; all add up to 1.
    public var share: Double
    /// Added to the energies of its sites (eV).
    public var energy: Double

    /// A kind with its share of the sites and what it adds to their energy (eV).
    public init(_ name: String, share: Double, energy: Double = 0) {
      (self.name, self.share, self.energy) = (name, share, energy)
    }
  }

  /// Barriers between sites of two classes, in place of the model's.
  public struct PairBarrier: Sendable, Equatable {
    /// Name of a kind.
    public var first: String
    /// Name of the other kind.
    public var second: String
    /// Of hops between them.
    public var barriers: EnergyDistribution

    /// Barriers of hops between two kinds.
    public init(_ first: String, _ second: String, _ barriers: EnergyDistribution) {
      (self.first, self.second, self.barriers) = (first, second, barriers)
    }
  }

  /// All kinds.
  public var members: [Member]
  /// Barriers that hang on the kinds of both ends.
  public var barriers: [PairBarrier] = []
  /// Of the field that classes are levels of (Å): like units stand together; zero for a mixture at
  /// random.
  public var correlationLength = 0.0

  /// Kinds with their shares.
  public init(_ members: [Member], barriers: [PairBarrier] = []) {
    (self.members, self.barriers) = (members, barriers)
  }

  /// Takes out classes without a share, and their barriers.
  public mutating func dropAbsent() {
    members.removeAll { $0.share == 0 }
    let names = members.map(\.name)
    barriers.removeAll { !names.contains($0.first) || !names.contains($0.second) }
  }

  private static let mostMembers = 100

  func check() throws(GlassError) {
    let sum = members.reduce(0) { $0 + $1.share }
    guard !members.isEmpty, abs(sum - 1) < 1e-9 else { throw .badShares(sum) }
    for member in members {
      guard member.share >= 0, member.energy.isFinite, abs(member.energy) < 1e3 else {
        throw .badNumber(
          key: "classes.\(member.name)", value: min(member.share, member.energy),
          mend: "give a share from 0 to 1 and an energy in eV")
      }
    }
    guard members.count <= Self.mostMembers else {
      throw .badNumber(
        key: "classes", value: Double(members.count), mend: "give at most \(Self.mostMembers)")
    }
    let names = members.map(\.name)
    for (index, name) in names.enumerated()
    where names[..<index].contains(name) || name == SiteKinds.inclusionName {
      throw .duplicateClass(name)
    }
    for pair in barriers {
      for name in [pair.first, pair.second] where !names.contains(name) {
        throw .unknownClass(name, known: names)
      }
      try pair.barriers.check("classes.barriers")
    }
  }

  /// The class of each site: exact numbers, by the rank of a random field.
  func assign(
    _ structure: GlassStructure, generator: String, seed: StreamSeed
  ) throws -> [UInt16] {
    var source = try DeviateSource(
      length: correlationLength, in: structure.cell, layer: structure.dimensions == 2,
      generator: generator, seed: seed)
    return ranked(structure.positions.map { source.deviate(at: $0) })
  }

  /// The same for sites whose places do not matter.
  package func assign(
    sites: Int, generator: String, seed: StreamSeed
  ) throws -> [UInt16] {
    var stream = try RandomStream(generator: generator, seed: seed.value)
    return ranked((0..<sites).map { _ in stream.uniform() })
  }

  /// The class of each site by the rank of its value.
  private func ranked(_ values: [Double]) -> [UInt16] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let counts = QuenchedDisorder.counts(members.map(\.share), of: values.count)
    var classes = Array(repeating: UInt16(0), count: values.count)
    var next = 0
    for (index, count) in counts.prefix(members.count).enumerated() {
      for site in order[next..<min(next + count, order.count)] { classes[site] = UInt16(index) }
      next += count
    }
    return classes
  }

  /// Shares of the phosphorus of x Li2S · (1 − x) P2S5 in ortho- (PS4), pyro- (P2S7) and
  /// metathiophosphate (P2S6) units, by the balance of charge: 3, 2 and 1 Li for each P, and no more
  /// than two kinds of unit side by side. Glasses disproportionate a little besides, which this
  /// leaves out.
  ///
  /// - Parameter lithiumSulfide: x, from 0.5 (all P2S6) over 2/3 (P2S7) to 0.75 (PS4); beyond, the
  ///   further Li2S stands by itself.
  /// - Throws: `GlassError.badNumber`.
  public static func thiophosphateShares(
    lithiumSulfide x: Double
  ) throws(GlassError) -> (ortho: Double, pyro: Double, meta: Double) {
    guard x >= 0.5, x < 1 else {
      throw .badNumber(key: "lithiumSulfide", value: x, mend: "give a share of Li2S from 0.5 to 1")
    }
    let lithium = x / (1 - x)
    if lithium >= 3 { return (1, 0, 0) }
    return lithium >= 2 ? (lithium - 2, 3 - lithium, 0) : (0, lithium - 1, 2 - lithium)
  }
}

/// Crystallites in a glass: spheres in which hops have barriers of their own.
public struct Inclusions: Sendable, Equatable {
  /// Of the sites, to within one sphere.
  public var share: Double
  /// Å
  public var radius: Double
  /// Of the sites inside (eV), in place of the glass's.
  public var siteEnergy = 0.0
  /// Of hops inside (eV).
  public var barrier: Double
  /// Of hops across the surface (eV); nil for those of the glass.
  public var surfaceBarrier: Double?

  /// Crystallites of a radius (Å), with barriers within and into them (eV).
  public init(share: Double, radius: Double, barrier: Double, surfaceBarrier: Double? = nil) {
    (self.share, self.radius, self.barrier) = (share, radius, barrier)
    self.surfaceBarrier = surfaceBarrier
  }

  func check(_ structure: GlassStructure) throws(GlassError) {
    let thickness = structure.cell.thickness
    let across = structure.dimensions == 2 ? min(thickness.x, thickness.y) : thickness.min()
    let spacing = cbrt(structure.cell.volume / Double(structure.positions.count))
    guard share >= 0, share <= 1 else {
      throw .badNumber(key: "inclusions.share", value: share, mend: "give 0 to 1")
    }
    guard radius >= spacing / 2, 2 * radius < across else {
      throw .badNumber(
        key: "inclusions.radius", value: radius,
        mend: "give from half the distance of sites, \(spacing / 2) Å, to half of the cell")
    }
    for value in [barrier, surfaceBarrier ?? 0] where !(value >= 0 && value < 100) {
      throw .badNumber(key: "inclusions.barrier", value: value, mend: "give zero or more (eV)")
    }
    guard siteEnergy.isFinite, abs(siteEnergy) < 1e3 else {
      throw .badNumber(key: "inclusions.siteEnergy", value: siteEnergy, mend: "give an energy (eV)")
    }
  }

  /// Which sites lie inside: spheres anywhere, overlaps allowed, until the share is reached.
  func inside(
    _ structure: GlassStructure, generator: String, seed: StreamSeed
  ) throws -> [Bool] {
    try check(structure)
    var inside = Array(repeating: false, count: structure.positions.count)
    let wanted = Int((share * Double(inside.count)).rounded())
    var stream = try RandomStream(generator: generator, seed: seed.value)
    let grid = PointGrid(structure.positions, in: structure.cell, reach: radius)
    var count = 0
    while count < wanted {
      let (x, y) = (stream.uniform(), stream.uniform())
      let centre = structure.cell.cartesian([
        x, y, structure.dimensions == 2 ? 0 : stream.uniform(),
      ])
      for near in grid.near(centre, within: radius) where !inside[near.point] && count < wanted {
        inside[near.point] = true
        count += 1
      }
    }
    return inside
  }
}
