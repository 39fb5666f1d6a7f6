import IonHopAnalysis
import IonHopNetworks

/// All that a study of a polycrystal found, or a sweep of such studies: what `results.json` holds.
///
/// Solved, not sampled: numbers have no statistical error. The schema is versioned by `schema`; a
/// reader refuses a version that it does not know.
public struct PolycrystalResults: Sendable, Codable {
  /// What this version writes.
  public static let currentSchema = 1
  /// What `kind` holds.
  public static let kind = "polycrystal"

  /// Version of the format.
  public var schema = PolycrystalResults.currentSchema
  /// Tells the file from those of sampled studies.
  public var kind = PolycrystalResults.kind
  /// Of the study.
  public var name: String
  /// Where the numbers come from.
  public var provenance: Provenance
  /// Of the study's own numbers.
  public var sources: [Source]
  /// The swept keys; empty without a sweep, which then has the one variant with the empty key.
  public var sweep: [SweepAxis]
  /// In the order of the sweep.
  public var variants: [PolycrystalVariant]
  /// False when the run was stopped before every temperature was done; what is present is valid.
  public var complete: Bool

  /// Warnings of all variants, each with its variant.
  public var warnings: [String] {
    variants.flatMap { variant in
      let place = variant.label.isEmpty ? "" : "\(variant.label): "
      return ([variant.failure.map { "not run: \($0)" }].compactMap(\.self) + variant.warnings)
        .map { place + $0 }
    }
  }
}

/// One microstructure with its materials.
public struct PolycrystalVariant: Sendable, Codable {
  /// What tells the variant from others: `model.polycrystal.grains.size=1 um`; empty without a sweep.
  public var key: String
  /// Its values in words: "size 1 um".
  public var label: String
  /// One for each swept key.
  public var values: [SweptValue]
  /// Digest of all that points depend on but the temperature.
  public var settings: String
  /// Nil before the microstructure is built, and where it could not be.
  public var microstructure: MicrostructureSummary?
  /// In the order of the temperatures.
  public var points: [PolycrystalPoint]
  /// Of σ ("total"), of the grains and of the boundaries alone ("grains", "boundaries").
  public var fits: [PolycrystalFit]
  /// What to beware of.
  public var warnings: [String]
  /// Why it could not be solved.
  public var failure: String?

  /// One of which nothing is known yet.
  init(settings: String, failure: String? = nil) {
    (key, label, values, points, fits, warnings) = ("", "", [], [], [], [])
    (self.settings, self.failure) = (settings, failure)
  }

  /// The first fit of a part: "total", "grains" or "boundaries".
  public func fit(of part: String) -> FitResult? { fits.first { $0.of == part }?.fit }
}

/// A fit with what it is of.
public struct PolycrystalFit: Sendable, Codable {
  /// "total", "grains" or "boundaries".
  public var of: String
  /// The fit.
  public var fit: FitResult
}

/// The structure in numbers, and a cut through it.
public struct MicrostructureSummary: Sendable, Codable {
  /// Voxels along x, y and z.
  public var shape: [Int]
  /// Edges of a voxel (Å).
  public var spacing: [Double]
  /// Number of grains.
  public var grains: Int
  /// S_V of all interfaces (1/Å).
  public var boundaryAreaPerVolume: Double
  /// Of grains, core, film and pores, in volume.
  public var shares: [String: Double]
  /// A plane of voxels, for the report's picture.
  public var slice: MicrostructureSlice?
}

/// A cut perpendicular to z through the middle.
public struct MicrostructureSlice: Sendable, Codable {
  /// Number of the axis that the mean field lies along.
  public var axis: Int
  /// K
  public var temperature: Double
  /// Edges of a picture element (Å).
  public var spacing: [Double]
  /// Labels of a row along x, from the lowest y, separated by spaces; −1 for a pore.
  public var labels: [String]
  /// |j| over its mean, likewise.
  public var current: [String]
}

