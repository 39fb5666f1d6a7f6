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

  /// - Parameter shift: added to the barrier of an event in a state (eV).
  init(
    _ network: SiteNetwork, _ conditions: Conditions, ions: Int,
    shift: @escaping (Event, Int) -> Double
  ) {
    self.network = network
    self.conditions = conditions
    self.shift = shift
    states = (0..<1 << network.siteCount).filter { $0.nonzeroBitCount == ions }
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

  /// What can happen in a state.
  func moves(_ state: Int) -> [(state: Int, hopClass: Int, rate: Double)] {
    events.compactMap { event in
      let path = event.path
      let isRing = path[0] == path[path.count - 1]
      let (first, last) = (path[0], path[path.count - 1])
      guard path.dropLast().allSatisfy({ state & (1 << $0) != 0 }),
        isRing || state & (1 << last) == 0
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
      let work = conditions.charge * dot(conditions.field, event.displacement)
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
