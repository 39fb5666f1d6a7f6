/// Where charge can sit: sites by cell, with the fixed charge of each cell.
///
/// A cell is a control volume of the Poisson equation: half the distance to the neighbours around a
/// node of a stack of layers (per Å²), or a voxel of a grid. Continuum and single sites of a
/// network differ only in how many sites an entry has.
struct ChargeSites: Sendable {
  struct Entry {
    var cell: Int32
    /// Which species compete here, and their energies: region × sublattices + sublattice.
    var group: Int32
    var count: Double
    /// Added to the energies of all species here (eV).
    var shift: Double
  }

  var entries: [Entry] = []
  /// Charge that does not answer to the potential, of each cell (e or e/Å²).
  var fixed: [Double]
  /// Sum of the sizes of these charges.
  var fixedGross = 0.0

  init(cells: Int) { fixed = Array(repeating: 0, count: cells) }

  mutating func addFixed(_ charge: Double, to cell: Int) {
    fixed[cell] += charge
    fixedGross += abs(charge)
  }

  mutating func addSites(
    _ count: Double, region: Int, sublattice: Int, shift: Double = 0, to cell: Int,
    of model: SpaceChargeModel
  ) {
    guard count > 0 else { return }
    entries.append(
      Entry(
        cell: Int32(cell), group: Int32(region * model.sublattices.count + sublattice),
        count: count, shift: shift))
  }

  /// A volume (Å³, or Å per Å²) of a region's matter, immobile species as the region has them.
  mutating func add(region: Int, volume: Double, to cell: Int, of model: SpaceChargeModel) {
    add(region: region, volume: volume, to: cell, of: model) { model.regions[region].frozen($0) }
  }

  /// The same with concentrations (Å⁻³) of immobile species given, which are at most the sites.
  ///
  /// - Parameter single: sublattices whose sites are placed one by one.
  mutating func add(
    region: Int, volume: Double, to cell: Int, of model: SpaceChargeModel,
    except single: Set<Int> = [], frozen: (Int) -> Double
  ) {
    for (index, one) in model.species.enumerated() where !one.isMobile {
      addFixed(one.charge * frozen(index) * volume, to: cell)
    }
    for sublattice in model.sublattices.indices where !single.contains(sublattice) {
      let taken = SpaceChargeModel.frozen(on: sublattice, model.species, frozen)
      addSites(
        (model.regions[region].siteDensities[sublattice] - taken) * volume, region: region,
        sublattice: sublattice, to: cell, of: model)
    }
  }
}
