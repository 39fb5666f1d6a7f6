import Foundation

/// A complex number in Cartesian form.
public struct Complex: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Real part.
  public var real: Double
  /// Imaginary part.
  public var imaginary: Double

  /// A complex number; real without a second argument.
  public init(_ real: Double, _ imaginary: Double = 0) {
    (self.real, self.imaginary) = (real, imaginary)
  }

  /// 0
  public static let zero = Complex(0)
  /// The imaginary unit.
  public static let i = Complex(0, 1)

  /// |z|, without overflow.
  public var magnitude: Double { hypot(real, imaginary) }
  /// The angle from the positive real axis (rad), from −π to π.
  public var phase: Double { atan2(imaginary, real) }
  /// Whether both parts are finite.
  public var isFinite: Bool { real.isFinite && imaginary.isFinite }

  /// For example "1.0 − 2.0i".
  public var description: String { "\(real) \(imaginary < 0 ? "−" : "+") \(abs(imaginary))i" }

  /// Sum.
  public static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }

  /// Difference.
  public static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }

  /// The opposite.
  public static prefix func - (a: Complex) -> Complex { Complex(-a.real, -a.imaginary) }

  /// Product.
  public static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  /// Product with a real number.
  public static func * (a: Double, b: Complex) -> Complex { Complex(a * b.real, a * b.imaginary) }

  /// R. L. Smith, Commun. ACM 5, 435 (1962), doi:10.1145/368637.368661: no early overflow.
  public static func / (a: Complex, b: Complex) -> Complex {
    if abs(b.real) >= abs(b.imaginary) {
      let ratio = b.imaginary / b.real
      let scale = b.real + b.imaginary * ratio
      return Complex(
        (a.real + a.imaginary * ratio) / scale, (a.imaginary - a.real * ratio) / scale)
    }
    let ratio = b.real / b.imaginary
    let scale = b.real * ratio + b.imaginary
    return Complex((a.real * ratio + a.imaginary) / scale, (a.imaginary * ratio - a.real) / scale)
  }

  /// Adds a number.
  public static func += (a: inout Complex, b: Complex) { a = a + b }

  /// The root with a real part that is not negative.
  public var squareRoot: Complex {
    let size = magnitude
    guard size > 0 else { return .zero }
    let a = ((size + abs(real)) / 2).squareRoot()
    let b = imaginary / (2 * a)
    return real >= 0 ? Complex(a, b) : Complex(abs(b), imaginary < 0 ? -a : a)
  }
}
