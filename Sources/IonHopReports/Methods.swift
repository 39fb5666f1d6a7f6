import IonHopAnalysis
import IonHopNetworks
import IonHopStudies

/// How a run was made, in words for a paper, and the works that they cite.
///
/// Keys in brackets are those of the BibTeX entries.
struct Methods {
  let paragraphs: [String]
  /// The program's and the method's works, then the model's.
  let bibliography: Bibliography
  /// How many of them are the program's and the method's.
  private let ownWorks: Int

  /// Paragraphs and references, as plain text.
  var text: String {
    let works = bibliography.sources.map { source in
      "[\(source.key)] \(source.citation)" + (source.doi.map { ", doi:\($0)" } ?? "")
    }
    return (paragraphs + [works.joined(separator: "\n")]).joined(separator: "\n\n") + "\n"
  }

  /// The section of a report.
  var html: HTML {
    let paragraphs = paragraphs.map { "<p>\($0)</p>" as HTML }
    let own = bibliography.sources.prefix(ownWorks).map { source -> HTML in
      let doi = source.doi.map { ", doi:\($0)" } ?? ""
      return "<li><b>\(source.key)</b> \(source.citation)\(doi)</li>"
    }
    return """
      <h2>Methods, to be pasted</h2>
      <div class="methods">\(paragraphs)<ul>\(own)</ul></div>
      <details class="screen"><summary>BibTeX of all works cited (references.bib)</summary><pre>\(bibliography.bibTeX)</pre></details>
      """
  }

  /// A study that was sampled.
  init(_ results: StudyResults) {
    let sampled = results.points.contains { $0.replicas > 0 }
    let hasExact = results.points.contains { point in
      point.hopClasses?.values.contains { $0.dissipationShare != nil } ?? false
    }
    var works = [Self.program(results.provenance), Self.gsl]
    if sampled {
      works +=
        Self.selection(results.model.selector) + [Self.transport, Self.errors, Self.blocking]
    }
    works += Self.rates(results.model.rateLaw)
    var paragraphs = [Self.model(results)]
    if sampled { paragraphs += [Self.sampling(results), Self.analysis(results)] }
    if results.points.contains(where: { $0.composite != nil }) {
      paragraphs.append(
        "The composite was solved as a network of conducting voxels, without sampling.")
    }
    if hasExact {
      paragraphs.append(
        "Shares of hop classes in the dissipation are those of a current through the network of the mean conductances of its hops, solved by sparse linear algebra."
      )
    }
    paragraphs += Self.parameters(results.model.sources)
    self.init(paragraphs, works, results.model.sources)
  }

  /// A sweep: the first variant that has results, and what was varied.
  init?(_ sweep: SweepResults, sources: [Source]) {
    guard let first = sweep.variants.lazy.compactMap(\.results).first(where: { !$0.points.isEmpty })
    else { return nil }
    var single = first
    single.provenance = sweep.provenance
    let methods = Methods(single)
    let keys = sweep.sweep.map(\.title).joined(separator: ", ")
    self.init(
      ["\(sweep.variants.count) variants of \(keys) were studied; the following is of the first."]
        + methods.paragraphs, Array(methods.bibliography.sources.prefix(methods.ownWorks)),
      methods.bibliography.sources + sources)
  }

  /// A polycrystal, which is solved.
  init(_ results: PolycrystalResults) {
    var paragraphs: [String] = []
    if let structure = results.variants.lazy.compactMap(\.microstructure).first {
      let many = results.sweep.isEmpty ? "" : " (the first of \(results.variants.count) variants)"
      paragraphs.append(
        "Conduction through \(structure.sentence)\(many) was solved with \(Self.name(results.provenance)) [IonHop]: a network of conductances between voxels, with the area-specific resistance of each boundary between grains, under a mean field along each axis with periodic sides."
      )
    }
    let temperatures = results.variants.flatMap(\.points).map(\.temperature)
    if let low = temperatures.min(), let high = temperatures.max() {
      paragraphs.append(
        "Temperatures were \(Self.range(low, high)) K. A boundary’s share of the resistance is its part in the dissipation. Seed \(results.provenance.seed)."
      )
    }
    if results.variants.flatMap(\.points).contains(where: { $0.spectrum?.circuit != nil }) {
      paragraphs.append(
        "Impedance was solved at each frequency with complex admittances; equivalent circuits were fitted by complex non-linear least squares with weights 1/|Z|², the circuit chosen by its Bayesian information."
      )
    }
    self.init(
      paragraphs + Self.parameters(results.sources),
      [Self.program(results.provenance), Self.gsl], results.sources)
  }

  private init(_ paragraphs: [String], _ works: [Source], _ sources: [Source]) {
    self.paragraphs = paragraphs
    bibliography = Bibliography(works + sources)
    ownWorks = Bibliography(works).sources.count
  }

  // MARK: Paragraphs

