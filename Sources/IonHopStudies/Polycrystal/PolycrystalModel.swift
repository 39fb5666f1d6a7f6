import Foundation
import IonHopNetworks

/// A ceramic of micrometre grains, as `model.polycrystal` of a study file describes it.
///
///     var model = PolycrystalModel(
///       grains: .voronoi(200), size: 1e4, voxels: [64, 64, 64],
///       bulk: .init(conductivity: .arrhenius(prefactor: 5.1e3, activationEnergy: 0.278)))
///     model.boundary = .init(resistance: .area(.through(1 / 0.2, at: 300, activationEnergy: 0.3)))
public struct PolycrystalModel: Sendable {
  /// Where the grains come from.
  public enum Grains: Sendable {
    /// So many cells around random points.
    case voronoi(Int)
    /// So many columns through the box along an axis (0, 1, 2).
    case columnar(Int, axis: Int)
    /// Bricks along x, y and z; an axis with one brick has no boundary across it.
    case bricks(SIMD3<Int>)
    /// Labelled voxels; mirrored along axes with an open surface where asked for.
    case file(URL, VoxelFile.Options, mirrored: Bool, roles: [Int32: Role]?)
  }

  /// What a label of a file is.
  public enum Role: String, Sendable, CaseIterable {
    /// What voxels of a label are.
    case grain, pore
  }

  /// Where the grains come from.
  public var grains: Grains
  /// Edge of a cube of the mean grain's volume, of columns edge of a square of their mean area (Å);
  /// nothing for a file, which has its own voxels.
  public var size: Double
  /// How cells grow around their points.
  public var growth = GrainStructure.Growth()
  /// How grains are turned.
  public var texture = Texture.aligned
  /// Along x, y, z.
  public var voxels: SIMD3<Int>
  /// What grains are of.
  public var bulk: Bulk
  /// Between grains; nil for none.
  public var boundary: Boundary?
  /// A film on boundaries; nil for none.
  public var film: Film?
  /// Empty space at corners; nil for none.
  public var pores: Pores?
  /// Boundaries that have come apart; nil for none.
  public var cracks: Cracks?
  /// Lines where grains meet; nil for grain there.
  public var junctions: Junctions?

  /// Grains of a size (Å) on voxels.
  public init(grains: Grains, size: Double, voxels: SIMD3<Int>, bulk: Bulk) {
    (self.grains, self.size, self.voxels, self.bulk) = (grains, size, voxels, bulk)
  }

  /// What grains are of.
  public struct Bulk: Sendable {
    /// Mean over the crystal's axes (S/cm).
    public var conductivity: ConductionLaw
    /// Relative, of lattice and electrons; nil where no spectrum is asked for.
    public var permittivity: Double?
    /// Conductivity along the crystal's axes over `conductivity`.
    public var anisotropy: SIMD3<Double> = [1, 1, 1]
    /// Standard deviation of the barrier from grain to grain (eV), about an unchanged mean.
    public var spread = 0.0

    /// A conductivity against temperature (S/cm), and a relative permittivity.
    public init(conductivity: ConductionLaw, permittivity: Double? = nil) {
      (self.conductivity, self.permittivity) = (conductivity, permittivity)
    }
  }

  /// What lies between two grains.
  public struct Boundary: Sendable {
    /// What resists.
    public enum Resistance: Sendable {
      /// Law of 1/R (S/cm²).
      case area(ConductionLaw)
      /// A layer with a conductivity of its own (S/cm) over the boundary's width.
      case core(ConductionLaw)
    }

    /// What resists.
    public var resistance: Resistance
    /// Å; needed for capacitances, for a core, and for the two-phase formulas.
    public var width: Double?
    /// Relative; nil where no impedance is asked for.
    public var permittivity: Double?
    /// Standard deviation of the barrier from boundary to boundary (eV), about an unchanged mean.
    public var spread = 0.0
    /// Boundaries that differ; nil for none.
    public var special: Special?

    /// A resistance with width (Å) and relative permittivity.
    public init(resistance: Resistance, width: Double? = nil, permittivity: Double? = nil) {
      (self.resistance, self.width, self.permittivity) = (resistance, width, permittivity)
    }
  }

  /// Boundaries that block less, such as coherent ones.
  public struct Special: Sendable {
    /// Which boundaries differ.
    public enum Which: Sendable {
      /// This share of the boundary area, drawn at random.
      case share(Double)
      /// Misorientation below this angle (degrees); symmetry of the crystal is left aside.
      case misorientation(below: Double)
    }

    /// Which boundaries differ.
    public var which: Which
    /// Their resistance over that of others.
    public var factor: Double

    /// Boundaries whose resistance has a factor.
    public init(which: Which, factor: Double) { (self.which, self.factor) = (which, factor) }
  }

  /// A second phase that covers whole boundaries.
  public struct Film: Sendable {
    /// Share of the boundary area.
    public var coverage: Double
    /// Å
    public var thickness: Double
    /// Of the film (S/cm).
    public var conductivity: ConductionLaw
    /// Relative; nil where no impedance is asked for.
    public var permittivity: Double?
    /// Whether the film stands in place of the boundary's own resistance, or on top of it.
    public var replacesBoundary = false
    /// Covers only boundaries mostly across this axis (0, 1, 2), the share being of them; nil for all.
    public var normal: Int?

    /// A film on a share of the boundary area, of a thickness (Å).
    public init(coverage: Double, thickness: Double, conductivity: ConductionLaw) {
      (self.coverage, self.thickness) = (coverage, thickness)
      self.conductivity = conductivity
    }
  }

  /// Empty space at corners of grains.
  public struct Pores: Sendable {
    /// Of the volume.
    public var share: Double
    /// Å
    public var radius: Double

    /// A share of the volume in pores of a radius (Å).
    public init(share: Double, radius: Double) { (self.share, self.radius) = (share, radius) }
  }

  /// Boundaries that have come apart.
  public struct Cracks: Sendable {
    /// Of the boundary area.
    public var share: Double
    /// Å
    public var width: Double
    /// Cracks only boundaries mostly across this axis (0, 1, 2), the share being of them; nil for all.
    public var normal: Int?

    /// A share of the boundary area in cracks of a width (Å).
    public init(share: Double, width: Double, normal: Int? = nil) {
      (self.share, self.width, self.normal) = (share, width, normal)
    }
  }

  /// Lines where three grains and more meet, as a material of their own.
  public struct Junctions: Sendable {
    /// All that is nearer than this to two boundaries (Å).
    public var radius: Double
    /// Of the lines (S/cm).
    public var conductivity: ConductionLaw
    /// Relative; nil where no impedance is asked for.
    public var permittivity: Double?

    /// Lines of a radius (Å).
    public init(radius: Double, conductivity: ConductionLaw) {
      (self.radius, self.conductivity) = (radius, conductivity)
    }
  }

  /// Every law that a temperature must lie within, with its key.
  var laws: [(key: String, law: ConductionLaw)] {
    var laws = [("bulk.conductivity", bulk.conductivity)]
    switch boundary?.resistance {
    case .area(let law): laws.append(("boundary.areaResistance", law))
    case .core(let law): laws.append(("boundary.core.conductivity", law))
    case nil: break
    }
    if let film { laws.append(("phases.film.conductivity", film.conductivity)) }
    if let junctions { laws.append(("phases.junctions.conductivity", junctions.conductivity)) }
    return laws
  }
}
