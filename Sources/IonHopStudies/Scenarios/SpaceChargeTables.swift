import Foundation
import IonHopCore
import IonHopFields
import IonHopNetworks

/// Area resistances of space charges on both sides of a boundary's plane, in a continuum at 300 K.
enum SpaceChargeTables {
  private static let temperature = 300.0
  private static var kT: Double { PhysicalConstants.boltzmann * temperature }
  /// S/cm, of the grains: round, that of good solid electrolytes.
  private static let bulkConductivity = 1e-3
  /// Of lithium sites (Å⁻³), round: 2e22/cm³, as in oxides (LLZO has 3.3e22/cm³).
  private static let siteDensity = 0.02
  /// Of a carrier per cm³ as of one per Å³.
  private static let perCubicAngstrom = 1e-24
  /// Of the Poisson solver, in kT.
  private static let resolution = 0.01

  /// The mobile ions as a lattice gas, one a site, in an immobile background: all that a boundary's
  /// potential, the concentration of the ions and the permittivity can do.
  ///
  /// - Throws: `SpaceChargeError`
  static func layers() throws -> ScenarioTable {
    var table = ScenarioTable(
      name: "Space charge at a boundary against potential, carriers and permittivity",
      columns: [
        .init("carriers", "1/cm3"), .init("permittivity"), .init("core potential", "V"),
        .init("screening length", "A"), .init("least carriers"),
        .init("area resistance", "ohm cm2"),
      ])
    table.figures = [
      .init(["area resistance"], against: "core potential", series: ["carriers", "permittivity"])
    ]
    table.notes = [
      "Both sides of the boundary, excess over grains of 1e-3 S/cm at 300 K; 2e22/cm3 sites, one ion each. Negative where the boundary conducts better than the grains. Least carriers: ions times vacancies at the boundary over those of the grains."
    ]
    for carriers in [1e20, 1e21, 1e22] {
      for permittivity in [10.0, 30, 100] {
        let model = try latticeGas(carriers * perCubicAngstrom, permittivity)
        for potential in [-0.5, -0.4, -0.3, -0.2, -0.1, 0.1, 0.2, 0.3, 0.4, 0.5] {
          let solution = try half(model, potential: potential)
          let (core, bulk) = (solution.points[0].carriers[0], solution.points.last?.carriers[0])
          table.rows.append([
            carriers, permittivity, potential, model.debyeLength ?? .nan, core / (bulk ?? .nan),
            2
              * (solution.areaResistance(of: 0, bulkConductivity: bulkConductivity) ?? .nan),
          ])
        }
      }
    }
    return table
  }

  /// Two limits with closed forms, solved and exact.
  ///
  /// - Throws: `SpaceChargeError`
  static func limits() throws -> ScenarioTable {
    let (concentration, permittivity) = (1e-5, 30.0)
    var table = ScenarioTable(
      name: "Limits of Gouy and Chapman, and of Mott and Schottky",
      columns: [
        .init("core potential", "V"), .init("Gouy-Chapman solved", "ohm cm2"),
        .init("Gouy-Chapman exact", "ohm cm2"), .init("Mott-Schottky solved", "ohm cm2"),
        .init("Mott-Schottky exact", "ohm cm2"),
      ])
    table.notes = [
      "Both sides of the boundary; 1e19/cm3 dilute carriers, relative permittivity 30, 1e-3 S/cm, 300 K. A Mott-Schottky layer is one of depletion: none for negative potentials."
    ]
    let scale = 2e-8 / bulkConductivity
    for potential in [-0.3, -0.1, 0.1, 0.2, 0.3, 0.4, 0.5] {
      let y = potential / kT
      let model = try dilute(concentration, permittivity)
      let length = SpaceChargeClosedForms.debyeLength(
        permittivity: permittivity, concentration: concentration, temperature: temperature)
      let solved = try half(model, potential: potential, lengths: 25).excessResistance(of: 0)
      var row = [
        potential, scale * (solved ?? .nan),
        scale * length * SpaceChargeClosedForms.gouyChapmanExcessResistance(y0: y), .nan, .nan,
      ]
      if potential > 0 {
        let width = SpaceChargeClosedForms.mottSchottkyWidth(
          potential: potential, permittivity: permittivity, dopant: concentration)
        row[3] = scale * (try emptied(potential, concentration, permittivity, width))
        row[4] = scale * width * (SpaceChargeClosedForms.mottSchottkyResistivity(y) - 1)
      }
      table.rows.append(row)
    }
    return table
  }

  // MARK: Models

  private static func latticeGas(
    _ carriers: Double, _ permittivity: Double
  ) throws(SpaceChargeError) -> SpaceChargeModel {
    try SpaceChargeModel(
      species: [
        DefectSpecies("Li", charge: 1, sublattice: 0, supply: .reservoir(carriers)),
        .background("host", charge: -1),
      ], sublattices: ["sites"],
      regions: [
        SpaceChargeRegion(
          "grain", permittivity: permittivity, siteDensities: [siteDensity], frozen: [0, carriers])
      ], temperature: temperature)
  }

  private static func dilute(
    _ concentration: Double, _ permittivity: Double
  ) throws(SpaceChargeError) -> SpaceChargeModel {
    func carrier(_ name: String, _ charge: Double) -> DefectSpecies {
      DefectSpecies(
        name, charge: charge, sublattice: 0, statistics: .boltzmann,
        supply: .reservoir(concentration))
    }
    return try SpaceChargeModel(
      species: [carrier("cation", 1), carrier("anion", -1)], sublattices: ["sites"],
      regions: [
        SpaceChargeRegion("grain", permittivity: permittivity, siteDensities: [siteDensity])
      ], temperature: temperature)
  }

  /// From a boundary's plane into the grain, so deep that nothing of the potential is left.
  private static func half(
    _ model: SpaceChargeModel, potential: Double, lengths: Double = 20
  ) throws(SpaceChargeError) -> LayerSolution {
    // A layer that is emptied reaches √(2y) screening lengths of the carriers.
    let depletion = (2 * abs(potential) / kT).squareRoot()
    let depth = (model.debyeLength ?? 1) * (lengths + depletion)
    return try LayerStack(
      layers: [.init(thickness: depth, region: 0)], sheets: [0: .potential(potential)]
    ).solve(model, resolution: resolution)
  }

  /// Excess (Å of bulk) of a layer with nothing but its dopants, which ions too few to count feel.
  private static func emptied(
    _ potential: Double, _ dopant: Double, _ permittivity: Double, _ width: Double
  ) throws(SpaceChargeError) -> Double {
    let trace = 1e-12 * dopant
    let model = try SpaceChargeModel(
      species: [
        DefectSpecies(
          "trace", charge: 1, sublattice: 0, statistics: .boltzmann, supply: .reservoir(trace)),
        .background("dopant", charge: -1), .background("counter", charge: -1),
      ], sublattices: ["sites"],
      regions: [
        SpaceChargeRegion(
          "grain", permittivity: permittivity, siteDensities: [siteDensity],
          frozen: [0, 0, trace]),
        SpaceChargeRegion(
          "emptied", permittivity: permittivity, siteDensities: [siteDensity],
          frozen: [0, dopant, 0]),
      ], temperature: temperature)
    let stack = LayerStack(
      layers: [.init(thickness: width, region: 1), .init(thickness: width, region: 0)],
      sheets: [0: .potential(potential), 2: .potential(0)])
    return try stack.solve(model, resolution: resolution).excessResistance(of: 0) ?? .nan
  }
}
