import Foundation
import IonHopCore

/// How ions cross a boundary between grains whose lattices do not match.
public struct BoundaryHops: Sendable, Equatable {
  /// Sites across a boundary nearer than this cannot both be there (Å).
  public var minimumSeparation: Double
  /// Sites across a boundary within this window are joined by hops (Å).
  public var distance: ClosedRange<Double>
  /// eV
  public var barrier: Double
  /// Hz
  public var frequency: Double
  /// Name of the class of these hops.
  public var hopClass: String

  /// Hops between grains by a window of distances (Å), with one barrier (eV) and attempt frequency
  /// (Hz).
  public init(
    minimumSeparation: Double, distance: ClosedRange<Double>, barrier: Double, frequency: Double,
    hopClass: String = "boundary"
  ) {
    (self.minimumSeparation, self.distance) = (minimumSeparation, distance)
    (self.barrier, self.frequency, self.hopClass) = (barrier, frequency, hopClass)
  }
}

extension GrainNetwork {
  /// Each grain filled with its own lattice, turned about the origin by the grain's orientation.
  ///
  /// The lattice is cut at the boundary. Of two sites nearer than the minimum across a boundary the one
  /// nearer to the boundary goes. Where lattices of two grains continue each other (equal
  /// orientations, or one grain through the periodic border) the lattice's own hops join them;
  /// elsewhere sites within the window of `joining` are joined by boundary hops. Interactions of
  /// pairs follow their rules by distance, across boundaries too.
  ///
  /// - Throws: `InputError` for a lattice with immobile ions, Coulomb interaction, compound events or
  ///   barriers by environment, which turned grains do not carry, for windows that make no sense, and
  ///   for a grain without sites; `NetworkError` for a network that is none.
  public static func misfit(
    of lattice: Lattice, in grains: GrainStructure, joining: BoundaryHops
  ) throws -> GrainNetwork {
    try checkPlain(lattice)
    try check(joining)
    var builder = try MisfitBuilder(lattice, grains, joining)
    builder.removeCrowded()
    try checkFilled(builder.sites.map { Int32($0.grain) }, grains: grains.grainCount)
    let draft = builder.draft()
    let places = builder.sites.map {
      grains.place(at: $0.offset, in: $0.grain)
    }
    return GrainNetwork(
      network: try SiteNetwork(draft), grain: places.map { Int32($0.grain) },
      distance: places.map(\.distance), junctionDistance: places.map(\.junctionDistance))
  }

  private static func checkPlain(_ lattice: Lattice) throws(InputError) {
    let carried: String? =
      lattice.hasDisorder
      ? "immobile ions"
      : lattice.coulomb != nil
        ? "a Coulomb interaction"
        : !lattice.eventRules.isEmpty
          ? "concerted hops" : lattice.environmentRules.isEmpty ? nil : "barriers by environment"
    guard let carried else { return }
    throw GrainStructure.error(
      "\(lattice.name) has \(carried), which turned grains do not carry; use coherent grains or a lattice without",
      at: "lattice")
  }

  private static func check(_ joining: BoundaryHops) throws(InputError) {
    let window = joining.distance
    guard (0.01...1000).contains(joining.minimumSeparation) else {
      throw GrainStructure.error(
        "\(joining.minimumSeparation) Å: give a distance from 0.01 Å", at: "minimumSeparation")
    }
    guard window.lowerBound >= 0, window.upperBound >= joining.minimumSeparation,
      window.upperBound <= 30
    else {
      throw GrainStructure.error(
        "\(window.lowerBound) to \(window.upperBound) Å: end the window between the minimum separation and 30 Å",
        at: "distance")
    }
    guard joining.barrier >= 0, joining.barrier.isFinite else {
      throw GrainStructure.error("\(joining.barrier) eV: give zero or more", at: "barrier")
    }
    guard joining.frequency > 0, joining.frequency.isFinite else {
      throw GrainStructure.error("\(joining.frequency) Hz: give a positive number", at: "frequency")
    }
  }
}

/// Fills grains with turned lattices and joins them.
struct MisfitBuilder {
  struct Site {
    let grain: Int
    /// Site of the lattice's cell.
    let member: Int
    let position: SIMD3<Double>
    /// From the grain's point.
    let offset: SIMD3<Double>
  }

