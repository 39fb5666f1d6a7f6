import IonHopAnalysis

/// One of several mobile species of a study.
public struct MobileSummary: Sendable, Codable {
  /// For example "Li".
  public var name: String
  /// e
  public var charge: Double
  /// How many there are.
  public var ions: Int
}

/// What one of several mobile species does at a point; see `SpeciesTransport` for the definitions.
public struct SpeciesResult: Sendable, Codable {
  /// For example "Li".
  public var name: String
  /// How many there are.
  public var ions: Int
  /// e
  public var charge: Double
  /// cm²/s; nil for a species without ions.
  public var tracerDiffusivity: Estimate?
  /// Share of the current, from all correlations.
  public var transferenceNumber: Estimate
  /// The same for ions that know nothing of each other.
  public var idealTransferenceNumber: Estimate
  /// Onsager conductivity σ_ij (S/cm) with each species j.
  public var conductivityWith: [String: Estimate]
}

extension SpeciesResult {
  static func all(of transport: SpeciesTransport?) -> [SpeciesResult]? {
    transport.map { transport in
      transport.names.indices.map { i in
        SpeciesResult(
          name: transport.names[i], ions: transport.counts[i], charge: transport.charges[i],
          tracerDiffusivity: transport.tracerDiffusivity[i],
          transferenceNumber: transport.transference[i],
          idealTransferenceNumber: transport.idealTransference[i],
          conductivityWith: Dictionary(
            uniqueKeysWithValues: zip(transport.names, transport.conductivity[i])))
      }
    }
  }
}
