import Foundation
import IonHopCore

/// A smooth random field in a periodic cell: at each place a normal deviate of mean 0 and variance 1,
/// correlated over a length ℓ as exp(−r²/2ℓ²).
///
/// White noise on a lattice, filtered by exp(−x²/ℓ²) and divided by the root of the sum of squared
/// weights, which keeps the variance at 1 wherever a place lies between the lattice points.
struct NoiseField {
  private let cell: Cell
  private let length: Double
  private let points: SIMD3<Int>
  private let reach: SIMD3<Int>
  private let noise: [Double]

  /// Lattice points a correlation length, and how far the filter reaches in units of it.
  private static let fineness = 1.7
  private static let cut = 3.0

  /// - Parameter layer: true for a field that does not change along the third vector.
  /// - Throws: `GlassError.longCorrelation` where the filter would meet its own image.
  init(
    length: Double, in cell: Cell, layer: Bool, _ stream: inout RandomStream
  ) throws(GlassError) {
    let thickness = cell.thickness
    let shortest = layer ? min(thickness.x, thickness.y) : thickness.min()
    guard length > 0, length.isFinite else {
      throw .badNumber(key: "correlationLength", value: length, mend: "give zero or more (Å)")
    }
    guard 2 * Self.cut * length <= shortest else {
      throw .longCorrelation(length: length, cell: shortest)
    }
    let wanted = (thickness * (Self.fineness / length)).rounded(.up)
    guard (layer ? wanted.x * wanted.y : wanted.x * wanted.y * wanted.z) < 2e8 else {
      throw .badNumber(
        key: "correlationLength", value: length, mend: "give a longer one, or zero for none")
    }
    var points = SIMD3<Int>(wanted.clamped(lowerBound: .one, upperBound: SIMD3(repeating: 1e8)))
    if layer { points.z = 1 }
    var reach = SIMD3<Int>(
      (SIMD3<Double>(points) * (Self.cut * length) / thickness).rounded(.up))
    if layer { reach.z = 0 }
    (self.cell, self.length, self.points, self.reach) = (cell, length, points, reach)
    var noise: [Double] = []
    for _ in 0..<points.x * points.y * points.z { noise.append(NormalDeviate.draw(&stream)) }
    self.noise = noise
  }

  /// The deviate at a place (Å).
  func value(at place: SIMD3<Double>) -> Double {
    let size = SIMD3<Double>(points)
    var f = cell.fractional(place)
    f -= f.rounded(.down)
    if points.z == 1 { f.z = 0 }
    let home = SIMD3<Int>(f * size)
    var (sum, squares) = (0.0, 0.0)
    for x in home.x - reach.x...home.x + reach.x + 1 {
      for y in home.y - reach.y...home.y + reach.y + 1 {
        for z in home.z - reach.z...home.z + reach.z + (points.z == 1 ? 0 : 1) {
          let node = SIMD3(x, y, z)
          let d = cell.cartesian(SIMD3<Double>(node) / size - f)
          let scaled = dot(d, d) / (length * length)
          guard scaled < Self.cut * Self.cut else { continue }
          let weight = exp(-scaled)
          sum += weight * noise[slot(node)]
          squares += weight * weight
        }
      }
    }
    return sum / squares.squareRoot()
  }

  private func slot(_ node: SIMD3<Int>) -> Int {
    var inside = SIMD3<Int>.zero
    for axis in 0..<3 {
      inside[axis] = ((node[axis] % points[axis]) + points[axis]) % points[axis]
    }
    return (inside.x * points.y + inside.y) * points.z + inside.z
  }
}

/// Normal deviates at places, correlated or not.
struct DeviateSource: ~Copyable {
  private var stream: RandomStream
  private let field: NoiseField?

  /// - Parameter length: of correlation (Å); zero for none.
  init(
    length: Double, in cell: Cell, layer: Bool, generator: String, seed: StreamSeed
  ) throws {
    var stream = try RandomStream(generator: generator, seed: seed.value)
    field =
      length == 0 ? nil : try NoiseField(length: length, in: cell, layer: layer, &stream)
    self.stream = stream
  }

  mutating func deviate(at place: @autoclosure () -> SIMD3<Double>) -> Double {
    field?.value(at: place()) ?? NormalDeviate.draw(&stream)
  }
}
