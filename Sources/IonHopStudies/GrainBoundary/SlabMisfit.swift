import IonHopCore
import IonHopNetworks

/// Grains of a slab whose lattices are turned against each other, and how ions cross between them.
public struct SlabMisfit: Sendable {
  /// Of both grains.
  public var lattice: Lattice
  /// Of the grain that begins at the first boundary, and of the other.
  public var orientations: [Orientation]
  /// How ions cross between them.
  public var joining: BoundaryHops

  /// - Parameters:
  ///   - about: axis of the turn, of any length.
  ///   - degrees: from one grain to the other.
  ///   - symmetric: both grains turned by half of it, in opposite senses; else the second alone.
  public init(
    _ lattice: Lattice, about axis: SIMD3<Double>, degrees: Double, symmetric: Bool,
    joining: BoundaryHops
  ) {
    (self.lattice, self.joining) = (lattice, joining)
    orientations =
      symmetric
      ? [
        Orientation(about: axis, degrees: -degrees / 2),
        Orientation(about: axis, degrees: degrees / 2),
      ] : [.identity, Orientation(about: axis, degrees: degrees)]
  }

  /// Å by which a turned lattice may miss itself beyond the border of the cell.
  private static let slack = 0.05

  /// Vectors of the cell, other than the one across, beyond which a turned grain does not go on: there
  /// the periodic border is a boundary too.
  func borders(of cell: Cell, across axis: Int) -> [Int] {
    [cell.a, cell.b, cell.c].enumerated().compactMap { index, edge in
      guard index != axis else { return nil }
      let goesOn = orientations.allSatisfy { turn in
        let f = lattice.cell.fractional(turn.inverse(edge))
        return length(lattice.cell.cartesian(f - f.rounded(.toNearestOrEven))) < Self.slack
      }
      return goesOn ? nil : index
    }
  }

  /// - Throws: `InputError`
  func network(in grains: GrainStructure) throws(InputError) -> GrainNetwork {
    do {
      return try GrainNetwork.misfit(of: lattice, in: grains, joining: joining)
    } catch let error as InputError {
      throw error
    } catch {
      throw InputError(file: "", keyPath: "misfit", message: "\(error)")
    }
  }
}
