import CGSL
import Foundation
import IonHopCore

/// The normal distribution, by GSL.
enum NormalDeviate {
  /// A deviate of mean 0 and variance 1, one draw each: streams stay in step whatever is drawn.
  static func draw(_ stream: inout RandomStream) -> Double {
    // Uniform in (0, 1]: 1 would be an infinite deviate.
    gsl_cdf_ugaussian_Pinv(min(stream.uniform(), 1 - 0x1p-53))
  }

  /// The share of deviates below `z`.
  static func cumulative(_ z: Double) -> Double { gsl_cdf_ugaussian_P(z) }

  /// The deviate below which lies a share in (0, 1).
  static func quantile(_ share: Double) -> Double {
    gsl_cdf_ugaussian_Pinv(min(max(share, 0x1p-1000), 1 - 0x1p-53))
  }
}
