import IonHopAnalysis
import IonHopStudies

extension StudyResults {
  /// The point nearest to 300 K.
  var nearRoom: PointResult? {
    points.min { abs($0.temperature - 300) < abs($1.temperature - 300) }
  }

  /// What was found in a sentence or two: σ, E_a with its error, and what limits transport.
  public var headline: String? {
    guard let point = nearRoom else { return nil }
    var text =
      "At \(formatted(point.temperature)) K the conductivity is \(formatted(point.conductivity.mean))"
    if let fit = fits.first {
      let isBent = fit.model != .arrhenius
      let place = isBent ? " at \(formatted(fit.referenceTemperature)) K" : ""
      text +=
        ", with an \(isBent ? "apparent " : "")activation energy of \(formatted(fit.activationEnergy))\(place)"
      let temperatures = points.map(\.temperature)
      if let low = temperatures.min(), let high = temperatures.max(), low < high {
        text +=
          " (\(fit.model.title) fit of \(fit.quantity.symbol), \(formatted(low)) to \(formatted(high)) K)"
      }
    }
    return text + "." + (limit(at: point).map { " " + $0 } ?? "")
  }

  /// What limits transport: boundaries before phases, these before bottlenecks, these before correlation.
  private func limit(at point: PointResult) -> String? {
    if let boundary = point.boundary, boundary.resistanceRatio.value.isFinite {
      return
        "One boundary resists \(short(boundary.resistanceRatio)) times as much as the grain between two: \(boundary.resistanceRatio.value > 1 ? "boundaries limit transport." : "the grains limit transport.")"
    }
    if let composite = point.composite,
      let part = composite.dissipation.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
    {
      return
        "That is \(formatted(composite.gain)) times the polymer alone; most of the dissipation, \(percent(part.value)), is in the \(part.key)."
    }
    if let path = point.glass?.networks.first?.criticalPath {
      return
        "The easiest path through the network has its highest saddle at a hop of class \(path.bottleneck)."
    }
    return shareOfSpecies(point) ?? bottleneck(point) ?? correlation(point)
  }

  /// Which of several species carries most of the current.
  private func shareOfSpecies(_ point: PointResult) -> String? {
    guard let species = point.species, species.count > 1,
      let most = species.max(by: { $0.transferenceNumber.value < $1.transferenceNumber.value }),
      most.transferenceNumber.value.isFinite
    else { return nil }
    return
      "\(most.name) carries most of the current: its transference number is \(short(most.transferenceNumber))."
  }

  private func bottleneck(_ point: PointResult) -> String? {
    let shares = (point.hopClasses ?? [:]).compactMapValues(\.dissipationShare)
    guard shares.count > 1,
      let worst = shares.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
    else { return nil }
    return
      "Hops of class \(worst.key) limit it most: \(percent(worst.value)) of a current’s dissipation."
  }

  /// What correlated motion leaves of free hopping: D_σ over that of uncorrelated hops, f/H.
  private func correlation(_ point: PointResult) -> String? {
    let left = point.correlationFactor.value / point.havenRatio.value
    guard left.isFinite, left > 0 else { return nil }
    return
      "Correlations between hops leave \(percent(left)) of what uncorrelated hops would conduct; the Haven ratio is \(formatted(point.havenRatio))."
  }

  private func short(_ estimate: Estimate) -> String {
    formatted(estimate.value, standardError: estimate.standardError)
  }
}

/// A share as a percentage of three digits.
func percent(_ share: Double) -> String {
  guard share.isFinite else { return "–" }
  let rounded = 100 * share
  let places = abs(rounded) >= 99.95 ? 1.0 : abs(rounded) >= 10 ? 10 : 100
  return "\(formatted((rounded * places).rounded() / places)) %"
}

/// The first sentence of a report.
func headline(_ text: String?) -> HTML {
  text.map { "<p class=\"headline\">\($0)</p>" } ?? ""
}

extension PolycrystalResults {
  /// What was found in a sentence or two.
  public var headline: String? {
    let best = ranked.first
    guard let variant = best?.variant, let point = best?.point else { return nil }
    let place = sweep.isEmpty ? "" : "Best of \(variants.count) variants is \(variant.label). "
    var text =
      "\(place)At \(formatted(point.temperature)) K the conductivity is \(formatted(point.conductivity)) S/cm"
    if let fit = variant.fit(of: "total") {
      text += ", with an activation energy of \(formatted(fit.activationEnergy.value)) eV"
    }
    let share = point.boundaryShare
    guard share.isFinite else { return text + "." }
    return text
      + ". \(percent(share)) of the resistance is in boundaries: \(share > 0.6 ? "they limit" : share < 0.4 ? "grains limit" : "they and the grains alike limit") transport."
  }
}

extension SweepResults {
  /// The spread of σ over the variants near 300 K, with the best and the worst.
  public var headline: String? {
    let found = variants.compactMap { variant in
      variant.results?.nearRoom.map { (variant, $0) }
    }.filter { $0.1.conductivity.value.isFinite }
    guard
      let best = found.max(by: { $0.1.conductivity.value < $1.1.conductivity.value }),
      let worst = found.min(by: { $0.1.conductivity.value < $1.1.conductivity.value }),
      best.0.key != worst.0.key
    else { return nil }
    let isOne = found.allSatisfy { $0.1.temperature == best.1.temperature }
    let place = isOne ? "At \(formatted(best.1.temperature)) K the" : "The"
    return
      "\(place) conductivity runs from \(formatted(worst.1.conductivity.mean)) (\(worst.0.label)) to \(formatted(best.1.conductivity.mean)) (\(best.0.label))."
  }
}
