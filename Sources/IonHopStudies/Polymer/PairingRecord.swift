import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// Free and bound ions of a salt over the looks at one replica.
struct PairingRecord {
  private let pairing: IonPairing
  var census = IonPairing.Census()
  private var occupied: [Bool]

  init(_ pairing: IonPairing, on network: SiteNetwork) {
    self.pairing = pairing
    occupied = Array(repeating: false, count: network.siteCount)
  }

  mutating func look(at engine: borrowing Engine) {
    for site in occupied.indices { occupied[site] = engine.isOccupied(site) }
    census += pairing.census { occupied[$0] }
  }
}

/// Ions that stand beside, or with, one of the other kind, chance included.
public struct PairingResult: Sendable, Codable {
  /// Share of the cations bound to an anion.
  public var pairedCations: Estimate
  /// Share of the anions bound to a cation.
  public var pairedAnions: Estimate
  /// Share of the cations in aggregates of three and more ions.
  public var aggregatedCations: Estimate

  /// From one census a replica; nil without any.
  init?(_ replicas: [IonPairing.Census]) {
    guard !replicas.isEmpty else { return nil }
    func mean(_ share: KeyPath<IonPairing.Census, Double>) -> Estimate {
      Estimate(meanOf: replicas.map { $0[keyPath: share] }, unit: .one)
    }
    pairedCations = mean(\.pairedCations)
    pairedAnions = mean(\.pairedAnions)
    aggregatedCations = mean(\.aggregatedCations)
  }
}

extension Estimate {
  /// Of independent values; one alone has no error.
  init(meanOf values: [Double], unit: Unit) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      value: mean,
      standardError: values.count > 1 ? (squares / (count * (count - 1))).squareRoot() : .infinity,
      unit: unit)
  }
}