  private static func model(_ results: StudyResults) -> String {
    let model = results.model
    let ions =
      model.mobile.map { $0.map { "\($0.ions) \($0.name)" }.joined(separator: ", ") }
      ?? "\(model.mobileIons) \(model.species)"
    var text =
      "Ion transport was simulated by kinetic Monte Carlo with \(name(results.provenance)) [IonHop]. Model: \(model.description). "
    text +=
      "The periodic cell of \(formatted(model.volume)) Å³ holds \(model.sites) sites joined by \(model.hops) directed hops, with \(ions). "
    return text + law(model.rateLaw)
  }

  private static func law(_ name: String) -> String {
    switch RateLawName(rawValue: name) {
    case .symmetric:
      "A hop has the rate ν exp(−max(E_b + ΔE/2, ΔE, 0)/k_BT), ν the attempt frequency, E_b the kinetically resolved barrier, ΔE the change of energy [VanDerVen2001]."
    case .transitionState:
      "A hop has the rate ν exp(−(E_saddle − E_initial)/k_BT), ν the attempt frequency."
    case .metropolis:
      "A hop has the rate ν exp(−E_b/k_BT) min(1, exp(−ΔE/k_BT)), ν the attempt frequency, E_b the barrier, ΔE the change of energy [Metropolis1953]."
    case .heatBath:
      "A hop has the rate ν exp(−E_b/k_BT)/(1 + exp(ΔE/k_BT)), ν the attempt frequency, E_b the barrier, ΔE the change of energy [Glauber1963]."
    case .initialState:
      "A hop has the rate ν exp(−(E_b − E_initial)/k_BT), ν the attempt frequency, the barrier E_b counted from an initial state at zero energy."
    case nil: "The rate law is \(name)."
    }
  }

  private static func sampling(_ results: StudyResults) -> String {
    let points = results.points
    let temperatures = points.map(\.temperature)
    let hops = points.map(\.hops)
    let equilibration = points.map(\.equilibrationHops)
    var text =
      "\(points.count == 1 ? "One temperature" : "\(points.count) temperatures"), \(span(temperatures)) K, \(points.count == 1 ? "was" : "were") sampled with \(span(points.map { Double($0.replicas) })) independent replicas each. "
    text +=
      "After \(span(equilibration.map(Double.init))) hops of equilibration, \(span(hops.map(Double.init))) hops a temperature were made"
    let settings = points.compactMap(\.settings)
    if let setting = settings.first, setting.hops == nil {
      let what =
        setting.target == .conductivity ? "the conductivity" : "the activation energy"
      text +=
        ", until the relative standard error of \(what) was \(formatted(100 * setting.relativeError)) %"
      if points.contains(where: { !$0.converged }) { text += " (not reached everywhere)" }
    }
    let origin = results.provenance
    text +=
      ". \(selector(results.model.selector)) Random numbers: \(origin.generator) of the GNU Scientific Library \(origin.gslVersion) [GSL], seed \(origin.seed)."
    return text
  }

  private static func selector(_ name: String) -> String {
    switch name {
    case "nullEvent":
      "Events were selected by uniformisation, with null events [Jensen1953]."
    case "compositionRejection":
      "Events were selected by composition and rejection [Slepoy2008]."
    case "rejectionFree":
      "Events were selected without rejection, by composition and rejection over groups of rates [Bortz1975, Slepoy2008]."
    default: "Selection of events: \(name)."
    }
  }

  private static func analysis(_ results: StudyResults) -> String {
    var text =
      "The conductivity is σ = n q² D_σ/(k_BT), n the number density of mobile ions of charge q, where the charge diffusivity D_σ is the slope of the mean-squared displacement of all ions together, per ion; the tracer diffusivity D* is that of single ions, the Haven ratio D*/D_σ, the correlation factor D* over that of uncorrelated hops [Allnatt1993]. "
    text +=
      "Standard errors are of a jackknife over batches of time of independent replicas, blocked against correlation [Efron1981, Flyvbjerg1989]."
    if let fit = results.fits.first {
      text +=
        " Activation energies are of weighted least-squares fits of ln \(fit.quantity.symbol) (\(fit.model.title))."
    }
    return text
  }

  private static func parameters(_ sources: [Source]) -> [String] {
    guard !sources.isEmpty else { return [] }
    let keys = Bibliography(sources).sources.map(\.key).joined(separator: ", ")
    return [
      "Parameters of the model and the values it is compared with are of [\(keys)]; what was taken of each stands in the annotations of the BibTeX entries."
    ]
  }

  private static func name(_ origin: Provenance) -> String {
    "IonHop \(origin.version) (commit \(origin.commit))"
  }

  private static func span(_ values: [Double]) -> String {
    guard let low = values.min(), let high = values.max() else { return "–" }
    return range(low, high)
  }

  private static func range(_ low: Double, _ high: Double) -> String {
    formatted(low) == formatted(high) ? formatted(low) : "\(formatted(low)) to \(formatted(high))"
  }
}

/// The names of rate laws in results files.
private enum RateLawName: String {
  case symmetric, transitionState, metropolis, heatBath, initialState
}