  private let lattice: Lattice
  private let unit: SiteNetwork
  private let grains: GrainStructure
  private let joining: BoundaryHops
  private(set) var sites: [Site] = []
  /// Sites of two lattices that coincide so well are one (Å).
  private static let same = 0.05
  private static let mostSites = 50_000_000
  /// Å
  private static let longest = 1e7

  init(_ lattice: Lattice, _ grains: GrainStructure, _ joining: BoundaryHops) throws(InputError) {
    (self.lattice, self.grains, self.joining) = (lattice, grains, joining)
    unit = lattice.unitNetwork
    let expected = grains.cell.volume / lattice.cell.volume * Double(unit.siteCount)
    let longest = max(length(grains.cell.a), length(grains.cell.b), length(grains.cell.c))
    guard expected < Double(Self.mostSites), longest < Self.longest else {
      throw GrainStructure.error(
        "some \(Int(min(expected, 1e18))) sites in \(longest) Å are more than \(Self.mostSites) in \(Self.longest) Å; use a smaller cell",
        at: "grains")
    }
    for grain in 0..<grains.grainCount { fill(grain) }
  }

  /// All lattice sites within the planes of a grain; those on a plane belong to both sides, until the
  /// crowded ones go.
  private mutating func fill(_ grain: Int) {
    let polyhedron = grains.tessellation.polyhedra[grain]
    let turn = grains.orientations[grain]
    let back = turn.inverse
    var (lower, upper) = (
      SIMD3(repeating: Double.infinity), SIMD3(repeating: -Double.infinity)
    )
    for corner in polyhedron.faces.flatMap(\.corners) {
      let f = lattice.cell.fractional(back(polyhedron.point + corner))
      (lower, upper) = (pointwiseMin(lower, f), pointwiseMax(upper, f))
    }
    guard lower.x <= upper.x else { return }
    let (first, last) = (
      SIMD3<Int>((lower - 1.01).rounded(.down)), SIMD3<Int>((upper + 0.01).rounded(.up))
    )
    for x in first.x...last.x {
      for y in first.y...last.y {
        for z in first.z...last.z {
          let origin = lattice.cell.cartesian(SIMD3<Double>(SIMD3(x, y, z)))
          for member in 0..<unit.siteCount {
            let position = turn(origin + unit.position(of: member))
            let offset = position - polyhedron.point
            let isInside = polyhedron.faces.allSatisfy {
              dot($0.normal, offset) < $0.distance + 1e-6
            }
            guard isInside else { continue }
            sites.append(
              Site(grain: grain, member: member, position: position, offset: offset))
          }
        }
      }
    }
  }

  /// True if two sites so far apart (Å) stand to each other as two sites of one lattice do.
  private func isCoherent(_ i: Int, _ j: Int, _ displacement: SIMD3<Double>) -> Bool {
    let (a, b) = (sites[i], sites[j])
    let turn = grains.orientations[a.grain]
    guard a.grain == b.grain || turn == grains.orientations[b.grain] else { return false }
    let d =
      turn.inverse(displacement) + unit.position(of: a.member) - unit.position(of: b.member)
    let f = lattice.cell.fractional(d)
    return length(lattice.cell.cartesian(f - f.rounded(.toNearestOrEven))) < Self.same
  }

  // MARK: Crowded sites

  /// Takes out, nearest pairs first, the site nearer to the boundary of two that crowd each other.
  mutating func removeCrowded() {
    let grid = PointGrid(sites.map(\.position), in: grains.cell, reach: joining.minimumSeparation)
    let places = sites.map { grains.place(at: $0.offset, in: $0.grain) }
    var crowded: [(distance: Double, i: Int, j: Int)] = []
    for i in sites.indices where depth(i) < joining.minimumSeparation {
      for near in grid.near(sites[i].position, within: joining.minimumSeparation)
      where near.point != i {
        let distance = length(near.displacement)
        let isOne = distance < Self.same
        guard isOne || distance < joining.minimumSeparation - 1e-9 else { continue }
        guard isOne || !isCoherent(i, near.point, near.displacement) else { continue }
        crowded.append((distance, min(i, near.point), max(i, near.point)))
      }
    }
    // Equal distances to the last digit but one must not depend on which of the two was met first.
    crowded.sort {
      ($0.distance.rounded(to: 1e-9), $0.i, $0.j) < ($1.distance.rounded(to: 1e-9), $1.i, $1.j)
    }
    var isGone = Array(repeating: false, count: sites.count)
    for pair in crowded where !isGone[pair.i] && !isGone[pair.j] {
      let first = places[pair.i].distance < places[pair.j].distance - 1e-9
      isGone[first ? pair.i : pair.j] = true
    }
    sites = sites.indices.filter { !isGone[$0] }.map { sites[$0] }
  }

