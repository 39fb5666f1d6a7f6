import Foundation
import IonHopCore

/// How often a segment of a chain renews its surroundings, by temperature.
public enum RelaxationLaw: Sendable, Equatable {
  /// λ = λ₀ exp(−E/kT): not tied to the glass transition. Rate in 1/s, barrier in eV.
  case arrhenius(rate: Double, barrier: Double)
  /// λ = λ₀ exp(−B/(T − T0)), T0 = Tg − offset. Rate in 1/s, B and offset in K. H. Vogel, Phys. Z.
  /// 22, 645 (1921); G. S. Fulcher, J. Am. Ceram. Soc. 8, 339 (1925),
  /// doi:10.1111/j.1151-2916.1925.tb16731.x.
  case vft(rate: Double, b: Double, offset: Double)
  /// log10 λ = log10 λ(Tg) + C1 (T − Tg)/(C2 + T − Tg). Rate at Tg in 1/s, C2 in K. M. L. Williams,
  /// R. F. Landel, J. D. Ferry, J. Am. Chem. Soc. 77, 3701 (1955), doi:10.1021/ja01619a008.
  case wlf(rateAtTg: Double, c1: Double, c2: Double)

  /// C1 = 17.44 and C2 = 51.6 K, which Williams, Landel and Ferry found for many polymers.
  public static func universal(rateAtTg: Double) -> RelaxationLaw {
    .wlf(rateAtTg: rateAtTg, c1: 17.44, c2: 51.6)
  }
}

/// What segments do below the glass transition.
public enum GlassBehaviour: String, Sendable, CaseIterable {
  /// The law goes on, and stands still at T0.
  case law
  /// Arrhenius with the law's slope at Tg, as dynamic bond percolation gives and as is measured:
  /// J. F. Snyder, M. A. Ratner, D. F. Shriver, Solid State Ionics 147, 249 (2002).
  case arrhenius
  /// No renewal: static percolation.
  case frozen
}

/// Renewal rate of the segments of a polymer.
///
///     let segments = SegmentalDynamics(
///       law: .vft(rate: 1e12, b: 1200, offset: 50), glassTransition: 250)
///     segments.rate(at: 300)   // 1e12 exp(−1200/100) = 6.1e6 1/s
public struct SegmentalDynamics: Sendable, Equatable {
  /// Renewals a second against temperature.
  public var law: RelaxationLaw
  /// Tg (K); not used by `.arrhenius`.
  public var glassTransition: Double
  /// What holds below T_g.
  public var belowGlass: GlassBehaviour

  /// A law with the glass transition (K) below which it may change.
  public init(law: RelaxationLaw, glassTransition: Double, belowGlass: GlassBehaviour = .law) {
    (self.law, self.glassTransition) = (law, glassTransition)
    self.belowGlass = belowGlass
  }

  /// VFT's B and T0 (K): B = ln10 C1 C2 and T0 = Tg − C2 of WLF; nil for Arrhenius.
  public var vogel: (b: Double, t0: Double)? {
    switch law {
    case .arrhenius: nil
    case .vft(_, let b, let offset): (b, glassTransition - offset)
    case .wlf(_, let c1, let c2): (log(10.0) * c1 * c2, glassTransition - c2)
    }
  }

  /// Renewals of a segment a second (1/s), at a temperature (K); zero where nothing renews.
  public func rate(at t: Double) -> Double {
    guard isGlass(at: t) else { return lawRate(at: t) }
    switch belowGlass {
    case .law: return lawRate(at: t)
    case .frozen: return 0
    case .arrhenius:
      let slope = lawEnergy(at: glassTransition)
      let kB = PhysicalConstants.boltzmann
      return lawRate(at: glassTransition) * exp(-slope / kB * (1 / t - 1 / glassTransition))
    }
  }

  /// −d ln λ/d(1/kT) (eV) at a temperature (K): kB B (T/(T − T0))² of VFT.
  public func apparentActivationEnergy(at t: Double) -> Double {
    isGlass(at: t) && belowGlass == .arrhenius
      ? lawEnergy(at: glassTransition) : lawEnergy(at: t)
  }

  private func isGlass(at t: Double) -> Bool { vogel != nil && t < glassTransition }

  private func lawRate(at t: Double) -> Double {
    guard t > 0 else { return 0 }
    switch law {
    case .arrhenius(let rate, let barrier):
      return rate * exp(-barrier / (PhysicalConstants.boltzmann * t))
    case .vft(let rate, let b, let offset):
      let gap = t - glassTransition + offset
      return gap > 0 ? rate * exp(-b / gap) : 0
    case .wlf(let rate, let c1, let c2):
      let step = t - glassTransition
      return c2 + step > 0 ? rate * pow(10, c1 * step / (c2 + step)) : 0
    }
  }

  private func lawEnergy(at t: Double) -> Double {
    if case .arrhenius(_, let barrier) = law { return barrier }
    guard let (b, t0) = vogel, t > t0 else { return .infinity }
    let ratio = t / (t - t0)
    return PhysicalConstants.boltzmann * b * ratio * ratio
  }

  /// - Throws: `PolymerError.badValue`.
  public func check() throws(PolymerError) {
    try PolymerError.checkPositive("glassTransition", glassTransition)
    switch law {
    case .arrhenius(let rate, let barrier):
      try PolymerError.checkPositive("rate", rate)
      try PolymerError.check("barrier", barrier, in: 0...Double.greatestFiniteMagnitude)
    case .vft(let rate, let b, let offset):
      try PolymerError.checkPositive("rate", rate)
      try PolymerError.checkPositive("b", b)
      try PolymerError.checkPositive("offset", offset)
    case .wlf(let rate, let c1, let c2):
      try PolymerError.checkPositive("rateAtTg", rate)
      try PolymerError.checkPositive("c1", c1)
      try PolymerError.checkPositive("c2", c2)
    }
  }
}
