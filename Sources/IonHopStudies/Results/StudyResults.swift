import IonHopAnalysis
import IonHopNetworks

/// All that a study found: what `results.json` holds.
///
/// The schema is versioned by `schema`; a reader refuses a version that it does not know.
public struct StudyResults: Sendable, Codable {
  public static let currentSchema = 1

  public var schema = StudyResults.currentSchema
  public var name: String
  public var provenance: Provenance
  public var model: ModelSummary
  public var points: [PointResult]
  public var fits: [FitResult]
  /// False when the run was stopped before every point was done; the points present are valid.
  public var complete: Bool
  public var warnings: [String]
  /// Larger supercells beside the study's own; nil unless asked for.
  public var finiteSize: [FiniteSizeResult]?
  /// The slab's boundaries; nil for other models.
  public var boundary: GrainBoundarySummary?
  /// Arrhenius against VFT; nil unless the study is of a polymer or fits VFT.
  public var temperatureLaws: TemperatureLaws?
  /// What all temperatures of a glass tell together; nil for other models.
  public var glass: GlassSummary?
}

/// Where the numbers come from: enough to repeat them to the bit.
public struct Provenance: Sendable, Codable {
  public var program: String
  public var version: String
  public var commit: String
  /// The study file as it was read.
  public var input: String
  public var inputFile: String
  public var seed: UInt64
  /// GSL's name of the random number generator.
  public var generator: String
  public var gslVersion: String
  public var started: String
  public var finished: String
  public var threads: Int
  public var platform: String
}

/// What was simulated, in a user's words.
public struct ModelSummary: Sendable, Codable {
  public var description: String
  public var sites: Int
  public var hops: Int
  public var mobileIons: Int
  public var vacancies: Int
  public var species: String
  /// Charge of the mobile ion in units of e; of several species the root mean square.
  public var charge: Double
  /// Å³
  public var volume: Double
  /// Number of directions in which the network is connected.
  public var dimensions: Int
  public var rateLaw: String
  public var carriers: String
  public var selector: String
  public var sources: [Source]
  /// Published values of the same quantities, to print beside the results.
  public var published: [PublishedValue]
  /// One cell of the crystal; nil where there is none or it is too large to draw.
  public var drawing: CellDrawing?
  /// Each mobile species; nil for one.
  public var mobile: [MobileSummary]?
}

/// One state point: a temperature (and, in sweeps, a composition).
public struct PointResult: Sendable, Codable {
  /// K
  public var temperature: Double
  public var conductivity: TensorEstimate
  public var chargeDiffusivity: TensorEstimate
  public var tracerDiffusivity: TensorEstimate
  /// D*/Dσ
  public var havenRatio: Estimate
  /// Tracer correlation factor f = D* / D(uncorrelated hops).
  public var correlationFactor: Estimate
  /// Each mobile species; nil for one, and under a field.
  public var species: [SpeciesResult]?
  /// Share of occupied sites of each kind, averaged over time.
  public var occupation: [String: Estimate]
  /// What ions that only exclude each other would have: Fermi–Dirac, from the site energies.
  public var idealOccupation: [String: Double]?
  /// The conductivity along its principal axes, and its anisotropy.
  public var principalConductivity: PrincipalValues?
  /// What each hop class does for transport.
  public var hopClasses: [String: HopClassResult]?
  /// Share of the ions seen at least the longest hop length away from where they began.
  public var mobileFraction: Estimate?
  /// Accepted hops of each hop class, those skipped by basin steps included as expected.
  public var hopsPerClass: [String: Int]
  public var meanSquaredDisplacement: [DisplacementPoint]
  /// Mean drift velocity along x, y, z; nil without a field.
  public var driftVelocity: [Estimate]?
  /// Accepted hops executed in the sampled time.
  public var hops: Int
  /// Hops inside basins that exact basin steps stood for, as expected; nil without basin steps.
  public var skippedHops: Double?
  /// Accepted hops before sampling began.
  public var equilibrationHops: Int
  /// Physical time sampled, summed over the replicas (s).
  public var simulatedTime: Double
  /// s
  public var wallTime: Double
  public var hopsPerSecond: Double
  public var replicas: Int
  /// True when the asked relative error was reached.
  public var converged: Bool
  /// False when the tracer subdiffuses: its mean-squared displacement grows slower than time.
  public var tracerIsDiffusive: Bool
  public var warnings: [String]
  /// What the point was asked for, by which a resumed run knows it; nil in files of older versions.
  public var settings: PointSettings?
  /// What a slab tells of its boundaries; nil for other models.
  public var boundary: GrainBoundaryResult?
  /// Bound ions of a salt; nil where no ions attract each other.
  public var pairing: PairingResult?
  /// What moving chains carry, which the diffusivities and conductivities include; nil for others.
  public var chainMotion: ChainMotionResult?
  /// Phases of a composite and what effective media say; nil for others.
  public var composite: CompositeResult?
  /// The conductivity at finite frequency; nil unless asked for.
  public var spectrum: SpectrumResult?
  /// What a glass tells beside; nil for other models.
  public var glass: GlassPointResult?
}

/// One lag of the mean-squared displacement curves.
public struct DisplacementPoint: Sendable, Codable {
  /// s
  public var time: Double
  /// ⟨|Δr|²⟩ of single ions (Å²)
  public var tracer: Double?
  public var tracerStandardError: Double?
  /// ⟨|ΣΔr|²⟩/N of all ions together (Å²)
  public var charge: Double
  public var chargeStandardError: Double
}
