import Foundation
import IonHopCore

/// The share of open bonds or sites at which clusters first go around the periodic cell.
///
/// Bonds (or sites) open one after another in random order; the threshold of an order is the share
/// open when a cluster first closes around a given axis of the cell. Its mean over orders tends to
/// the percolation threshold of the infinite network as the cell grows, with a shift of order
/// L^(−1/ν) at most (M. E. J. Newman, R. M. Ziff, Phys. Rev. E 64, 016706 (2001),
/// doi:10.1103/PhysRevE.64.016706).
///
///     let bonds = try PercolationThreshold(of: .bonds, in: network, orders: 20, seed: 1)
///     bonds.mean   // 0.25 on a simple cubic lattice
public struct PercolationThreshold: Sendable {
  /// What is drawn at random.
  public enum Element: Sendable {
    /// Hops are open or not.
    case bonds
    /// Sites are there or not.
    case sites
  }

  /// For each order, the mean over the axes around which the network closes; between 0 and 1.
  public let values: [Double]
  /// Mean over the orders.
  public let mean: Double
  /// Of the mean, from the scatter between orders; zero for one order.
  public let standardError: Double

  /// - Parameters:
  ///   - orders: number of random orders.
  ///   - generator: name of a generator of GSL.
  /// - Throws: `FieldError.notConnected` where the whole network goes around no axis,
  ///   `.tooFewOrders`, or `EngineError` for an unknown generator.
  /// - Complexity: O(orders × hops), but for an inverse Ackermann function.
  public init(
    of element: Element, in network: SiteNetwork, orders: Int,
    generator: String = RandomStream.defaultGenerator, seed: UInt64
  ) throws {
    guard orders > 0 else { throw FieldError.tooFewOrders(orders) }
    let bonds = NetworkBonds(network)
    var values: [Double] = []
    for order in 0..<orders {
      var stream = try RandomStream(
        generator: generator, seed: StreamSeed(study: seed).mixed(with: UInt64(order)).value)
      let axes =
        switch element {
        case .bonds: Self.bondOrder(bonds, &stream)
        case .sites: Self.siteOrder(bonds, &stream)
        }
      guard !axes.isEmpty else { throw FieldError.notConnected }
      values.append(axes.reduce(0, +) / Double(axes.count))
    }
    let mean = values.reduce(0, +) / Double(orders)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.values = values
    self.mean = mean
    standardError = orders > 1 ? (squares / Double(orders * (orders - 1))).squareRoot() : 0
  }

  /// The threshold of the infinite network, from cells of several sizes.
  ///
  /// A weighted straight line over L^(−1/ν), with the exponents ν = 4/3 in two dimensions and 0.876 in
  /// three (D. Stauffer, A. Aharony, Introduction to Percolation Theory, Taylor and Francis (1994);
  /// values recalled).
  ///
  /// - Parameters:
  ///   - thresholds: of cells with edges of `length`, in any unit, of at least two sizes, each of
  ///     several orders.
  ///   - dimensions: 2 or 3.
  /// - Returns: nil where the sizes do not differ, or a threshold has no error.
  public static func infinite(
    from thresholds: [(length: Double, threshold: PercolationThreshold)], dimensions: Int
  ) -> (value: Double, standardError: Double)? {
    let exponent = dimensions == 2 ? 3.0 / 4 : 1 / 0.876
    var (s, sx, sy, sxx, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (length, threshold) in thresholds {
      let error = threshold.standardError
      guard error > 0, length > 0 else { return nil }
      let (x, weight) = (pow(length, -exponent), 1 / (error * error))
      s += weight
      sx += weight * x
      sy += weight * threshold.mean
      sxx += weight * x * x
      sxy += weight * x * threshold.mean
    }
    let determinant = s * sxx - sx * sx
    guard determinant > 1e-9 * s * sxx else { return nil }
    return ((sxx * sy - sx * sxy) / determinant, (sxx / determinant).squareRoot())
  }

  private static func shuffled(_ count: Int, _ stream: inout RandomStream) -> [Int32] {
    var order = (0..<count).map { Int32($0) }
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(stream.integer(below: UInt32(last + 1))))
    }
    return order
  }

  private static func bondOrder(
    _ bonds: NetworkBonds, _ stream: inout RandomStream
  ) -> [Double] {
    var clusters = PercolatingClusters(sites: bonds.sites)
    var closed = ClosedAxes()
    for (opened, bond) in shuffled(bonds.all.count, &stream).enumerated() {
      let bond = bonds.all[Int(bond)]
      let winding = clusters.join(bond.first, bond.second, image: bond.image)
      closed.note(winding, at: Double(opened + 1) / Double(bonds.all.count))
      if closed.isComplete { break }
    }
    return closed.shares
  }

  private static func siteOrder(
    _ bonds: NetworkBonds, _ stream: inout RandomStream
  ) -> [Double] {
    var clusters = PercolatingClusters(sites: bonds.sites)
    var isOpen = Array(repeating: false, count: bonds.sites)
    var closed = ClosedAxes()
    for (opened, site) in shuffled(bonds.sites, &stream).enumerated() {
      isOpen[Int(site)] = true
      for end in bonds.ends(of: Int(site)) where isOpen[end.target] {
        let winding = clusters.join(Int(site), end.target, image: end.image)
        closed.note(winding, at: Double(opened + 1) / Double(bonds.sites))
      }
      if closed.isComplete { break }
    }
    return closed.shares
  }
}

/// When clusters first closed around each axis of the cell.
private struct ClosedAxes {
  private var first: [Double?] = [nil, nil, nil]
  var isComplete: Bool { first.allSatisfy { $0 != nil } }
  var shares: [Double] { first.compactMap { $0 } }

  mutating func note(_ winding: SIMD3<Int32>, at share: Double) {
    guard winding != .zero else { return }
    for axis in 0..<3 where winding[axis] != 0 && first[axis] == nil { first[axis] = share }
  }
}

/// The bonds of a network, each once, beside its rows of hops.
struct NetworkBonds {
  struct Bond {
    let first: Int
    let second: Int
    let image: SIMD3<Int32>
    /// Migration barrier (eV).
    let barrier: Double
  }

  let network: SiteNetwork
  let all: [Bond]
  var sites: Int { network.siteCount }

  init(_ network: SiteNetwork) {
    self.network = network
    var all: [Bond] = []
    all.reserveCapacity(network.hopCount / 2)
    for site in 0..<network.siteCount {
      for hop in network.hops(from: site) where Self.isFirst(hop) {
        all.append(
          Bond(first: site, second: hop.to, image: hop.image, barrier: hop.barrier))
      }
    }
    self.all = all
  }

  /// True for one of a hop and its reverse.
  private static func isFirst(_ hop: SiteNetwork.Hop) -> Bool {
    guard hop.from == hop.to else { return hop.from < hop.to }
    for axis in 0..<3 where hop.image[axis] != 0 { return hop.image[axis] > 0 }
    return false
  }

  func ends(of site: Int) -> some Sequence<(target: Int, image: SIMD3<Int32>)> {
    network.hopRange(from: site).lazy.map { index in
      let hop = network.hop(index, from: site)
      return (hop.to, hop.image)
    }
  }
}
