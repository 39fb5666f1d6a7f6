import IonHopAnalysis

/// A run as a comparison sees it: sampled, or a polycrystal that was solved.
///
///     let runs = [ComparedRun("bare", first), ComparedRun("coated", second)]
public struct ComparedRun: Sendable {
  /// How its numbers came about.
  public enum Method: String, Sendable, Codable {
    /// Numbers have a statistical error.
    case sampled
    /// Numbers have no statistical error.
    case solved
  }

  /// One temperature of a run.
  public struct Point: Sendable {
    /// K
    public var temperature: Double
    /// S/cm, a third of the trace.
    public var conductivity: Estimate
    /// Nil where nothing was sampled.
    public var havenRatio: Estimate?
    /// Part of the resistance in boundaries; nil where the model has none that is known.
    public var boundaryShare: Double?
  }

  /// For tables: its folder, or the label of a variant.
  public var name: String
  /// How its numbers came about.
  public var method: Method
  /// In rising temperature.
  public var points: [Point]
  /// The first of the conductivity.
  public var fit: FitResult?
  /// From its first fit; nil without one.
  public var activationEnergy: Estimate?
  /// False where the run was stopped early.
  public var isComplete: Bool
  /// The study's name.
  public var study: String
  /// What was run, in a phrase.
  public var model: String
  /// "48 Li"; empty where none were sampled.
  public var ions: String
  /// Where the numbers come from.
  public var provenance: Provenance

  /// The run of a study under a name.
  public init(_ name: String, _ results: StudyResults) {
    self.name = name
    method = .sampled
    points = results.points.map {
      Point(
        temperature: $0.temperature, conductivity: $0.conductivity.mean,
        havenRatio: $0.havenRatio, boundaryShare: $0.boundary?.blockingFactor.value)
    }
    fit = results.fits.first
    activationEnergy = fit?.activationEnergy
    (isComplete, study) = (results.complete, results.name)
    model = results.model.description
    ions = "\(results.model.mobileIons) \(results.model.species)"
    provenance = results.provenance
  }

  /// - Parameter variant: one of the results'.
  public init(_ name: String, _ variant: PolycrystalVariant, of results: PolycrystalResults) {
    self.name = name
    method = .solved
    points = variant.points.map {
      Point(
        temperature: $0.temperature,
        conductivity: Estimate(
          value: $0.conductivity, standardError: 0, unit: .siemensPerCentimetre),
        havenRatio: nil, boundaryShare: $0.boundaryShare)
    }
    fit = variant.fit(of: "total")
    activationEnergy = fit.map {
      Estimate(value: $0.activationEnergy.value, standardError: 0, unit: .electronvolt)
    }
    (isComplete, study, ions) = (results.complete, results.name, "")
    let structure = variant.microstructure
    let voxels = structure?.shape.map(String.init).joined(separator: " × ") ?? "–"
    model = "\(structure?.grains ?? 0) grains in \(voxels) voxels"
    provenance = results.provenance
  }

  func point(at temperature: Double) -> Point? {
    points.first { Comparison.isSame($0.temperature, temperature) }
  }
}
