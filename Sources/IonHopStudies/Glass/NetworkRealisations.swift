import IonHopCore

/// Several networks drawn from one model, which results are averaged over: a glass of a few thousand
/// sites is one sample of what a real one holds.
public struct NetworkRealisations: Sendable {
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
  /// What one of several networks is asked: together they are to be as accurate as one would be.
  func part(_ index: Int, of count: Int) -> Sampling {
    var part = self
    part.relativeError = min(
      max(relativeError, Self.leastAccuracy), relativeError * Double(count).squareRoot())
    part.hops = hops.map { max(1, $0 / count + (index < $0 % count ? 1 : 0)) }
    part.maxHops = max(1, maxHops / count)
    part.maxTime = maxTime.map { $0 / Double(count) }
    return part
  }

  /// The standard error of a conductivity less known than this is itself not known.
  private static let leastAccuracy = 0.2
}
