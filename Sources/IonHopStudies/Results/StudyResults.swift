import IonHopAnalysis
import IonHopNetworks

/// All that a study found: what `results.json` holds.
///
/// The schema is versioned by `schema`; a reader refuses a version that it does not know.
public struct StudyResults: Sendable, Codable {
  /// What this version writes.
  public static let currentSchema = 1

  /// Version of the format.
  public var schema = StudyResults.currentSchema
  /// Of the study.
  public var name: String
  /// Where the numbers come from.
  public var provenance: Provenance
  /// What was simulated.
  public var model: ModelSummary
  /// In the order of the temperatures.
  public var points: [PointResult]
  /// Fits to the conductivities of all temperatures.
  public var fits: [FitResult]
  /// False when the run was stopped before every point was done; the points present are valid.
  public var complete: Bool
  /// What to beware of.
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
  /// ionhop
  public var program: String
  /// Of the program.
  public var version: String
  /// Of the program's source; "unknown" where it was built without git.
  public var commit: String
  /// The study file as it was read.
  public var input: String
  /// Name of the study file.
  public var inputFile: String
  /// The study's.
  public var seed: UInt64
  /// GSL's name of the random number generator.
  public var generator: String
  /// The GNU Scientific Library's.
  public var gslVersion: String
  /// Date and time, ISO 8601.
  public var started: String
  /// Date and time, ISO 8601.
  public var finished: String
  /// At work at one time; results do not depend on it.
  public var threads: Int
  /// Operating system and processor.
  public var platform: String
}

/// What was simulated, in a user's words.
public struct ModelSummary: Sendable, Codable {
  /// In a sentence.
  public var description: String
  /// Of the network.
  public var sites: Int
  /// Of the network, both ways counted.
  public var hops: Int
  /// Of all species.
  public var mobileIons: Int
  /// Places that no ion stands on.
  public var vacancies: Int
  /// Names of the mobile species.
  public var species: String
  /// Charge of the mobile ion in units of e; of several species the root mean square.
  public var charge: Double
  /// Å³
  public var volume: Double
  /// Number of directions in which the network is connected.
  public var dimensions: Int
  /// How energies became rates.
  public var rateLaw: String
  /// Who was moved: ions or vacancies.
  public var carriers: String
  /// How hops were chosen.
  public var selector: String
  /// Where the model's numbers come from.
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
  /// From the charge diffusivity, by the Nernst–Einstein relation.
  public var conductivity: TensorEstimate
  /// Dσ, of all ions together.
  public var chargeDiffusivity: TensorEstimate
  /// D*, of single ions.
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
  /// Of single ions and of the charge, against time.
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
  /// Accepted hops a second of wall time.
  public var hopsPerSecond: Double
  /// Independent runs.
  public var replicas: Int
  /// True when the asked relative error was reached.
  public var converged: Bool
  /// False when the tracer subdiffuses: its mean-squared displacement grows slower than time.
  public var tracerIsDiffusive: Bool
  /// What to beware of.
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
  /// One standard deviation (Å²).
  public var tracerStandardError: Double?
  /// ⟨|ΣΔr|²⟩/N of all ions together (Å²)
  public var charge: Double
  /// One standard deviation (Å²).
  public var chargeStandardError: Double
}
