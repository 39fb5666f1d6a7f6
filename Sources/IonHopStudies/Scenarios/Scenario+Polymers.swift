import Foundation
import IonHopAnalysis
import IonHopNetworks

extension Scenario {
  // MARK: Polymers

  static let polymers = Scenario(
    "polymers", "PEO: VFT, crystals, cross-links and salt",
    files: ["polymer-vft", "polymer-crystals", "polymer-crosslinks", "polymer-salt"],
    pass:
      "VFT wins over Arrhenius by AICc above T_g, with T0 of the segments; a knee at the melting of the crystals, near 60 C; cross-links slow ions; an optimum in the concentration of salt; t+ from 0.1 to 0.3"
  ) { results in
    let found = results.sampled
    return vogelChecks(found) + kneeChecks(found) + crossLinkChecks(found) + saltChecks(found)
  }

  private static func vogelChecks(_ results: [String: StoredResults]) -> [Check] {
    guard case .study(let study)? = results["polymer-vft"], let laws = study.temperatureLaws,
      let profile = laws.profile
    else { return [Check("polymer-vft: temperatures enough for VFT", false)] }
    let arrhenius = laws.laws.filter { $0.model == .arrhenius }.map(\.weight).reduce(0, +)
    let shares = study.points.compactMap { $0.species?.first?.idealTransferenceNumber.value }
    let (low, high) = (shares.min() ?? .nan, shares.max() ?? .nan)
    let (lowest, highest) = (profile.lowestT0 ?? .nan, profile.highestT0 ?? .nan)
    let segments = segmentsT0(ratio: 16) ?? .nan
    return [
      Check(
        String(
          format: "VFT against Arrhenius: weight of Arrhenius %.1e, T0 = %.0f K", arrhenius,
          profile.best.first ?? .nan), laws.laws.first?.model == .vft && arrhenius < 0.01),
      Check(
        String(
          format: "T0 of sigma from %.0f to %.0f K with 95 %% confidence, of the segments %.0f K",
          lowest, highest, segments), lowest < segments && segments < highest),
      Check(
        String(format: "t+ from %.2f to %.2f", low, high),
        shares.count == study.points.count && low > 0.1 && high < 0.3),
    ]
  }

  /// T0 of the segments' renewal in PEO-LiTFSI (K), at so many monomers a cation.
  private static func segmentsT0(ratio: Double) -> Double? {
    (try? PolymerMaterial.named("PEO-LiTFSI"))?.segments(ratio: ratio).vogel?.t0
  }

  /// The slope against 1/T is steeper below the melting range than above it, beyond that of the same
  /// polymer without crystals.
  private static func kneeChecks(_ results: [String: StoredResults]) -> [Check] {
    func ratios() -> [(temperature: Double, ratio: Double)] {
      guard let blocked = variant(results["polymer-crystals"], "true"),
        let free = variant(results["polymer-crystals"], "false")
      else { return [] }
      return zip(blocked.points, free.points).map {
        ($0.temperature, $0.conductivity.value / $1.conductivity.value)
      }
    }
    let values = ratios()
    let cold = values.filter { $0.temperature < 325 }.map(\.ratio)
    let hot = values.filter { $0.temperature > 338 }.map(\.ratio)
    let (most, least) = (cold.max() ?? .nan, hot.min() ?? .nan)
    return [
      Check(
        String(
          format:
            "crystals: sigma times %.2f below 325 K and times %.2f above 338 K, without them 1",
          most, least), most < 0.4 && abs(least - 1) < 0.3)
    ]
  }

  private static func crossLinkChecks(_ results: [String: StoredResults]) -> [Check] {
    let series = numbers(results["polymer-crosslinks"]) { $0.points.first?.conductivity.value }
    let text = series.map { String(format: "%.2g", $0.1) }.joined(separator: ", ")
    let falls = zip(series, series.dropFirst()).allSatisfy { $1.1 < $0.1 }
    return [Check("cross-links: sigma \(text) S/cm, falling", series.count > 2 && falls)]
  }

  private static func saltChecks(_ results: [String: StoredResults]) -> [Check] {
    let series = numbers(results["polymer-salt"]) { $0.points.first?.conductivity.value }
      .sorted { $0.0 < $1.0 }
    let text = series.map { String(format: "%g: %.2g", $0.0, $0.1) }.joined(separator: ", ")
    let best = series.max { $0.1 < $1.1 }?.0 ?? .nan
    return [
      Check(
        "salt, EO:Li: sigma \(text) S/cm; largest at \(best)",
        best > (series.first?.0 ?? 0) && best >= 8 && best <= 24)
    ]
  }

  // MARK: Fillers

