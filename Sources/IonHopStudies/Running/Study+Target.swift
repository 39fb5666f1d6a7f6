import IonHopAnalysis

/// How well the quantity is known that a temperature by itself is asked for.
extension Study {
  /// Relative; infinite while a diffusivity that is asked for depends on how long ions were watched.
  func relativeError(of analysis: TransportAnalysis) -> Double {
    if sampling.target == .tracerDiffusivity, !analysis.isSettled { return .infinity }
    return relativeError(
      analysis.conductivity, analysis.tracerDiffusivity, analysis.havenRatio)
  }

  /// Relative, so far as the stored numbers tell: whether slopes have settled does not stand in them.
  func relativeError(of point: PointResult) -> Double {
    relativeError(point.conductivity, point.tracerDiffusivity, point.havenRatio)
  }

  /// Whether a point knows what is asked, slopes included.
  func isAccurate(_ point: PointResult) -> Bool {
    guard relativeError(of: point) <= sampling.relativeError else { return false }
    // Under another target nobody looked whether they had settled.
    return sampling.target != .tracerDiffusivity
      || (point.settings?.target == .tracerDiffusivity && point.converged)
  }

  private func relativeError(
    _ conductivity: TensorEstimate, _ tracer: TensorEstimate, _ havenRatio: Estimate
  ) -> Double {
    let charge = decisive(conductivity).relativeError
    return switch sampling.target {
    case .conductivity, .activationEnergy: charge
    case .havenRatio: havenRatio.relativeError
    case .tracerDiffusivity: max(charge, tracer.mean.relativeError)
    }
  }
}
