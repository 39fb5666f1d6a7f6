import Foundation

/// The periodic cell of a network: three vectors (Å) of any shape, triclinic included.
///
/// Layers and chains use the same cell; the directions in which they are not connected
/// only set the volume.
public struct Cell: Sendable, Equatable {
  /// First vector (Å).
  public let a: SIMD3<Double>
  /// Second vector (Å).
  public let b: SIMD3<Double>
  /// Third vector (Å).
  public let c: SIMD3<Double>
  /// Å³
  public let volume: Double
  /// Rows of the inverse: fractional = (u·r, v·r, w·r).
  private let u: SIMD3<Double>
  private let v: SIMD3<Double>
  private let w: SIMD3<Double>

  /// - Throws: `NetworkError.flatCell` if the vectors do not span a volume.
  public init(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) throws(NetworkError) {
    let triple = dot(a, cross(b, c))
    let size = length(a) * length(b) * length(c)
    guard triple.isFinite, size > 0, abs(triple) > 1e-9 * size else {
      throw .flatCell(vectors: [a, b, c])
    }
    (self.a, self.b, self.c) = (a, b, c)
    volume = abs(triple)
    (u, v, w) = (cross(b, c) / triple, cross(c, a) / triple, cross(a, b) / triple)
  }

  /// A cubic cell with edge `edge` (Å).
  public static func cubic(_ edge: Double) throws(NetworkError) -> Cell {
    try Cell([edge, 0, 0], [0, edge, 0], [0, 0, edge])
  }

  /// A cell from lengths (Å) and angles (degrees), a along x and b in the xy plane.
  public static func triclinic(
    a: Double, b: Double, c: Double, alpha: Double, beta: Double, gamma: Double
  ) throws(NetworkError) -> Cell {
    let (cosA, cosB, cosG) = (cosine(alpha), cosine(beta), cosine(gamma))
    let sinG = (1 - cosG * cosG).squareRoot()
    let y = sinG > 0 ? (cosA - cosB * cosG) / sinG : 0
    let z = max(0, 1 - cosB * cosB - y * y).squareRoot()
    return try Cell([a, 0, 0], [b * cosG, b * sinG, 0], [c * cosB, c * y, c * z])
  }

  /// The cell repeated along its three vectors.
  public func repeated(_ n: SIMD3<Int>) throws(NetworkError) -> Cell {
    try Cell(a * Double(n.x), b * Double(n.y), c * Double(n.z))
  }

  /// The place (Å) of fractional coordinates.
  public func cartesian(_ fractional: SIMD3<Double>) -> SIMD3<Double> {
    a * fractional.x + b * fractional.y + c * fractional.z
  }

  /// Fractional coordinates of a place (Å).
  public func fractional(_ position: SIMD3<Double>) -> SIMD3<Double> {
    [dot(u, position), dot(v, position), dot(w, position)]
  }

  /// Distances (Å) between opposite faces: a sphere of radius r needs images up to ⌈r / thickness⌉.
  public var thickness: SIMD3<Double> { [1 / length(u), 1 / length(v), 1 / length(w)] }
}

/// Exact at right and 60° angles, where a rounded cosine would tilt the cell by 1e-16.
private func cosine(_ degrees: Double) -> Double {
  switch degrees {
  case 90: 0
  case 60: 0.5
  case 120: -0.5
  default: cos(degrees * .pi / 180)
  }
}

/// Scalar product.
@inlinable public func dot(_ p: SIMD3<Double>, _ q: SIMD3<Double>) -> Double { (p * q).sum() }

/// Euclidean length.
@inlinable public func length(_ p: SIMD3<Double>) -> Double { dot(p, p).squareRoot() }

/// Vector product.
@inlinable public func cross(_ p: SIMD3<Double>, _ q: SIMD3<Double>) -> SIMD3<Double> {
  [p.y * q.z - p.z * q.y, p.z * q.x - p.x * q.z, p.x * q.y - p.y * q.x]
}
