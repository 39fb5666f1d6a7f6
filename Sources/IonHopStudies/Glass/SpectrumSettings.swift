import IonHopCore
import IonHopNetworks

/// How to sample the conductivity at finite frequency.
public struct SpectrumSettings: Sendable, Equatable {
  /// Frequencies a decade.
  public var perDecade = 4
  /// Accepted hops a temperature for it, over all replicas and networks: the lowest frequency falls with
  /// them.
  public var hops = 50_000_000

  /// The usual settings.
  public init() {}
}

extension StudyReader {
  /// Reads `spectrum: true` or `spectrum: { perDecade: 4, hops: 5e7 }`.
  func spectrum(_ model: StudyModel) throws(InputError) -> SpectrumSettings? {
    guard let value = keys["spectrum"] else { return nil }
    var settings = SpectrumSettings()
    if value.isMapping {
      let hint = "give spectrum: { perDecade: 4, hops: 5e7 }"
      let given = try value.mapping(["perDecade", "hops"], hint)
      if let number = try given["perDecade"]?.wholeNumber(in: 1...50) {
        settings.perDecade = number
      }
      if let number = try given["hops"]?.wholeNumber(in: 1...Int.max) { settings.hops = number }
    } else if try !value.bool() {
      return nil
    }
    if model.network.layers != nil {
      throw value.error("a spectrum is of one mobile species; take it away, or the other species")
    }
    if model.settings.field != .zero {
      throw value.error("a spectrum is of ions without a field; take one of the two away")
    }
    if model.boundary != nil {
      throw value.error(
        "charge that piles up at boundaries takes too long for it; take the spectrum away")
    }
    guard try sampling().replicas > 1 else {
      throw value.error("its errors come from the scatter of replicas; give replicas: 2 or more")
    }
    if let basins = keys["basins"], try basins.text() == "on" {
      throw basins.error("basin steps hide fast hops, which a spectrum shows; take one away")
    }
    return settings
  }
}
