/// Hops that open and close as what surrounds them moves: dynamic bond percolation.
///
/// Hops belong to renewal units. At each renewal of a unit, a Poisson event, its hops are drawn anew:
/// open with a probability of their class, closed otherwise. One unit for all is global renewal, one
/// for every hop local renewal, one for a stretch of a chain segmental motion. A closed hop does not
/// happen; rates and equilibrium of open ones stay what they are, so detailed balance holds.
///
/// S. D. Druger, M. A. Ratner, A. Nitzan, Phys. Rev. B 31, 3939 (1985),
/// doi:10.1103/PhysRevB.31.3939.
///
///     let renewal = BondRenewal.eachBond(network, rate: 1e9, openFraction: 0.3)
///     let plan = try EnginePlan(network, ions: 20, conditions: conditions, renewal: renewal)
public struct BondRenewal: Sendable, Equatable {
  /// Unit of each hop of the network, as `SiteNetwork.hopRange(from:)` counts them, the same for a
  /// hop and its reverse; −1 for a hop that is always open.
  public var unitOfHop: [Int32]
  /// Probability that a hop is open after a renewal, one number a hop class.
  public var openFraction: [Double]
  /// Renewals a second of each unit (1/s); zero for a frozen one.
  public var rateOfUnit: [Double]
  /// True if the hops of a unit open and close together; false if each is drawn for itself.
  public var sharesState: Bool

  /// Which hops are redrawn together, how often, and how many of them are open.
  public init(
    unitOfHop: [Int32], openFraction: [Double], rateOfUnit: [Double], sharesState: Bool = false
  ) {
    self.unitOfHop = unitOfHop
    self.openFraction = openFraction
    self.rateOfUnit = rateOfUnit
    self.sharesState = sharesState
  }

  /// All hops drawn anew at once.
  ///
  /// - Parameters:
  ///   - rate: renewals a second (1/s).
  ///   - classes: hop classes that open and close; nil for all.
  public static func global(
    _ network: SiteNetwork, rate: Double, openFraction: Double, classes: Set<String>? = nil
  ) -> BondRenewal {
    let gated = network.isGated(classes)
    var unit = Array(repeating: Int32(-1), count: network.hopCount)
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site) where gated[network.hopClass(of: hop)] {
        unit[hop] = 0
      }
    }
    return BondRenewal(
      unitOfHop: unit, openFraction: network.hopClasses.map { _ in openFraction },
      rateOfUnit: [rate])
  }

  /// Each hop, with its reverse, by a clock of its own.
  public static func eachBond(
    _ network: SiteNetwork, rate: Double, openFraction: Double, classes: Set<String>? = nil
  ) -> BondRenewal {
    let gated = network.isGated(classes)
    var unit = Array(repeating: Int32(-1), count: network.hopCount)
    var units: Int32 = 0
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site)
      where unit[hop] < 0 && gated[network.hopClass(of: hop)] {
        unit[hop] = units
        unit[network.reverse(of: hop, from: site)] = units
        units += 1
      }
    }
    return BondRenewal(
      unitOfHop: unit, openFraction: network.hopClasses.map { _ in openFraction },
      rateOfUnit: Array(repeating: rate, count: Int(units)))
  }

  /// Checks that it fits a network.
  ///
  /// - Throws: `EngineError.badRenewal`.
  func check(_ network: SiteNetwork) throws(EngineError) {
    guard unitOfHop.count == network.hopCount else {
      throw .badRenewal("units of \(unitOfHop.count) hops for a network of \(network.hopCount)")
    }
    guard openFraction.count == network.hopClasses.count else {
      throw .badRenewal(
        "open fractions of \(openFraction.count) hop classes for \(network.hopClasses.count)")
    }
    guard openFraction.allSatisfy({ (0...1).contains($0) }) else {
      throw .badRenewal("an open fraction outside 0 to 1")
    }
    guard rateOfUnit.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw .badRenewal("a renewal rate that is negative or not finite")
    }
    guard fitsGates(hops: network.hopCount) else {
      throw .badRenewal(
        "\(network.hopCount) hops, \(rateOfUnit.count) units and so many different open fractions "
          + "are more than 32 bits can number")
    }
    for site in 0..<network.siteCount {
      for hop in network.hopRange(from: site) {
        guard unitOfHop[hop] < rateOfUnit.count else {
          throw .badRenewal("hop \(hop) belongs to unit \(unitOfHop[hop]), which does not exist")
        }
        guard unitOfHop[hop] == unitOfHop[network.reverse(of: hop, from: site)] else {
          throw .badRenewal("hop \(hop) and its reverse belong to different units")
        }
      }
    }
  }

  /// Mean share of the time that a hop is open.
  func openShare(hop: Int, hopClass: Int) -> Double {
    unitOfHop[hop] < 0 ? 1 : openFraction[hopClass]
  }
}

extension SiteNetwork {
  /// Index into `hopClasses` of a hop.
  func hopClass(of hop: Int) -> Int { Int(hopKinds[Int(rows[hop].kind)].hopClass) }

  fileprivate func isGated(_ classes: Set<String>?) -> [Bool] {
    hopClasses.map { classes?.contains($0) ?? true }
  }
}
