import Foundation

/// A chain of N beads joined by springs, without entanglement: the model of Rouse, solved exactly.
///
/// Free ends; mode p relaxes at 12 (kT/ζb²) sin²(pπ/2N). P. E. Rouse, J. Chem. Phys. 21, 1272
/// (1953), doi:10.1063/1.1699180; discrete modes as in M. Doi, S. F. Edwards, The Theory of Polymer
/// Dynamics, Oxford (1986), chapter 4.
///
///     let chain = RouseChain(beads: 50, bondLength: 1, beadDiffusivity: 1)
///     chain.meanSquareDisplacement(after: 10)   // 6.76247
public struct RouseChain: Sendable, Equatable {
  /// Of the chain.
  public let beads: Int
  /// Root mean square distance of neighbouring beads (Å).
  public let bondLength: Double
  /// kT/ζ of one bead without springs (Å²/s).
  public let beadDiffusivity: Double

  /// - Throws: `PolymerError.badValue` unless there is a bead, and lengths and rates are positive.
  public init(
    beads: Int, bondLength: Double, beadDiffusivity: Double
  ) throws(PolymerError) {
    try PolymerError.check("beads", Double(beads), in: 1...1e6)
    try PolymerError.checkPositive("bondLength", bondLength)
    try PolymerError.checkPositive("beadDiffusivity", beadDiffusivity)
    (self.beads, self.bondLength) = (beads, bondLength)
    self.beadDiffusivity = beadDiffusivity
  }

  /// From the Rouse time of the longest mode, as simulations report it.
  ///
  /// - Parameter rouseTime: s
  public init(beads: Int, bondLength: Double, rouseTime: Double) throws(PolymerError) {
    try PolymerError.check("beads", Double(beads), in: 2...1e6)
    try PolymerError.checkPositive("rouseTime", rouseTime)
    try PolymerError.checkPositive("bondLength", bondLength)
    let sine = sin(.pi / (2 * Double(beads)))
    try self.init(
      beads: beads, bondLength: bondLength,
      beadDiffusivity: bondLength * bondLength / (12 * sine * sine * rouseTime))
  }

  /// Relaxation rate of mode p, 1 to N − 1 (1/s).
  func rate(ofMode p: Int) -> Double {
    let sine = sin(Double(p) * .pi / (2 * Double(beads)))
    return 12 * beadDiffusivity / (bondLength * bondLength) * sine * sine
  }

  /// Mean square of one Cartesian component of the amplitude of mode p (Å²): the bead n is at
  /// X₀ + Σ X_p √(2/N) cos(pπ(n + ½)/N).
  func variance(ofMode p: Int) -> Double {
    let sine = sin(Double(p) * .pi / (2 * Double(beads)))
    return bondLength * bondLength / (12 * sine * sine)
  }

  /// How much of mode p bead n, from 0, feels.
  func weight(ofMode p: Int, bead n: Int) -> Double {
    (2 / Double(beads)).squareRoot() * cos(Double(p) * .pi * (Double(n) + 0.5) / Double(beads))
  }

  /// Time of the slowest mode (s); infinite for one bead.
  public var rouseTime: Double { beads > 1 ? 1 / rate(ofMode: 1) : .infinity }
  /// Of the centre of mass: kT/Nζ (Å²/s).
  public var centreDiffusivity: Double { beadDiffusivity / Double(beads) }

  /// g(t), averaged over the beads (Å²).
  ///
  /// - Parameter t: s
  public func meanSquareDisplacement(after t: Double) -> Double {
    var sum = 6 * centreDiffusivity * t
    for p in 1..<max(1, beads) {
      sum -= 6 / Double(beads) * variance(ofMode: p) * expm1(-rate(ofMode: p) * t)
    }
    return sum
  }

  /// g(t) of one bead, numbered from 0 (Å²).
  ///
  /// - Returns: NaN for a bead that does not exist.
  public func meanSquareDisplacement(ofBead n: Int, after t: Double) -> Double {
    guard (0..<beads).contains(n) else { return .nan }
    var sum = 6 * centreDiffusivity * t
    for p in 1..<max(1, beads) {
      let weight = weight(ofMode: p, bead: n)
      sum -= 6 * weight * weight * variance(ofMode: p) * expm1(-rate(ofMode: p) * t)
    }
    return sum
  }

  /// Diffusivity of an ion that rides on a bead and changes to another chain at random times, in
  /// the mean after τ₃ (Å²/s).
  ///
  /// D = (1/6τ₃²) ∫ e^(−t/τ₃) g(t) dt of A. Maitra, A. Heuer, Phys. Rev. Lett. 98, 227802 (2007),
  /// doi:10.1103/PhysRevLett.98.227802; the integral is done mode by mode.
  ///
  /// - Parameter transferTime: τ₃ (s).
  public func carriedDiffusivity(transferTime: Double) -> Double {
    var sum = centreDiffusivity
    for p in 1..<max(1, beads) {
      let rate = rate(ofMode: p)
      sum += variance(ofMode: p) * rate / (1 + rate * transferTime) / Double(beads)
    }
    return sum
  }

  /// The same for an ion that only moves along an endless ideal chain which stands still: between
  /// transfers it hops to either next bead at a rate k, and D = (k b²/3)/√(1 + 4kτ₃) (Å²/s).
  ///
  /// From ⟨|n|⟩ of a walk in continuous time, whose Laplace transform is 2k/(s√(s² + 4ks)).
  ///
  /// - Parameters:
  ///   - rate: k, to either side (1/s).
  ///   - bondLength: Å
  ///   - transferTime: τ₃ (s).
  public static func alongChainDiffusivity(
    rate: Double, bondLength: Double, transferTime: Double
  ) -> Double {
    rate * bondLength * bondLength / 3 / (1 + 4 * rate * transferTime).squareRoot()
  }
}
