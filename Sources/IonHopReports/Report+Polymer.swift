import IonHopAnalysis
import IonHopStudies

extension Report {
  /// Arrhenius against VFT, what T0 and B may be, and apparent activation energies.
  var temperatureLawTable: HTML {
    guard let laws = results.temperatureLaws else { return "" }
    let rows = laws.laws.map { law -> [HTML] in
      [
        "\(law.model.title) of \(law.quantity.symbol)", "\(formatted(law.aicc))",
        "\(formatted(law.delta))", "\(formatted(law.weight))",
      ]
    }
    let table = HTMLTable(headers: ["law", "AICc", "above the best", "Akaike weight"], rows: rows)
    let slopes = laws.slopes.map { slope -> [HTML] in
      ["\(formatted(slope.temperature))", "\(formatted(slope.energy))"]
    }
    let slopeTable: HTML =
      slopes.isEmpty
      ? ""
      : "\(HTMLTable(headers: ["T (K)", "apparent E_a"], rows: slopes).html)"
    let failures = laws.failures.map { "<p><small>Left out: \($0).</small></p>" as HTML }
    return """
      <h2>Laws of temperature</h2>
      <p>Compared by Akaike's criterion for small samples; the weights of all sum to 1. WLF is VFT in
      other parameters and shares its entry. \(rangeOfT0)</p>
      \(table.html)\(slopeTable)\(failures)
      """
  }

  private var rangeOfT0: String {
    guard let laws = results.temperatureLaws, let profile = laws.profile, profile.best.count == 2
    else { return "" }
    func range(_ low: Double?, _ high: Double?) -> String {
      "\(low.map { formatted($0) } ?? "no bound") to \(high.map { formatted($0) } ?? "no bound")"
    }
    var text =
      "T₀ = \(formatted(profile.best[0])) K, with 95 % confidence \(range(profile.lowestT0, profile.highestT0)) K; "
      + "B = \(formatted(profile.best[1])) K, \(range(profile.lowestB, profile.highestB)) K."
    if let fragility = laws.fragility, let glass = laws.glassTransition {
      text +=
        " Fragility of the conductivity at T_g = \(formatted(glass)) K: \(formatted(fragility))."
    }
    return text
  }

  /// Bound ions, and what chains carry.
  var polymerTable: HTML {
    let pairs = results.points.compactMap { point in
      point.pairing.map { pairing -> [HTML] in
        [
          "\(formatted(point.temperature))", "\(formatted(pairing.pairedCations))",
          "\(formatted(pairing.pairedAnions))", "\(formatted(pairing.aggregatedCations))",
        ]
      }
    }
    let carried = results.points.compactMap { point in
      point.chainMotion.map { motion -> [HTML] in
        [
          "\(formatted(point.temperature))", "\(formatted(motion.residenceTime))",
          "\(formatted(motion.rouseTime)) s", "\(formatted(motion.carriedDiffusivity))",
        ]
      }
    }
    var parts: [HTML] = []
    if !pairs.isEmpty {
      let table = HTMLTable(
        headers: [
          "T (K)", "cations bound to an anion", "anions bound to a cation",
          "cations in aggregates of three or more",
        ], rows: pairs)
      parts.append("<h2>Ion pairs</h2>\(table.html)")
    }
    if !carried.isEmpty {
      let table = HTMLTable(
        headers: ["T (K)", "time on a chain τ₃", "Rouse time", "D* carried by chains"],
        rows: carried)
      parts.append(
        """
        <h2>Motion of chains</h2>
        <p>Included in D*, Dσ and σ above, not in the displacement curves, which are those of hops.</p>
        \(table.html)
        """)
    }
    return "\(parts)"
  }

  /// A composite beside effective media.
  var compositeTable: HTML {
    let names = Set(results.points.flatMap { ($0.composite?.effectiveMedia ?? [:]).keys }).sorted()
    let rows = results.points.compactMap { point in
      point.composite.map { composite -> [HTML] in
        [
          "\(formatted(point.temperature))", "\(formatted(composite.solved))",
          "\(formatted(composite.gain))",
        ]
          + names.map {
            "\(composite.effectiveMedia[$0].map { formatted($0) } ?? "–")"
          } + [
            "\(composite.bounds.map { formatted($0) }.joined(separator: " to "))",
            "\(["matrix", "shell", "filler", "contacts"].map { "\($0) \(formatted(100 * (composite.dissipation[$0] ?? 0))) %" }.joined(separator: ", "))",
          ]
      }
    }
    guard !rows.isEmpty else { return "" }
    let table = HTMLTable(
      headers: ["T (K)", "σ of the voxels (S/cm)", "over the polymer's"]
        + names.map { "\($0)" } + ["Hashin–Shtrikman bounds", "where the dissipation is"],
      rows: rows)
    return """
      <h2>Composite</h2>
      <p>The exact conductivity of the voxels beside effective media (S/cm) of polymer and particles
      with their shells.</p>
      \(table.html)
      """
  }
}
