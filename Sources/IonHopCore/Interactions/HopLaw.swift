import Foundation

/// A rate law as the loop of interacting ions needs it: rates as numbers, and bounds of rates as
/// powers of two by whole-number arithmetic alone.
///
/// Energies are whole numbers of levels; 2^`levelBits` levels are kT ln 2, so that a rate falls by
/// half for each 2^`levelBits` levels of activation and the power of two is but a shift away.
struct HopLaw: Sendable {
  let law: RateLaw
  /// Energy of a level (kT).
  let level: Double
  private let levelBits: Int
  /// Power of two of the group below the first.
  private let lowestExponent: Int

  init(_ law: RateLaw, levelBits: Int, lowestExponent: Int) {
    (self.law, self.levelBits, self.lowestExponent) = (law, levelBits, lowestExponent)
    level = Self.level(levelBits)
  }

  static func level(_ bits: Int) -> Double { M_LN2 / Double(1 << bits) }

  /// What one kind of hop brings to its rate.
  struct Kind: BitwiseCopyable, Sendable {
    /// Barrier over kT, or the saddle's energy over kT where the law reads it so.
    var barrier = 0.0
    /// Natural logarithm of the attempt frequency (Hz), half the field's work on the ion added, and
    /// taken away.
    var along = 0.0
    var against = 0.0
    /// The same in levels, rounded so that bounds hold; the frequencies count from the lowest group.
    var barrierLevels = 0
    var alongLevels = 0
    var againstLevels = 0
  }

  /// - Parameters:
  ///   - barrier: over kT.
  ///   - logFrequency: natural logarithm of the attempt frequency (Hz).
  ///   - work: of the field on an ion that hops along, over 2 kT.
  func kind(barrier: Double, logFrequency: Double, work: Double) -> Kind {
    func levels(_ log: Double) -> Int {
      Int((log / level).rounded(.up)) - lowestExponent << levelBits + Self.margin
    }
    let (along, against) = (logFrequency + work, logFrequency - work)
    return Kind(
      barrier: barrier, along: along, against: against,
      // A lower barrier than the true one keeps bounds that hold.
      barrierLevels: Int(min(barrier / level, 0x1p52).rounded(.down)), alongLevels: levels(along),
      againstLevels: levels(against))
  }

  /// More levels than rounding can lose.
  private static let margin = 8

  /// Rate (1/s) from the energies of the ion before and after (levels), and what its surroundings
  /// add to the barrier (kT).
  @inline(__always)
  func rate(_ kind: Kind, raised: Double, along: Bool, initial: Int, final: Int) -> Double {
    let barrier = kind.barrier + raised
    let change = Double(final &- initial) * level
    let activation =
      switch law {
      case .symmetric: max(barrier + change / 2, change, 0)
      case .metropolis: barrier + max(change, 0)
      case .heatBath: barrier + log1p(exp(change))
      case .transitionState, .initialState: barrier - Double(initial) * level
      }
    return exp((along ? kind.along : kind.against) - activation)
  }

  /// The group of a rate, whose bound is at most four times as high under `heatBath`, and twice
  /// under other laws.
  @inline(__always)
  func group(_ kind: Kind, along: Bool, initial: Int, final: Int) -> Int {
    let change = final &- initial
    let activation =
      switch law {
      case .symmetric: max(kind.barrierLevels &+ change >> 1, change, 0)
      case .metropolis, .heatBath: kind.barrierLevels &+ max(change, 0)
      case .transitionState, .initialState: kind.barrierLevels &- initial
      }
    return ((along ? kind.alongLevels : kind.againstLevels) &- activation) >> levelBits &+ 1
  }

  /// By how much levels may lag behind (levels): a rate is then at most e times too high for each
  /// of its ends.
  var slack: Int32 { Int32((law == .symmetric ? 2.2 : 1.1) / level) }
}
