/// Whether a lone carrier's shuttling inside a few sites joined by fast hops is skipped by exact
/// basin steps. The choice changes the cost of a run, never its law.
public enum BasinUse: String, Sendable, Codable, CaseIterable {
  /// Where it is expected to make the run at least twice as fast.
  case automatic
  /// Each hop is a step of its own.
  case off
  /// Wherever basins are found.
  case on
}

/// What counts as a basin.
struct BasinRule: Sendable, Equatable {
  /// A step costs the square of this.
  var maxSites = 32
  /// Internal hops a stay that a basin must save on average.
  var hopsPerStay = 10.0
  /// A basin that holds others must save this many times the hops of the best of them, for the
  /// wider a basin, the rarer is a carrier alone in it.
  var gainOfWider = 2.0
}

/// Hops that were skipped inside basins, as expectations given all that was sampled.
///
/// With H(x) the mean number of hops until exit from x, hops made + H(present site) has a constant
/// mean while a stay lasts; so a stay from x adds H(x) when it ends, and H(x) − H(y) when it is
/// found on y half-way. Sums are unbiased at any time, but not whole numbers.
struct SkippedHops: Sendable, Equatable {
  /// One number for each of the network's hop classes; empty where nothing is skipped.
  var perClass: [Double] = []
  /// Sum of their squared lengths (Å²).
  var squaredLengths = 0.0

  var total: Double { perClass.reduce(0, +) }
}
