import Foundation
import IonHopCore

/// A rotation of space, as the orientation of a grain: it turns the crystal's axes into the sample's.
public struct Orientation: Sendable, Equatable {
  /// Unit quaternion: real part, then the imaginary.
  private let w: Double
  private let v: SIMD3<Double>

  /// Not turned.
  public static let identity = Orientation(w: 1, v: .zero)

  private init(w: Double, v: SIMD3<Double>) { (self.w, self.v) = (w, v) }

  /// Right-handed, by an angle (degrees) about an axis of any length.
  public init(about axis: SIMD3<Double>, degrees: Double) {
    let half = degrees * .pi / 360
    let size = length(axis)
    (w, v) = size > 0 ? (cos(half), axis / size * sin(half)) : (1, .zero)
  }

  /// The shortest rotation that turns one direction into another.
  public init(turning from: SIMD3<Double>, into to: SIMD3<Double>) {
    let (p, q) = (from / length(from), to / length(to))
    let cosine = dot(p, q)
    guard cosine > -1 + 1e-12 else {
      // Half a turn about any axis across.
      let other: SIMD3<Double> = abs(p.x) < 0.9 ? [1, 0, 0] : [0, 1, 0]
      self.init(about: cross(p, other), degrees: 180)
      return
    }
    let half = (0.5 * (1 + cosine)).squareRoot()
    self.init(w: half, v: cross(p, q) / (2 * half))
  }

  /// Uniform over all rotations: K. Shoemake, in Graphics Gems III (1992), p. 124,
  /// doi:10.1016/B978-0-08-050755-2.50036-1 (formula from memory; a test checks its moments).
  public static func random(_ numbers: inout RandomStream) -> Orientation {
    let (u, s, t) = (
      numbers.uniform(), 2 * Double.pi * numbers.uniform(), 2 * Double.pi * numbers.uniform()
    )
    let (inner, outer) = ((1 - u).squareRoot(), u.squareRoot())
    return Orientation(
      w: outer * cos(t), v: [inner * sin(s), inner * cos(s), outer * sin(t)])
  }

  /// The turned vector.
  public func callAsFunction(_ p: SIMD3<Double>) -> SIMD3<Double> {
    let t = 2 * cross(v, p)
    return p + w * t + cross(v, t)
  }

  /// This rotation after another.
  public func after(_ first: Orientation) -> Orientation {
    Orientation(
      w: w * first.w - dot(v, first.v), v: w * first.v + first.w * v + cross(v, first.v))
  }

  /// The turn back.
  public var inverse: Orientation { Orientation(w: w, v: -v) }

  /// The angle of the rotation, 0 to 180 (degrees).
  public var angle: Double { 2 * atan2(length(v), abs(w)) * 180 / .pi }
}

/// How the grains of a polycrystal are oriented.
public enum Texture: Sendable, Equatable {
  /// All alike: the crystal's axes are the sample's.
  case aligned
  /// Uniform over all rotations.
  case random
  /// A direction of the crystal lies along one of the sample, but for a tilt of two normal
  /// components of standard deviation `spread` (degrees); turned at random about it.
  case fibre(crystal: SIMD3<Double>, sample: SIMD3<Double>, spread: Double)
  /// Given, one a grain.
  case given([Orientation])

  func orientations(_ count: Int, seed: StreamSeed) throws(InputError) -> [Orientation] {
    var numbers = try RandomStream.forStructure(seed)
    switch self {
    case .aligned: return Array(repeating: .identity, count: count)
    case .random: return (0..<count).map { _ in Orientation.random(&numbers) }
    case .given(let list):
      guard list.count == count else {
        throw GrainStructure.error(
          "\(list.count) orientations for \(count) grains; give one each", at: "texture")
      }
      return list
    case .fibre(let crystal, let sample, let spread):
      guard length(crystal) > 0, length(sample) > 0, (0...180).contains(spread) else {
        throw GrainStructure.error(
          "a fibre needs two directions that are not zero and a spread from 0 to 180 degrees",
          at: "texture")
      }
      let align = Orientation(turning: crystal, into: sample)
      let zInto = Orientation(turning: [0, 0, 1], into: sample)
      return (0..<count).map { _ in
        let turn = Orientation(about: sample, degrees: 360 * numbers.uniform())
        let (tilt, azimuth) = numbers.normalPair()
        let axis = zInto([tilt, azimuth, 0])
        let lean = Orientation(
          about: axis, degrees: spread * (tilt * tilt + azimuth * azimuth).squareRoot())
        return lean.after(turn.after(align))
      }
    }
  }
}

extension RandomStream {
  /// A stream of the default generator, which is always there.
  package static func forStructure(_ seed: StreamSeed) throws(InputError) -> RandomStream {
    do {
      return try RandomStream(seed: seed.value)
    } catch { throw GrainStructure.error("\(error)", at: "seed") }
  }

  /// Two independent normal deviates of mean zero and variance one: G. E. P. Box, M. E. Muller, Ann.
  /// Math. Stat. 29, 610 (1958), doi:10.1214/aoms/1177706645.
  package mutating func normalPair() -> (Double, Double) {
    let radius = (-2 * log(uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    return (radius * cos(angle), radius * sin(angle))
  }
}