  static let fillers = Scenario(
    "fillers", "Particles in polymers: active or inert, coated, clustered, aligned",
    files: ["filler-volume", "filler-threshold", "filler-weight", "filler-alignment"],
    pass:
      "LLZTO in PPC gains some 2.5-fold and more than silica; coated particles percolate near 0.29 of the volume; 1 : 1.54 : 1.15 at 0 / 15 / 20 wt%; fibres conduct best along their axis"
  ) { results in
    let found = results.sampled
    return volumeChecks(found) + thresholdChecks(found) + weightChecks(found)
      + alignmentChecks(found)
  }

  private static func volumeChecks(_ results: [String: StoredResults]) -> [Check] {
    func gains(_ filler: String) -> [(fraction: Double, gain: Double)] {
      variants(results["filler-volume"]).compactMap { variant in
        guard variant.values.contains(where: { $0.text == filler }),
          let fraction = variant.values.compactMap(\.number).first,
          let gain = variant.results?.points.first?.composite?.gain
        else { return nil }
        return (fraction, gain)
      }.sorted { $0.fraction < $1.fraction }
    }
    let (active, inert) = (gains("LLZTO"), gains("SiO2"))
    let most = active.max { $0.gain < $1.gain }
    let best = inert.max { $0.gain < $1.gain }
    let apart = zip(active, inert).allSatisfy { $0.fraction == 0 || $0.gain > $1.gain }
    return [
      Check(
        String(
          format: "LLZTO: up to %.2f times PPC, at %.0f vol%%", most?.gain ?? .nan,
          100 * (most?.fraction ?? .nan)), abs((most?.gain ?? .nan) / 2.5 - 1) < 0.25),
      Check(
        String(
          format: "SiO2: up to %.2f times PPC, at %.0f vol%%; less than LLZTO everywhere",
          best?.gain ?? .nan, 100 * (best?.fraction ?? .nan)),
        apart && (best?.fraction ?? 1) < 0.3),
    ]
  }

  private static func thresholdChecks(_ results: [String: StoredResults]) -> [Check] {
    let series = variants(results["filler-threshold"]).compactMap { variant in
      variant.results?.points.first?.composite.map {
        (coated: 1 - ($0.fractions["matrix"] ?? .nan), gain: $0.gain)
      }
    }.sorted { $0.coated < $1.coated }
    // Between one and the conductor's thousand, thirty is the middle of the jump.
    let below = series.last { $0.gain < 30 }?.coated ?? .nan
    let above = series.first { $0.gain >= 30 }?.coated ?? .nan
    return [
      Check(
        String(
          format: "coated particles conduct across between %.2f and %.2f of the volume", below,
          above), below < 0.33 && above > 0.24 && above - below < 0.2)
    ]
  }

  private static func weightChecks(_ results: [String: StoredResults]) -> [Check] {
    let values = variants(results["filler-weight"]).compactMap { variant in
      variant.results?.points.first?.composite.map {
        (variant.values.first?.number ?? .nan, $0.gain)
      }
    }
    func gain(_ weight: Double) -> Double { values.first { abs($0.0 - weight) < 1e-9 }?.1 ?? .nan }
    let highest = values.max { $0.1 < $1.1 }?.0 ?? .nan
    return [
      Check(
        String(
          format: "silica, 0 / 15 / 20 wt%%: 1 : %.2f : %.2f, measured 1 : 1.54 : 1.15",
          gain(0.15), gain(0.2)),
        abs(gain(0.15) / 1.54 - 1) < 0.15 && abs(gain(0.2) / 1.15 - 1) < 0.15 && highest == 0.15)
    ]
  }

  private static func alignmentChecks(_ results: [String: StoredResults]) -> [Check] {
    func along(_ alignment: String) -> Double {
      variant(results["filler-alignment"], alignment)?.points.first?.conductivity.tensor[2][2]
        ?? .nan
    }
    let ratio = along("z") / along("random")
    return [
      Check(
        String(format: "fibres along the current: %.2f times those at random", ratio), ratio > 1.2)
    ]
  }

  // MARK: Variants

  private static func variants(_ results: StoredResults?) -> [VariantResults] {
    guard case .sweep(let sweep)? = results else { return [] }
    return sweep.variants
  }

  /// The variant that one swept value tells.
  private static func variant(_ results: StoredResults?, _ text: String) -> StudyResults? {
    variants(results).first { $0.values.contains { $0.text == text } }?.results
  }

  private static func numbers(
    _ results: StoredResults?, _ value: (StudyResults) -> Double?
  ) -> [(Double, Double)] {
    variants(results).compactMap { variant in
      guard let number = variant.values.first?.number,
        let found = variant.results.flatMap(value)
      else { return nil }
      return (number, found)
    }
  }
}
