import Foundation
import IonHopCore

/// Ceramic particles in a polymer: shape, size, how they lie, and their interphase.
public struct FillerParticles: Sendable, Equatable {
  /// The shape of a particle.
  public enum Shape: Sendable, Equatable {
    /// Radius in Å.
    case sphere(radius: Double)
    /// Round rods with half spheres at their ends; radius and length from end to end in Å.
    case fibre(radius: Double, length: Double)
  }

  /// Which way fibres lie.
  public enum Alignment: Sendable, Equatable {
    /// Every way.
    case random
    /// Along an axis (0 x, 1 y, 2 z).
    case axis(Int)
  }

  /// The shape of a particle.
  public var shape: Shape
  /// Which way fibres lie.
  public var alignment: Alignment
  /// Of the volume.
  public var volumeFraction: Double
  /// Thickness of the shell of altered polymer around each particle (Å).
  public var shell: Double
  /// Probability that a particle is put in touch with one that is there: 0 for a good dispersion.
  public var clustering: Double
  /// True if particles may run into each other.
  public var overlap: Bool

  /// Particles that take up a fraction of the volume, with a shell (Å).
  public init(
    shape: Shape, alignment: Alignment = .random, volumeFraction: Double, shell: Double = 0,
    clustering: Double = 0, overlap: Bool = true
  ) {
    (self.shape, self.alignment) = (shape, alignment)
    (self.volumeFraction, self.shell) = (volumeFraction, shell)
    (self.clustering, self.overlap) = (clustering, overlap)
  }

  /// Volume fraction from a weight fraction.
  ///
  /// - Parameters:
  ///   - weightFraction: of the particles in the whole.
  ///   - density: of the particles (g/cm³).
  ///   - matrixDensity: of polymer with salt (g/cm³).
  public static func volumeFraction(
    weightFraction w: Double, density: Double, matrixDensity: Double
  ) -> Double {
    (w / density) / (w / density + (1 - w) / matrixDensity)
  }

  var radius: Double {
    switch shape {
    case .sphere(let radius), .fibre(let radius, _): radius
    }
  }

  /// Half the distance of the centres of the two half spheres (Å).
  var halfAxis: Double {
    switch shape {
    case .sphere: 0
    case .fibre(let radius, let length): length / 2 - radius
    }
  }

  func check() throws(PolymerError) {
    try PolymerError.checkPositive("radius", radius)
    guard halfAxis >= 0, halfAxis.isFinite else {
      throw .badValue(
        key: "length", value: 2 * (halfAxis + radius), mend: "give a length of at least 2 radii")
    }
    if case .axis(let axis) = alignment { try PolymerError.check("axis", Double(axis), in: 0...2) }
    try PolymerError.check("volumeFraction", volumeFraction, in: 0...0.95)
    try PolymerError.check("shell", shell, in: 0...Double.greatestFiniteMagnitude)
    try PolymerError.check("clustering", clustering, in: 0...1)
  }
}

/// One particle: all points nearer than the radius to a segment.
struct Rod {
  var centre: SIMD3<Double>
  /// From the centre to one end of the segment (Å).
  var half: SIMD3<Double>
  var radius: Double

  /// Distance (Å) of a point, seen from the centre, to the surface; negative inside.
  func depth(_ d: SIMD3<Double>) -> Double {
    let square = dot(half, half)
    let along = square > 0 ? min(1, max(-1, dot(d, half) / square)) : 0
    return length(d - along * half) - radius
  }
}