  /// From the nearest face, the grain's own images included (Å).
  private func depth(_ site: Int) -> Double {
    let polyhedron = grains.tessellation.polyhedra[sites[site].grain]
    return polyhedron.faces.reduce(.infinity) {
      min($0, $1.distance - dot($1.normal, sites[site].offset))
    }
  }

  // MARK: Hops

  func draft() -> NetworkDraft {
    var draft = NetworkDraft(cell: grains.cell)
    for site in sites {
      draft.addSite(
        at: site.position, kind: unit.siteKinds[unit.kind(of: site.member)],
        energy: unit.energy(of: site.member))
    }
    let grid = PointGrid(
      sites.map(\.position), in: grains.cell, reach: joining.distance.upperBound)
    for i in sites.indices {
      addLatticeHops(from: i, grid, to: &draft)
      addBoundaryHops(from: i, grid, to: &draft)
      addPairs(from: i, grid, to: &draft)
    }
    return draft
  }

  private func addLatticeHops(from i: Int, _ grid: PointGrid, to draft: inout NetworkDraft) {
    let site = sites[i]
    let turn = grains.orientations[site.grain]
    for hop in unit.hops(from: site.member) {
      let end = site.position + turn(hop.displacement)
      for near in grid.near(end, within: Self.same) where sites[near.point].member == hop.to {
        let d = end + near.displacement - site.position
        guard isFirst(i, near.point, near.image), isCoherent(i, near.point, d) else { continue }
        addBoth(
          i, near, d, barrier: hop.barrier, frequency: hop.frequency,
          hopClass: unit.hopClasses[hop.hopClass], to: &draft)
      }
    }
  }

  private func addBoundaryHops(from i: Int, _ grid: PointGrid, to draft: inout NetworkDraft) {
    guard depth(i) < joining.distance.upperBound else { return }
    for near in grid.near(sites[i].position, within: joining.distance.upperBound) {
      guard isFirst(i, near.point, near.image),
        joining.distance.contains(length(near.displacement)),
        !isCoherent(i, near.point, near.displacement)
      else { continue }
      addBoth(
        i, near, near.displacement, barrier: joining.barrier, frequency: joining.frequency,
        hopClass: joining.hopClass, to: &draft)
    }
  }

  private func addBoth(
    _ i: Int, _ near: PointGrid.Near, _ d: SIMD3<Double>, barrier: Double, frequency: Double,
    hopClass: String, to draft: inout NetworkDraft
  ) {
    draft.addHop(
      from: i, to: near.point, displacement: d, barrier: barrier, frequency: frequency,
      hopClass: hopClass)
    draft.addHop(
      from: near.point, to: i, displacement: -d, barrier: barrier, frequency: frequency,
      hopClass: hopClass)
  }

  private func addPairs(from i: Int, _ grid: PointGrid, to draft: inout NetworkDraft) {
    let kind = unit.siteKinds[unit.kind(of: sites[i].member)]
    for rule in lattice.pairRules {
      let window = Lattice.slack(rule.distance)
      for near in grid.near(sites[i].position, within: window.upperBound) {
        let other = unit.siteKinds[unit.kind(of: sites[near.point].member)]
        let fits =
          (kind == rule.kinds[0] && other == rule.kinds[1])
          || (kind == rule.kinds[1] && other == rule.kinds[0])
        guard fits, isFirst(i, near.point, near.image),
          window.contains(length(near.displacement))
        else { continue }
        draft.addPair(i, near.point, displacement: near.displacement, energy: rule.energy)
      }
    }
  }

  /// True at one of the two ends of a pair; false for a site and itself.
  private func isFirst(_ i: Int, _ j: Int, _ image: SIMD3<Int32>) -> Bool {
    guard i == j else { return i < j }
    for axis in 0..<3 where image[axis] != 0 { return image[axis] > 0 }
    return false
  }
}

extension Double {
  fileprivate func rounded(to step: Double) -> Double { (self / step).rounded() * step }
}
