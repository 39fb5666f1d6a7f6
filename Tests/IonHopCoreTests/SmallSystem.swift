import Foundation

@testable import IonHopCore

/// A network so small that its states can be listed, each a word of one bit a site; written anew
/// from the definitions, so that it shares nothing with the engine but the network.
struct SmallSystem {
  struct Event {
    /// Sites from the first to the last.
    var path: [Int]
    var barrier: Double
    var frequency: Double
    var hopClass: Int
    var displacement: SIMD3<Double>
  }

  let states: [Int]
  private let network: SiteNetwork
  private let conditions: Conditions
  private let events: [Event]
  private let shift: (Event, Int) -> Double
  /// Of each site, those of other species at its place.
  private let others: [Int]

  /// - Parameter shift: added to the barrier of an event in a state (eV).
  init(
    _ network: SiteNetwork, _ conditions: Conditions, ions: Int,
    shift: @escaping (Event, Int) -> Double
  ) {
    self.init(network, conditions, counts: [ions], shift: shift)
  }

  /// - Parameter counts: ions of each of the network's layers.
  init(
    _ network: SiteNetwork, _ conditions: Conditions, counts: [Int],
    shift: @escaping (Event, Int) -> Double = { _, _ in 0 }
  ) {
    self.network = network
    self.conditions = conditions
    self.shift = shift
    let masks = Self.masks(network)
    others = Self.others(network)
    states = (0..<1 << network.siteCount).filter { [others] state in
      zip(masks, counts).allSatisfy { (state & $0).nonzeroBitCount == $1 }
        && others.indices.allSatisfy { state & (1 << $0) == 0 || state & others[$0] == 0 }
    }
    var events: [Event] = []
    for site in 0..<network.siteCount {
      for hop in network.hops(from: site) {
        events.append(
          Event(
            path: [hop.from, hop.to], barrier: hop.barrier, frequency: hop.frequency,
            hopClass: hop.hopClass, displacement: hop.displacement))
      }
    }
    let rows = network.compoundEvents
    for event in 0..<rows.count {
      let steps = rows.steps(of: event)
      let path = [Int(rows.steps[steps.lowerBound].from)] + steps.map { Int(rows.steps[$0].to) }
      let displacement = steps.reduce(SIMD3<Double>.zero) { $0 + rows.displacement(of: $1) }
      for (path, displacement) in [(path, displacement), (path.reversed(), -displacement)] {
        events.append(
          Event(
            path: path, barrier: rows.barrier(of: event), frequency: rows.frequency(of: event),
            hopClass: rows.hopClass(of: event), displacement: displacement))
      }
    }
    self.events = events
  }

  /// The sites of each species, as words.
  private static func masks(_ network: SiteNetwork) -> [Int] {
    guard let layers = network.layers else { return [1 << network.siteCount - 1] }
    return (0..<layers.count).map { layers.sites(of: $0).reduce(0) { $0 | 1 << $1 } }
  }

  private static func others(_ network: SiteNetwork) -> [Int] {
    (0..<network.siteCount).map { site in
      var others = 0
      network.layers?.forEachOther(at: site) { others |= 1 << $0 }
      return others
    }
  }

  /// Charge of what moves from a site (e).
  private func charge(at site: Int) -> Double {
    guard let layers = network.layers else { return conditions.charge }
    return layers.charges[(0..<layers.count).first { layers.sites(of: $0).contains(site) }!]
  }

  /// Sites, pairs of the network and pairs along hops (eV).
  func energy(_ state: Int) -> Double {
    var energy = 0.0
    for site in 0..<network.siteCount where state & (1 << site) != 0 {
      energy += network.energy(of: site)
      for hop in network.hops(from: site) where state & (1 << hop.to) != 0 {
        energy += conditions.pairEnergy / 2
      }
      for entry in network.pairRange(of: site)
      where state & (1 << Int(network.pairTargets[entry])) != 0 {
        energy += network.pairEnergies[entry] / 2
      }
    }
    return energy
  }

  /// Mean energy and rates in the steady state, whatever drives it, by power iteration of the master
  /// equation.
  func steadyAverages() -> (energy: Double, rates: [Double]) {
    let moves = states.map { self.moves($0) }
    let number = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
    let step = 0.5 / (moves.map { $0.reduce(0) { $0 + $1.rate } }.max() ?? 1)
    var weights = Array(repeating: 1.0, count: states.count)
    for _ in 0..<20_000 {
      var next = weights
      for (index, list) in moves.enumerated() {
        for move in list {
          let flow = weights[index] * move.rate * step
          next[index] -= flow
          next[number[move.state]!] += flow
        }
      }
      weights = next
    }
    return averages(weights)
  }

  /// What can happen in a state.
  func moves(_ state: Int) -> [(state: Int, hopClass: Int, rate: Double)] {
    events.compactMap { event in
      let path = event.path
      let isRing = path[0] == path[path.count - 1]
      let (first, last) = (path[0], path[path.count - 1])
      guard path.dropLast().allSatisfy({ state & (1 << $0) != 0 }),
        isRing || state & (1 << last | others[last]) == 0
      else { return nil }
      let next = isRing ? state : state & ~(1 << first) | 1 << last
      let change = energy(next) - energy(state)
      // Where the law reads the ion's own energy: what the state loses without it, and for a path
      // the energies of the sites between, which stay.
      let alone = isRing ? 0 : energy(state) - energy(state & ~(1 << first))
      let between = path.dropFirst().dropLast().reduce(0) { $0 + network.energy(of: $1) }
      let isAbsolute = [.transitionState, .initialState].contains(conditions.rateLaw)
      let bare = conditions.rateLaw.rate(
        barrier: event.barrier + shift(event, state) - (isAbsolute ? between : 0),
        frequency: event.frequency, initial: alone, final: alone + change,
        thermalEnergy: conditions.thermalEnergy)
      let work = charge(at: first) * dot(conditions.field, event.displacement)
      return (next, event.hopClass, bare * exp(work / (2 * conditions.thermalEnergy)))
    }
  }

  /// Mean energy (eV) and events of each class per second, states weighted as given.
  func averages(_ weights: [Double]) -> (energy: Double, rates: [Double]) {
    var (energy, rates) = (0.0, Array(repeating: 0.0, count: network.hopClasses.count))
    let sum = weights.reduce(0, +)
    for (state, weight) in zip(states, weights) {
      energy += weight / sum * self.energy(state)
      for move in moves(state) { rates[move.hopClass] += weight / sum * move.rate }
    }
    return (energy, rates)
  }
}
