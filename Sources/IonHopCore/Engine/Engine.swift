/// Moves the ions of one replica: exact kinetic Monte Carlo at fixed temperature.
///
///     let plan = try EnginePlan(network, ions: 100, conditions: Conditions(temperature: 600))
///     var engine = try Engine(plan, seed: 1)
///     engine.advance(by: 1e-9)
///     print(engine.time, engine.hops, engine.collectiveDisplacement)
///
/// The same plan, generator and seed give the same trajectory to the bit.
public struct Engine: ~Copyable {
  /// The network, its ions and its conditions.
  public let plan: EnginePlan
  var gas: LatticeGas
  var random: RandomStream
  var loop: any Loop
  /// Simulated time (s).
  public internal(set) var time = 0.0
  /// What rounding has added to `time`.
  var timeError = 0.0

  /// - Throws: `EngineError.unknownGenerator` or `.unsuitableGenerator`.
  public init(
    _ plan: EnginePlan, generator: String = RandomStream.defaultGenerator, seed: UInt64
  ) throws(EngineError) {
    self.plan = plan
    random = try RandomStream(generator: generator, seed: seed)
    let occupied = plan.drawPlacement(&random)
    gas = LatticeGas(
      occupied: occupied, carriers: plan.carriers, hopClasses: plan.network.hopClasses.count,
      hopKinds: plan.network.hopKinds.count, layers: plan.network.layers)
    loop = plan.makeLoop(gas)
  }

  /// Runs for `duration` seconds of physical time, or until `hops` more hops were accepted.
  ///
  /// - Returns: the physical time that passed (s).
  /// - Complexity: O(hops), independent of the number of sites but for cache misses.
  @discardableResult
  public mutating func advance(by duration: Double, hops: Int = .max) -> Double {
    let elapsed = withRows(plan.network, plan.tables) { rows in
      loop.advance(&gas, rows, &random, by: duration, hopLimit: hops)
    }
    // Compensated (W. Kahan, Commun. ACM 8, 40 (1965), doi:10.1145/363707.363723): however many short
    // stretches, the clock is right to its last place.
    let step = elapsed - timeError
    let sum = time + step
    timeError = (sum - time) - step
    time = sum
    return elapsed
  }

  /// Accepted hops since the start, those that basin steps skip left out.
  public var hops: Int { gas.hops }

  /// Accepted hops of each of the network's hop classes since the start.
  public var hopsPerClass: [Int] { gas.hopsPerClass.array }

  /// Sum of the displacements of all ions since the start (Å).
  public var collectiveDisplacement: SIMD3<Double> {
    let t = gas.travelled
    return SIMD3(t.x, t.y, t.z) * gas.sign
  }

  /// Expected number of hops of each class that basin steps have skipped since the start; zero
  /// without basin steps.
  public var skippedHopsPerClass: [Double] {
    let skipped = loop.skipped.perClass
    return skipped.isEmpty ? Array(repeating: 0, count: gas.hopsPerClass.count) : skipped
  }

  /// Sum of the squared lengths of all hops since the start, skipped ones as expected (Å²).
  public var squaredHopLengths: Double { gas.travelled.w + loop.skipped.squaredLengths }

  /// Whether an ion stands on a site.
  public func isOccupied(_ site: Int) -> Bool { gas.isOccupied(site) }

  /// Writes the unwrapped position of each ion (Å, three numbers an ion) into `positions`.
  ///
  /// - Complexity: O(ions) where ions are moved, O(sites) where vacancies are.
  public func writePositions(into positions: inout [Double]) {
    positions.withUnsafeMutableBufferPointer { out in
      if plan.carriers == .ions {
        for ion in 0..<plan.ions { write(ion, on: Int(gas.carrierSite[ion]), to: out) }
      } else {
        for site in 0..<plan.network.siteCount where gas.isFree(site) {
          write(Int(~gas.occupant[site]), on: site, to: out)
        }
      }
    }
  }

  /// Writes the site that each ion stands on, the ions in the order of `writePositions(into:)`.
  ///
  /// - Complexity: O(ions) where ions are moved, O(sites) where vacancies are.
  public func writeSites(into sites: inout [Int]) {
    if plan.carriers == .ions {
      for ion in 0..<plan.ions { sites[ion] = Int(gas.carrierSite[ion]) }
    } else {
      for site in 0..<plan.network.siteCount where gas.isFree(site) {
        sites[Int(~gas.occupant[site])] = site
      }
    }
  }

  @inline(__always)
  private func write(_ ion: Int, on site: Int, to out: UnsafeMutableBufferPointer<Double>) {
    let images = SIMD3(gas.images[3 * ion], gas.images[3 * ion + 1], gas.images[3 * ion + 2])
    let r = plan.network.position(of: site) + plan.network.cell.cartesian(SIMD3<Double>(images))
    (out[3 * ion], out[3 * ion + 1], out[3 * ion + 2]) = (r.x, r.y, r.z)
  }

  /// Ions on each kind of site.
  ///
  /// - Complexity: O(sites)
  public func occupationCounts() -> [Int] {
    var counts = Array(repeating: 0, count: plan.network.siteKinds.count)
    for site in 0..<plan.network.siteCount where gas.isOccupied(site) {
      counts[plan.network.kind(of: site)] += 1
    }
    return counts
  }

  /// Energy of the present configuration: sites and pairs (eV).
  ///
  /// - Complexity: O(hops and pairs of the network) with interactions, O(sites) without.
  public func energy() -> Double {
    let network = plan.network
    var (sites, pairs) = (0.0, 0.0)
    for site in 0..<network.siteCount where gas.isOccupied(site) {
      sites += network.energy(of: site)
      network.forEachPair(of: site, plan.conditions) { other, energy in
        if gas.isOccupied(other) { pairs += energy }
      }
    }
    return sites + pairs / 2
  }

  /// Bytes of this replica beside the network: state and selector.
  public var memory: Int { gas.memory + loop.memory }
}

/// A selector's loop behind one dynamic call a batch; inside it everything is specialised.
protocol Loop: AnyObject {
  func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double
  var memory: Int { get }
  var skipped: SkippedHops { get }
  func writeState(to writer: inout StateWriter)
  func readState(from reader: inout StateReader) throws(StateError)
}

final class SelectorLoop<Selector: EventSelector & ~Copyable>: Loop {
  private var selector: Selector

  init(_ selector: consuming Selector) { self.selector = selector }

  func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double {
    selector.advance(&gas, rows, &random, by: duration, hopLimit: hopLimit)
  }

  var memory: Int { selector.memory }

  var skipped: SkippedHops { selector.skipped }

  func writeState(to writer: inout StateWriter) { selector.writeState(to: &writer) }

  func readState(from reader: inout StateReader) throws(StateError) {
    try selector.readState(from: &reader)
  }
}
