import Foundation
import IonHopCore
import IonHopNetworks

/// What a model runs with, but a careful reader would want to be told of.
///
///     for warning in study.warnings() { print(warning) }
///
/// One sentence each; none stops a run.
struct ModelWarnings {
  let network: SiteNetwork
  let rateLaw: RateLaw
  /// K
  let temperatures: [Double]
  /// What ions near hops do to their barriers.
  var environment: EnvironmentBarrier?
  /// False where barriers stand for conductivities and mean nothing of their own.
  var hasBarriers = true

  var all: [String] { (hasBarriers ? barriers : []) + surroundings + connectivity + images }

  /// Barriers in kT below which a hop is not the rare event that transition-state theory counts. The
  /// theory asks for "much more than kT": P. Hänggi, P. Talkner, M. Borkovec, Rev. Mod. Phys. 62, 251
  /// (1990), doi:10.1103/RevModPhys.62.251 (recalled); five is a convention of this program.
  static let rareEvent = 5.0

  // MARK: Barriers

  private var barriers: [String] {
    guard let hottest = temperatures.max(), hottest > 0 else { return [] }
    let kT = PhysicalConstants.boltzmann * hottest
    return zip(network.hopClasses, lowestBarriers).compactMap { name, barrier in
      guard let barrier, barrier < Self.rareEvent * kT else { return nil }
      guard barrier > 0 else {
        return
          "class \(name): a barrier is zero, so that its hops take place at the attempt frequency at every temperature; give the barrier if it was left out"
      }
      let limit = barrier / (Self.rareEvent * PhysicalConstants.boltzmann)
      return String(
        format:
          "class %@: a barrier of %.3g eV is %.1f kT at %g K; above %.0f K it is below 5 kT, where hops are no longer rare events and rates are rough",
        name, barrier, barrier / kT, hottest, limit)
    }
  }

  /// The lowest barrier of each class (eV), shifts by ions included; under laws that read
  /// it as a saddle's energy, as seen from the higher site.
  private var lowestBarriers: [Double?] {
    var lowest: [Double?] = network.hopClasses.map { _ in nil }
    func note(_ barrier: Double, _ hopClass: Int) {
      lowest[hopClass] = min(lowest[hopClass] ?? .infinity, barrier)
    }
    let isSaddle = rateLaw == .transitionState || rateLaw == .initialState
    for site in 0..<network.siteCount {
      for index in network.hopRange(from: site) {
        let hop = network.hop(index, from: site)
        note(hop.barrier - (isSaddle ? network.energy(of: site) : 0), hop.hopClass)
      }
    }
    let events = network.compoundEvents
    for event in 0..<events.count {
      let ends = events.steps(of: event).map { events.steps[$0] }
      let initial = ends.reduce(0) { $0 + network.energy(of: Int($1.from)) }
      let final = ends.reduce(0) { $0 + network.energy(of: Int($1.to)) }
      note(
        events.barrier(of: event) - (isSaddle ? max(initial, final) : 0),
        events.hopClass(of: event))
    }
    guard let environment else { return lowest }
    return zip(lowest, environment.shiftsOfClass).map { barrier, shifts in
      barrier.map { $0 + min(0, shifts?.lowerBound ?? 0) }
    }
  }

  /// Which barriers the network solver, and so the bottleneck, does not see as they are.
  private var surroundings: [String] {
    guard let environment else { return [] }
    let names = environment.hopClasses.joined(separator: ", ")
    return [
      String(
        format:
          "ions near hops of %@ shift their barriers by %.3g to %.3g eV: the shares of the hop classes in a current's dissipation, and so the bottleneck, are those of a lone ion",
        names, environment.least, environment.most)
    ]
  }

  // MARK: Paths

  private var connectivity: [String] {
    let dimensions = network.connectivity().dimensions
    var warnings: [String] = []
    if dimensions == 1 || dimensions == 2 {
      let shape = dimensions == 1 ? "1 direction, as a chain" : "2 directions, as a layer"
      warnings.append(
        "the mobile sites are connected in \(shape): the mean conductivity is that of \(dimensions == 1 ? "this direction" : "these directions") alone, and a powder conducts less"
      )
    }
    let pockets = PercolatingSites(network)
    if pockets.dead > 0, dimensions > 0 {
      let share = 100 * Double(pockets.dead) / Double(network.siteCount)
      warnings.append(
        String(
          format:
            "%.3g %% of the mobile sites lie in pockets that lead nowhere: ions on them do not conduct",
          share))
    }
    return warnings
  }

  /// A supercell of one or two cells may join a site twice to one neighbour, or to itself.
  private var images: [String] {
    var targets: Set<Int> = []
    for site in 0..<network.siteCount {
      targets.removeAll(keepingCapacity: true)
      for index in network.hopRange(from: site) {
        let target = network.hop(index, from: site).to
        guard target != site, targets.insert(target).inserted else {
          let how =
            target == site ? "onto its own image" : "to one neighbour along two ways round the cell"
          return [
            "the supercell is so small that an ion hops \(how), and meets itself there; use more cells in that direction"
          ]
        }
      }
    }
    return []
  }
}

/// Sites from which an ion can travel without end, against those in closed pockets.
struct PercolatingSites {
  /// Sites of components that close no path through the periodic cell.
  private(set) var dead = 0

  /// - Complexity: O(sites + hops)
  init(_ network: SiteNetwork) {
    var image: [SIMD3<Int32>?] = Array(repeating: nil, count: network.siteCount)
    for start in 0..<network.siteCount where image[start] == nil {
      image[start] = .zero
      var stack = [start]
      var size = 0
      var percolates = false
      while let site = stack.popLast() {
        size += 1
        let here = image[site] ?? .zero
        for index in network.hopRange(from: site) {
          let hop = network.hop(index, from: site)
          let there = here &+ hop.image
          if let known = image[hop.to] {
            percolates = percolates || known != there
          } else {
            image[hop.to] = there
            stack.append(hop.to)
          }
        }
      }
      if !percolates { dead += size }
    }
  }
}

extension Study {
  /// What the model runs with, but is worth knowing: one sentence each, the same in every run.
  public func warnings() -> [String] {
    modelWarnings + schottkyWarnings
      + ModelWarnings(
        network: network, rateLaw: rateLaw, temperatures: temperatures, environment: environment,
        hasBarriers: composite == nil
      ).all
  }
}
