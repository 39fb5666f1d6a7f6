import IonHopCore

/// The sites and hops of one cell, for a picture.
public struct CellDrawing: Sendable, Codable, Equatable {
  /// Three vectors (Å).
  public var cell: [[Double]]
  /// Names of the kinds of sites.
  public var siteKinds: [String]
  /// Sites of the cell.
  public var sites: [Site]
  /// Names of the classes of hops.
  public var hopClasses: [String]
  /// Hops that leave the cell's sites.
  public var hops: [Hop]

  /// A site of the picture.
  public struct Site: Sendable, Codable, Equatable {
    /// Å
    public var position: [Double]
    /// Index in `siteKinds`.
    public var kind: Int
  }

  /// A directed hop.
  public struct Hop: Sendable, Codable, Equatable {
    /// Index in `sites`.
    public var from: Int
    /// Å
    public var displacement: [Double]
    /// Index in `hopClasses`.
    public var hopClass: Int
  }

  /// More could not be told apart in a picture.
  private static let mostHops = 3000

  /// - Returns: nil for a cell with too many hops for a picture.
  init?(_ network: SiteNetwork) {
    guard network.hopCount <= Self.mostHops else { return nil }
    let c = network.cell
    cell = [c.a, c.b, c.c].map(Self.list)
    siteKinds = network.siteKinds
    hopClasses = network.hopClasses
    sites = (0..<network.siteCount).map {
      Site(position: Self.list(network.position(of: $0)), kind: network.kind(of: $0))
    }
    hops = (0..<network.siteCount).flatMap { site in
      network.hops(from: site).map {
        Hop(from: site, displacement: Self.list($0.displacement), hopClass: $0.hopClass)
      }
    }
  }

  private static func list(_ v: SIMD3<Double>) -> [Double] { [v.x, v.y, v.z] }
}
