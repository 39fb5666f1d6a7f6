import IonHopAnalysis

extension StudyResults {
  /// Fits a temperature law to the conductivities, weighted by their errors.
  ///
  /// A point that was cut short while ions still went to and fro knows its cage, not its conductivity,
  /// and its error bar does not know that: it is left out where two others remain, and noted.
  ///
  /// - Throws: `FitError`, for example with fewer temperatures than parameters.
  public func fit(_ model: FitModel, quantity: FitQuantity = .sigmaT) throws -> FitResult {
    let doubtful = points.filter { !$0.converged && !$0.tracerIsDiffusive }
    let leavesOut = points.count >= doubtful.count + 2
    let kept = leavesOut ? points.filter { $0.converged || $0.tracerIsDiffusive } : points
    var fit = try TemperatureFit.fit(kept.map(\.datum), model: model, quantity: quantity)
    if !doubtful.isEmpty {
      let list = doubtful.map { "\(($0.temperature * 10).rounded() / 10) K" }
      fit.notes.append(
        "\(leavesOut ? "left out" : "not to be trusted"), as cut short before ions were seen to diffuse: \(list.joined(separator: ", "))"
      )
    }
    return fit
  }

  /// The conductivities with their errors.
  public var conductivityData: [ConductivityDatum] { points.map(\.datum) }
}

extension PointResult {
  fileprivate var datum: ConductivityDatum {
    ConductivityDatum(
      temperature: temperature, conductivity: conductivity.value,
      standardError: conductivity.standardError)
  }
}
