import Foundation
import IonHopAnalysis
import IonHopStudies

extension Report {
  /// What a glass tells of its networks, and what spectra were fitted by.
  var glassSections: [HTML] { [glassTable, spectrumTable] }

  private var glassTable: HTML {
    guard let summary = results.glass else { return "" }
    let rows = results.points.flatMap { point -> [[HTML]] in
      guard let glass = point.glass else { return [] }
      let networks = glass.networks.map { network -> [HTML] in
        let path = network.criticalPath
        return [
          "\(formatted(point.temperature))", "\(network.index)",
          "\(number(network.conductivity))", "\(path.map { formatted($0.energy) } ?? "–")",
          "\(path.map { formatted($0.activationEnergy) } ?? "–")",
          "\(path.map { formatted($0.openShare) } ?? "–")", "\(path?.bottleneck ?? "–")",
          "\(path?.backboneShare.map { formatted($0) } ?? "–")",
        ]
      }
      return networks
    }
    let table = HTMLTable(
      headers: [
        "T (K)", "realisation", "σ (S/cm)", "E_c (eV)", "E_c − level (eV)", "open bonds",
        "bottleneck", "backbone",
      ], rows: rows)
    return """
      <h2>Glass</h2>
      \(scatterTable)
      \(list(summary))
      <p>E_c is the highest saddle on the easiest path through a network; less the level from which ions
      start it is the activation energy that the conductivity tends to on cooling. Open bonds: the share no
      higher than that saddle. Backbone: the share of bonds that dissipate nine tenths of a current.</p>
      \(table.html)
      """
  }

  /// By temperature: the parts of the error, trapped ions, subdiffusion.
  private var scatterTable: HTML {
    let rows = results.points.compactMap { point -> [HTML]? in
      guard let glass = point.glass else { return nil }
      return [
        "\(formatted(point.temperature))", "\(glass.networks.count)",
        "\(number(point.conductivity.mean))", "\(formatted(glass.samplingError))",
        "\(glass.realisationError.map { formatted($0) } ?? "–")",
        "\(glass.trappedFraction.map(number) ?? "–")",
        "\(glass.subdiffusion.map { number($0.exponent) } ?? "–")",
        "\(glass.subdiffusion.map { "\(formatted($0.from)) to \(formatted($0.to))" } ?? "–")",
      ]
    }
    return HTMLTable(
      headers: [
        "T (K)", "realisations", "σ (S/cm)", "error: sampling", "error: realisations",
        "trapped ions", "least exponent of ⟨Δr²⟩", "over (s)",
      ], rows: rows
    ).html
  }

  private func list(_ summary: GlassSummary) -> HTML {
    var items: [String] = []
    if let energy = summary.activationEnergy {
      let sampling = summary.activationEnergySamplingError.map { formatted($0) } ?? "–"
      items.append(
        "Activation energy, mean over networks: \(formatted(energy)); of its error \(sampling) eV from sampling"
      )
    }
    if let energy = summary.criticalActivationEnergy {
      items.append("of the critical path at the lowest temperature: \(formatted(energy))")
    }
    if let bend = summary.curvature {
      let verdict =
        switch bend.isPreferred {
        case true?: "the plot is bent (by AICc)"
        case false?: "a straight line does (by AICc)"
        case nil: "too few temperatures to tell whether the plot is bent"
        }
      items.append(
        "Activation energy \(formatted(bend.coldest)) at the lowest temperature, \(formatted(bend.hottest)) at the highest: \(verdict)"
      )
    }
    guard !items.isEmpty else { return "" }
    return "<ul>\(items.map { "<li>\($0)</li>" as HTML })</ul>"
  }

  private var spectrumTable: HTML {
    let points = results.points.filter { $0.spectrum != nil }
    guard !points.isEmpty else { return "" }
    let rows = points.compactMap { point -> [HTML]? in
      guard let spectrum = point.spectrum else { return nil }
      let fit = spectrum.jonscher
      return [
        "\(formatted(point.temperature))", "\(formatted(spectrum.sampledDecades))",
        "\(number(point.conductivity.mean))", "\(fit.map { number($0.plateau) } ?? "–")",
        "\(number(spectrum.highFrequencyConductivity))",
        "\(fit.map { formatted($0.onset, standardError: $0.onsetStandardError) } ?? "–")",
        "\(fit.map { number($0.exponent) } ?? "–")",
        "\(spectrum.network.map(Self.method) ?? "–")",
      ]
    }
    let table = HTMLTable(
      headers: [
        "T (K)", "decades sampled", "σ dc (S/cm)", "plateau (S/cm)", "σ(∞) (S/cm)",
        "onset (rad/s)", "exponent", "network solver",
      ], rows: rows)
    return """
      <h2>Spectra</h2>
      <p>Plateau, onset and exponent of σ′ = plateau · (1 + (ω/onset)ⁿ), fitted up to the geometric mean of
      σ dc and σ(∞); σ(∞) from the lengths of all hops.</p>
      \(table.html)
      """
  }

  private static func method(_ method: SpectrumResult.NetworkMethod) -> String {
    method == .exact ? "exact" : "mean field"
  }
}