/// One temperature.
public struct PolycrystalPoint: Sendable, Codable {
  /// K
  public var temperature: Double
  /// Effective conductivity, a third of the trace (S/cm).
  public var conductivity: Double
  /// [row][column] (S/cm)
  public var tensor: [[Double]]
  /// Whether a conducting path crosses the box along x, y and z.
  public var percolates: [Bool]
  /// Of the bulk law (S/cm).
  public var bulkConductivity: Double
  /// Excess resistance of an ordinary boundary (Ω·cm²); nil without, and for a core with voxels.
  public var areaResistance: Double?
  /// R_gb / (R_bulk + R_gb), the share of the dissipation in boundaries, mean over the axes that conduct:
  /// the blocking factor.
  public var boundaryShare: Double
  /// The same along x, y and z.
  public var boundaryShares: [Double]
  /// Share of the dissipation in each kind of voxels and in the interfaces, mean over the axes.
  public var dissipation: [String: Double]
  /// Textbook formulas for grains and boundaries alone (S/cm), without pores, cracks and films.
  public var closedForms: [ClosedForm]
  /// Of the solver.
  public var relativeResidual: Double
  /// Of the solver, over all directions.
  public var iterations: Int
  /// s
  public var wallTime: Double
  /// Nil but at the temperatures of the study's impedance.
  public var spectrum: PolycrystalSpectrum?

  /// R_gb / R_bulk; infinite where all the resistance is in boundaries.
  public var resistanceRatio: Double { boundaryShare / (1 - boundaryShare) }
  /// Ω·cm; infinite where nothing percolates.
  public var grainResistivity: Double { (1 - boundaryShare) / conductivity }
  /// Ω·cm
  public var boundaryResistivity: Double { boundaryShare / conductivity }
}

/// A formula's value with its name.
public struct ClosedForm: Sendable, Codable, Equatable {
  /// For example "brick layer".
  public var name: String
  /// S/cm
  public var conductivity: Double
}

/// Impedance along one axis.
public struct PolycrystalSpectrum: Sendable, Codable {
  /// 0, 1 or 2
  public var axis: Int
  /// In rising frequency.
  public var points: [Point]
  /// What an experimenter reads from it; nil where no circuit fits.
  public var circuit: Circuit?

  /// The resistivity at one frequency.
  public struct Point: Sendable, Codable, Equatable {
    /// Hz
    public var frequency: Double
    /// Of the complex resistivity (Ω·cm).
    public var real: Double
    /// ρ″ (Ω·cm)
    public var imaginary: Double

    /// A complex resistivity (Ω·cm) at a frequency (Hz).
    public init(frequency: Double, real: Double, imaginary: Double) {
      (self.frequency, self.real, self.imaginary) = (frequency, real, imaginary)
    }
  }

  /// An equivalent circuit, fitted as experimenters do.
  public struct Circuit: Sendable, Codable {
    /// "oneArc", "resistorAndArc" or "twoArcs"
    public var model: String
    /// Faster first.
    public var arcs: [Arc]
    /// Ω·cm; of a resistor before the arc.
    public var seriesResistivity: Double?
    /// Ω·cm, where the circuit tells bulk and boundary apart.
    public var bulkResistivity: Double?
    /// Of the second arc (Ω·cm); nil with one arc.
    public var boundaryResistivity: Double?
    /// Root mean square of what the fit leaves, over |ρ|.
    public var relativeResidual: Double
  }

  /// A resistor beside a constant-phase element.
  public struct Arc: Sendable, Codable {
    /// Ω·cm
    public var resistivity: Double
    /// One standard deviation (Ω·cm).
    public var resistivityStandardError: Double
    /// s
    public var timeConstant: Double
    /// α of the constant-phase element; 1 for a capacitor.
    public var exponent: Double
    /// F/cm
    public var capacitance: Double
  }
}

/// Fields for a picture in three dimensions; in no results file.
public struct PolycrystalFields: Sendable {
  /// Voxels along the plane's two axes, and 1.
  public var shape: SIMD3<Int>
  /// Å
  public var spacing: SIMD3<Double>
  /// Of the voxels, the first axis fastest.
  public var labels: [Int32]
  /// V, for a mean field of 1 V/cm along the axis.
  public var potential: [Double]
  /// A/cm²
  public var currentDensity: [SIMD3<Double>]
}
