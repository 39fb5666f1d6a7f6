import Foundation

/// The diffusivity at each frequency, from mean-square displacements of a simulation:
///
///     D(ω) = (iω)²/(2dN) ∫₀^∞ ⟨|ΔR|²⟩(t) exp(−iωt) dt
///
/// with R the sum of the displacements of N ions; σ(ω) = n q² D(ω)/kT. Between lags the displacement
/// counts as a straight line, whose transform is exact (R. M. L. Evans, M. Tassieri, D. Auhl, T. A.
/// Waigh, Phys. Rev. E 80, 012501 (2009), doi:10.1103/PhysRevE.80.012501): D(ω) is a sum of slopes
/// times differences of exp(−iωt). Beyond the longest lag the slope of its last three quarters holds.
///
///     let spectrum = try DisplacementSpectrum(
///       replicas, ions: 100, dimensions: 3, angularFrequencies: frequencies)
public struct DisplacementSpectrum: Sendable {
  /// D(ω) at one frequency.
  public struct Point: Sendable, Equatable {
    /// ω (rad/s)
    public let angularFrequency: Double
    /// Re D and Im D (Å²/s), with standard errors from the scatter of replicas.
    public let real: Double
    /// One standard deviation of `real`.
    public let realError: Double
    /// Imaginary part.
    public let imaginary: Double
    /// One standard deviation of `imaginary`.
    public let imaginaryError: Double
  }

  /// In rising frequency.
  public let points: [Point]
  /// Used (s).
  public let longestLag: Double

  /// - Parameters:
  ///   - replicas: at least two, of one interval, for the errors.
  ///   - ions: N.
  ///   - dimensions: d, in which the network is connected.
  ///   - initialSlope: ⟨|ΔR|²⟩/t at t → 0 (Å²/s), N Σ rate d² of the mean state, where known; the
  ///     first lag's otherwise.
  ///   - fewestWindows: that do not overlap, over all replicas, for the longest lag used: the dc limit
  ///     then has a relative error of about √(2/fewestWindows).
  /// - Throws: `SpectrumError`.
  public init(
    _ replicas: [MultipleTau], ions: Int, dimensions: Int, angularFrequencies: [Double],
    initialSlope: Double? = nil, fewestWindows: Int = 400
  ) throws(SpectrumError) {
    guard replicas.count >= 2 else {
      throw .tooFewPoints(needed: 2, given: replicas.count)
    }
    guard ions > 0 else { throw .badCount(what: "ions", value: ions) }
    guard (1...3).contains(dimensions) else {
      throw .badCount(what: "dimensions (1 to 3)", value: dimensions)
    }
    for frequency in angularFrequencies where !(frequency > 0 && frequency.isFinite) {
      throw .badFrequency(frequency)
    }
    var all = replicas[0]
    for other in replicas.dropFirst() { try all.merge(other) }
    let usable = all.points.filter { $0.independentWindows >= Double(max(2, fewestWindows)) }
    guard usable.count >= 3, let last = usable.last?.lag else {
      throw .tooShort(windows: all.count)
    }
    let norm = 1 / (2 * Double(dimensions) * Double(ions))
    let curve = Curve(usable, initialSlope: initialSlope)
    // Leaving out one replica at a time.
    var partial: [Curve] = []
    for left in replicas.indices {
      var rest = replicas[left == 0 ? 1 : 0]
      for (index, other) in replicas.enumerated()
      where index != left && index != (left == 0 ? 1 : 0) {
        try rest.merge(other)
      }
      let lags = Set(usable.map(\.lag))
      partial.append(
        Curve(rest.points.filter { lags.contains($0.lag) }, initialSlope: initialSlope))
    }
    self.longestLag = last
    points = angularFrequencies.map { frequency in
      let value = curve.transform(frequency)
      let others = partial.map { $0.transform(frequency) }
      return Point(
        angularFrequency: frequency, real: norm * value.real,
        realError: norm * jackknifeError(others.map(\.real)), imaginary: norm * value.imaginary,
        imaginaryError: norm * jackknifeError(others.map(\.imaginary)))
    }
  }

  /// Straight pieces through the mean-square displacement.
  private struct Curve {
    /// Start (s) and slope (Å²/s) of each piece; the last goes on for ever.
    private var pieces: [(start: Double, slope: Double)] = []

    init(_ points: [MultipleTau.Point], initialSlope: Double?) {
      var (time, value) = (0.0, 0.0)
      guard let last = points.last else { return }
      var used = points.filter { $0.lag <= last.lag / 4 }
      used.append(last)
      for point in used {
        let slope = (point.meanSquare - value) / (point.lag - time)
        if pieces.isEmpty, let initialSlope, initialSlope > slope {
          bend(initialSlope, slope, until: point.lag)
        } else {
          pieces.append((time, slope))
        }
        (time, value) = (point.lag, point.meanSquare)
      }
    }

    /// Two pieces up to the first lag, the first at the known slope.
    private mutating func bend(_ initial: Double, _ mean: Double, until lag: Double) {
      // Half the time at each slope keeps the value at the lag, if the second is not negative.
      let second = max(0, 2 * mean - initial)
      let share = initial > second ? (mean - second) / (initial - second) : 1
      pieces.append((0, initial))
      pieces.append((share * lag, second))
    }

    /// iω ∫ slope exp(−iωt) dt (Å²/s)
    func transform(_ omega: Double) -> (real: Double, imaginary: Double) {
      var (real, imaginary) = (0.0, 0.0)
      for (k, piece) in pieces.enumerated() {
        // Each change of slope adds change × exp(−iωt).
        let change = piece.slope - (k > 0 ? pieces[k - 1].slope : 0)
        real += change * cos(omega * piece.start)
        imaginary -= change * sin(omega * piece.start)
      }
      return (real, imaginary)
    }
  }
}

/// Standard error of a statistic from its values with one of n replicas left out (B. Efron, Ann.
/// Stat. 7, 1 (1979), doi:10.1214/aos/1176344552).
private func jackknifeError(_ values: [Double]) -> Double {
  let n = Double(values.count)
  let mean = values.reduce(0, +) / n
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return ((n - 1) / n * squares).squareRoot()
}
