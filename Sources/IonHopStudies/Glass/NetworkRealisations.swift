import IonHopCore

/// Several networks drawn from one model, which results are averaged over: a glass of a few thousand
/// sites is one sample of what a real one holds.
public struct NetworkRealisations: Sendable {
  /// How many.
  public let count: Int
  private let draw: @Sendable (Int) throws -> SiteNetwork

  /// - Parameter network: draws the network of a number from 0; the same each time.
  public init(_ count: Int, network: @escaping @Sendable (Int) throws -> SiteNetwork) {
    (self.count, draw) = (count, network)
  }

  /// - Throws: what drawing it throws.
  public func network(_ index: Int) throws -> SiteNetwork { try draw(index) }
}

extension Study {
  /// The study on one of its networks alone.
  ///
  /// - Throws: what drawing the network throws.
  public func realisation(_ index: Int) throws -> Study {
    guard let realisations else { return self }
    var study = self
    study.realisations = nil
    study.network = index == 0 ? network : try realisations.network(index)
    study.realisationIndex = index
    study.sampling = sampling.part(index, of: realisations.count)
    return study
  }
}

extension Sampling {
  /// What one of several networks is asked: its share of the hops and of the time, and the accuracy of
  /// all. Less would do for the mean's error, but a slope that is little known is taken at too short a
  /// lag, where ions still rattle: all networks would err to the same side.
  func part(_ index: Int, of count: Int) -> Sampling {
    var part = self
    part.hops = hops.map { max(1, $0 / count + (index < $0 % count ? 1 : 0)) }
    part.maxHops = max(1, maxHops / count)
    part.maxTime = maxTime.map { $0 / Double(count) }
    return part
  }
}
