import IonHopAnalysis

/// What the hops of one class do at one temperature.
public struct HopClassResult: Sendable, Codable, Equatable {
  /// Share in the sum of squared hop lengths, Σ z²ℓ²; all classes add up to 1.
  public var squaredLengthShare: Estimate
  /// Share in the dissipation of a current, from the network solver; all classes add up to 1, the
  /// largest is the bottleneck. By so much per cent the conductivity changes with one per cent of the
  /// class's rates. Nil where ions interact, in a field, and in networks too large to solve.
  public var dissipationShare: Double?
  /// ⟨n_i n_j⟩ of the ends of a bond over the product of the mean occupations of their kinds.
  public var pairCorrelation: Estimate?
}

/// The conductivity at one temperature in the study's supercell and in a doubled one.
public struct FiniteSizeResult: Sendable, Codable, Equatable {
  /// K
  public var temperature: Double
  /// Of the study's supercell.
  public var sites: Int
  /// Of the doubled supercell.
  public var doubledSites: Int
  /// S/cm
  public var conductivity: Estimate
  /// S/cm
  public var doubledConductivity: Estimate
  /// Doubled over the study's own: 1 if the supercell is large enough.
  public var ratio: Estimate
}
