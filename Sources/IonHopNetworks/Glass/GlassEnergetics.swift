import Foundation
import IonHopCore

/// The energies of a glass: of sites, of barriers, or of both.
///
/// A hop's barrier is the sum of a draw from `barriers`, `barrierPerLength` times its length beyond
/// `referenceLength`, and the Anderson–Stuart energy, where given; one sum for a hop and its reverse.
/// The draw is from the part of the distribution that leaves the barrier at zero or more. Rate laws
/// then add what the energies of the two sites do (`RateLaw`); with `metropolis` and `decay`, hops
/// are those of A. Miller, E. Abrahams, Phys. Rev. 120, 745 (1960), doi:10.1103/PhysRev.120.745.
public struct GlassEnergetics: Sendable, Equatable {
  /// Of ions on their sites.
  public var siteEnergies = EnergyDistribution.single(0)
  /// Å; zero for independent sites.
  public var siteCorrelationLength = 0.0
  /// Of hops.
  public var barriers = EnergyDistribution.single(0.3)
  /// Å, of the field at the middle of hops; zero for independent hops.
  public var barrierCorrelationLength = 0.0
  /// eV/Å
  public var barrierPerLength = 0.0
  /// Å
  public var referenceLength = 0.0
  /// Binding and strain energy; nil for none.
  public var andersonStuart: AndersonStuart?
  /// Wells of fixed charges; nil for none.
  public var counterIons: CounterIons?
  /// ν₀ (Hz)
  public var attemptFrequency = 1e13
  /// Δ₀ of ν = ν₀ exp(E_b/Δ₀) (eV), the same both ways; nil for one attempt frequency. All Arrhenius
  /// lines then cross at T = Δ₀/k_B: W. Meyer, H. Neldel, Z. Tech. Phys. 18, 588 (1937).
  public var meyerNeldelEnergy: Double?
  /// α of a factor exp(−2αd) in the attempt frequency (1/Å).
  public var decay = 0.0

  /// Sites of one energy, barriers of 0.3 eV.
  public init() {}

  /// Barrier disorder alone.
  public init(barriers: EnergyDistribution) { self.barriers = barriers }

  func check() throws(GlassError) {
    try siteEnergies.check("siteEnergies")
    try barriers.check("barriers")
    try andersonStuart?.check()
    try counterIons?.check()
    guard attemptFrequency > 0, attemptFrequency < 1e20 else {
      throw .badNumber(
        key: "attemptFrequency", value: attemptFrequency, mend: "give a frequency in Hz")
    }
    if let energy = meyerNeldelEnergy, !(energy > 1e-3 && energy < 1e3) {
      throw .badNumber(
        key: "meyerNeldelEnergy", value: energy, mend: "give an energy in eV above 0.001")
    }
    for (key, value) in [
      ("barrierPerLength", barrierPerLength), ("referenceLength", referenceLength),
      ("decay", decay),
    ] where !(abs(value) < 1e3) {
      throw .badNumber(key: key, value: value, mend: "give a finite number")
    }
    for (key, value) in [
      ("siteCorrelationLength", siteCorrelationLength),
      ("barrierCorrelationLength", barrierCorrelationLength), ("decay", decay),
    ] where value < 0 {
      throw .badNumber(key: key, value: value, mend: "give zero or more")
    }
  }

  /// ν (Hz) of a hop with a barrier (eV) and a length (Å).
  func frequency(barrier: Double, length: Double) -> Double {
    attemptFrequency * exp(-2 * decay * length + (meyerNeldelEnergy.map { barrier / $0 } ?? 0))
  }
}
