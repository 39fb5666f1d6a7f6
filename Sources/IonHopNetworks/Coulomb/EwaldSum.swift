import Foundation
import IonHopCore

/// The potential of a unit point charge and all its periodic images in a uniform background that
/// neutralises it, by Ewald's sum with conducting ("tin-foil") surroundings.
///
///     let ewald = EwaldSum(try .cubic(10))
///     ewald.potential(at: [5, 0, 0])   // 1/Å
///
/// P. P. Ewald, Ann. Phys. 369, 253 (1921), doi:10.1002/andp.19213690304; in the form of S. W. de
/// Leeuw, J. W. Perram, E. R. Smith, Proc. R. Soc. Lond. A 373, 27 (1980),
/// doi:10.1098/rspa.1980.0135 (both recalled; the formula is checked by its results: Madelung
/// constants and sums over neutral shells). With the background the mean over the cell is zero, and
/// the result does not depend on the splitting parameter.
public struct EwaldSum: Sendable {
  private struct Wave: Sendable {
    /// 1/Å
    var vector: SIMD3<Double>
    /// Of the wave and its opposite (1/Å).
    var weight: Double
  }

  private let cell: Cell
  /// 1/Å
  private let splitting: Double
  /// Å
  private let reach: Double
  private let waves: [Wave]
  /// Of the background (1/Å).
  private let background: Double

  /// Both sums end where their terms have fallen to exp(-36), 2e-16 of the first.
  private static let digits = 6.0

  /// - Parameter splitting: of the sum between space and waves (1/Å); nil balances the two.
  public init(_ cell: Cell, splitting: Double? = nil) {
    let alpha = splitting ?? (Double.pi.squareRoot() / cbrt(cell.volume))
    self.cell = cell
    self.splitting = alpha
    reach = Self.digits / alpha
    background = -Double.pi / (alpha * alpha * cell.volume)
    waves = Self.waves(of: cell, alpha)
  }

  /// The waves of one half of reciprocal space up to the length at which they have died out.
  private static func waves(of cell: Cell, _ alpha: Double) -> [Wave] {
    let scale = 2 * Double.pi / cell.volume
    // The sign of the volume cancels, as a wave and its opposite count the same.
    let (u, v, w) = (
      cross(cell.b, cell.c) * scale, cross(cell.c, cell.a) * scale, cross(cell.a, cell.b) * scale
    )
    let longest = 2 * digits * alpha
    func count(_ edge: SIMD3<Double>) -> Int { Int(longest * length(edge) / (2 * Double.pi)) }
    let (l, m, n) = (count(cell.a), count(cell.b), count(cell.c))
    var waves: [Wave] = []
    for h in 0...l {
      for k in (h == 0 ? 0 : -m)...m {
        for j in (h == 0 && k == 0 ? 1 : -n)..<(n + 1) {
          let vector = Double(h) * u + Double(k) * v + Double(j) * w
          let square = dot(vector, vector)
          guard square <= longest * longest else { continue }
          let weight = 8 * Double.pi / cell.volume * exp(-square / (4 * alpha * alpha)) / square
          waves.append(Wave(vector: vector, weight: weight))
        }
      }
    }
    return waves
  }

  /// The potential (1/Å) at a displacement (Å) from the charge; at the charge itself that of all the
  /// others. Times charge (e) and e/(4 π ε0 εr) it is in V.
  public func potential(at displacement: SIMD3<Double>) -> Double {
    let fractional = cell.fractional(displacement)
    let nearest = fractional - fractional.rounded(.toNearestOrEven)
    let centre = cell.cartesian(nearest)
    // Images beyond these lie outside the sphere that the sum in space covers.
    let most = reach / cell.thickness
    let low = (-most - nearest).rounded(.up)
    let high = (most - nearest).rounded(.down)
    var sum = background
    for x in stride(from: low.x, through: high.x, by: 1) {
      for y in stride(from: low.y, through: high.y, by: 1) {
        for z in stride(from: low.z, through: high.z, by: 1) {
          let r = length(centre + cell.cartesian([x, y, z]))
          if r < 1e-9 {
            sum -= 2 * splitting / Double.pi.squareRoot()
          } else if r <= reach {
            sum += erfc(splitting * r) / r
          }
        }
      }
    }
    for wave in waves { sum += wave.weight * cos(dot(wave.vector, centre)) }
    return sum
  }
}
