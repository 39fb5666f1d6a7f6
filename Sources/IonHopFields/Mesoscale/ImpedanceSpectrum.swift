/// Impedance of a microstructure between electrodes perpendicular to one axis.
public struct ImpedanceSpectrum: Sendable, Equatable {
  /// The conductivity at one frequency.
  public struct Point: Sendable, Equatable {
    /// Hz
    public let frequency: Double
    /// Complex conductivity (S/cm), displacement current included.
    public let conductivity: Complex

    /// A conductivity (S/cm) at a frequency (Hz).
    public init(frequency: Double, conductivity: Complex) {
      (self.frequency, self.conductivity) = (frequency, conductivity)
    }

    /// Complex resistivity ρ = 1/σ (Ω·cm). A Nyquist plot shows −Im against Re, a Bode plot |ρ| and
    /// the phase against frequency.
    public var resistivity: Complex { Complex(1) / conductivity }

    /// Of a sample of that thickness (cm), in Ω·cm².
    public func areaImpedance(thickness: Double) -> Complex { thickness * resistivity }
  }

  /// In the order of the frequencies asked for.
  public let points: [Point]

  /// A spectrum of points, in their order.
  public init(points: [Point]) { self.points = points }
}

extension MesoscaleSolver {
  /// Of the complex potentials; the impedance's own error is about its square.
  static let alternatingTolerance = 1e-6
  /// Neighbours in frequency begin with each other's solution, in runs of this many. Runs do not
  /// know of each other, so the result is that of one thread for any number of them.
  private static let runLength = 10

  /// Solves the circuit of conductances and capacitances at each frequency.
  ///
  /// - Parameters:
  ///   - frequencies: positive (Hz), in any order; rising or falling ones save work.
  ///   - axis: 0, 1 or 2 for x, y or z.
  ///   - threads: solves that many runs at a time, each with its own memory.
  /// - Throws: `FieldError.badMicrostructure` for a frequency or axis that is none,
  ///   `.notConverged`, `.multigridFailed`.
  public func impedance(
    at frequencies: [Double], along axis: Int, threads: Int = 1
  ) async throws(FieldError) -> ImpedanceSpectrum {
    if let bad = frequencies.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw .badMicrostructure("frequencies: \(bad) Hz; give positive numbers")
    }
    guard (0..<3).contains(axis) else {
      throw .badMicrostructure("axis: \(axis); give 0, 1 or 2 for x, y or z")
    }
    let runs = stride(from: 0, to: frequencies.count, by: Self.runLength).map {
      Array(frequencies[$0..<min($0 + Self.runLength, frequencies.count)])
    }
    let results = await withTaskGroup(of: (Int, Result<[ImpedanceSpectrum.Point], FieldError>).self)
    { group in
      var results: [Int: Result<[ImpedanceSpectrum.Point], FieldError>] = [:]
      var next = 0
      func begin(_ group: inout TaskGroup<(Int, Result<[ImpedanceSpectrum.Point], FieldError>)>) {
        guard next < runs.count else { return }
        let (number, run) = (next, runs[next])
        next += 1
        group.addTask { (number, self.run(run, axis)) }
      }
      for _ in 0..<max(1, threads) { begin(&group) }
      while let (number, result) = await group.next() {
        results[number] = result
        begin(&group)
      }
      return results
    }
    var points: [ImpedanceSpectrum.Point] = []
    for number in runs.indices { points += try results[number]?.get() ?? [] }
    return ImpedanceSpectrum(points: points)
  }

  private func run(_ frequencies: [Double], _ axis: Int)
    -> Result<[ImpedanceSpectrum.Point], FieldError>
  {
    var points: [ImpedanceSpectrum.Point] = []
    var start: [Complex]?
    do throws(FieldError) {
      for frequency in frequencies {
        let (value, deviation) = try conductivity(
          at: frequency, along: axis, from: start, tolerance: Self.alternatingTolerance)
        points.append(.init(frequency: frequency, conductivity: value))
        start = deviation
      }
      return .success(points)
    } catch {
      return .failure(error)
    }
  }
}
