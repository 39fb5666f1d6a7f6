import Foundation
import IonHopCore

/// How the direction of one bond of a chain follows from that of the bond before.
///
/// All three are ideal chains, as chains in a melt are (P. J. Flory, Statistical Mechanics of Chain
/// Molecules, Interscience, New York, 1969).
public enum ChainModel: Sendable, Equatable {
  /// Directions at random.
  case freelyJointed
  /// A fixed angle between bonds (degrees, 180 is straight on), any torsion.
  case freelyRotating(bondAngle: Double)
  /// Bending energy: directions persist over this length (Å), ⟨cos θ⟩ = exp(−b/l_p) a bond of
  /// length b. O. Kratky, G. Porod, Recl. Trav. Chim. Pays-Bas 68, 1106 (1949),
  /// doi:10.1002/recl.19490681203.
  case wormLike(persistenceLength: Double)

  /// ⟨cos θ⟩ of the angle that the chain turns by from one bond to the next.
  ///
  /// - Parameter bondLength: Å
  public func meanCosine(bondLength: Double) -> Double {
    switch self {
    case .freelyJointed: 0
    case .freelyRotating(let angle): -cos(angle * .pi / 180)
    case .wormLike(let persistence): exp(-bondLength / persistence)
    }
  }

  /// ⟨R²⟩ of a chain of `bonds` bonds (Å²): n b² [1 + 2 Σ (1 − k/n) cᵏ], k from 1 to n − 1, with
  /// c = ⟨cos θ⟩ (Flory 1969, chapter I). The sum, since its closed form cancels in stiff chains.
  ///
  /// - Complexity: O(bonds)
  public func meanSquareEndToEnd(bonds: Int, bondLength b: Double) -> Double {
    let (n, c) = (Double(bonds), meanCosine(bondLength: b))
    var (sum, power) = (1.0, 1.0)
    for k in 1..<max(1, bonds) {
      power *= c
      sum += 2 * (1 - Double(k) / n) * power
    }
    return n * b * b * sum
  }

  func check() throws(PolymerError) {
    switch self {
    case .freelyJointed: return
    case .freelyRotating(let angle):
      try PolymerError.check("bondAngle", angle, in: 0...180)
    case .wormLike(let persistence):
      try PolymerError.checkPositive("persistenceLength", persistence)
    }
  }
}

/// Draws one bond direction after another.
struct BondWalk {
  /// ⟨cos θ⟩ if it is the same at every step, else the bending stiffness of a worm-like chain.
  private enum Turn {
    case any
    case fixed(cosine: Double)
    case bent(stiffness: Double)
  }

  private let turn: Turn

  init(_ model: ChainModel, bondLength: Double) {
    switch model {
    case .freelyJointed: turn = .any
    case .freelyRotating: turn = .fixed(cosine: model.meanCosine(bondLength: bondLength))
    case .wormLike:
      turn = .bent(stiffness: Self.stiffness(cosine: model.meanCosine(bondLength: bondLength)))
    }
  }

  /// κ of the distribution exp(κ cos θ) with a given mean: coth κ − 1/κ = ⟨cos θ⟩.
  static func stiffness(cosine: Double) -> Double {
    func mean(_ k: Double) -> Double {
      // The two terms cancel to κ/3 where κ is small.
      k < 1e-3 ? k / 3 : 1 / tanh(k) - 1 / k
    }
    var (low, high) = (0.0, 1.0)
    while mean(high) < cosine, high < 1e9 { high *= 2 }
    for _ in 0..<200 where high - low > 1e-14 * high {
      let middle = (low + high) / 2
      if mean(middle) < cosine { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  static func anyDirection(_ random: inout RandomStream) -> SIMD3<Double> {
    direction(cosine: 2 * random.uniform() - 1, azimuth: 2 * .pi * random.uniform())
  }

  /// A unit vector after `previous`; nil at the start of a chain.
  func next(after previous: SIMD3<Double>?, _ random: inout RandomStream) -> SIMD3<Double> {
    guard let previous else { return Self.anyDirection(&random) }
    let cosine: Double
    switch turn {
    case .any: return Self.anyDirection(&random)
    case .fixed(let value): cosine = value
    case .bent(let k):
      // The distribution exp(κ cos θ) inverted.
      let u = random.uniform()
      cosine = k < 1e-6 ? 2 * u - 1 : max(-1, 1 + log(u + (1 - u) * exp(-2 * k)) / k)
    }
    let local = Self.direction(cosine: cosine, azimuth: 2 * .pi * random.uniform())
    let (right, up) = Self.frame(of: previous)
    return right * local.x + up * local.y + previous * local.z
  }

  private static func direction(cosine: Double, azimuth: Double) -> SIMD3<Double> {
    let sine = max(0, 1 - cosine * cosine).squareRoot()
    return [sine * cos(azimuth), sine * sin(azimuth), cosine]
  }

  /// Two unit vectors perpendicular to a third and to each other.
  private static func frame(of axis: SIMD3<Double>) -> (SIMD3<Double>, SIMD3<Double>) {
    let helper: SIMD3<Double> = abs(axis.x) < 0.5 ? [1, 0, 0] : [0, 1, 0]
    let right = cross(axis, helper) / length(cross(axis, helper))
    return (right, cross(axis, right))
  }
}
