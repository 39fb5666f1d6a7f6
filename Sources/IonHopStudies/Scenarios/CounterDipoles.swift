import Foundation
import IonHopCore
import IonHopFields

/// Ferroelectric particles on an interface that drives lithium out of the electrolyte beside it.
///
/// The bare interface holds a charge that depletes the electrolyte. Where a particle lies, its dipole turns
/// the charge round. Particles are squares in a square array, flat against the screening length. The
/// Poisson equation with dilute ions is solved in three dimensions, and the current of what it leaves of
/// them on the same voxels. The box is mirrored at the interface, whose plane is then at one potential by
/// symmetry: half of its resistance is that of one side.
struct CounterDipoles {
  /// Å, from particle to particle.
  var period: Double
  /// Voxels along the edge of a particle, of `lateral` along the period.
  var edge: Int

  /// K
  static let temperature = 300.0
  /// Of the bare interface against the electrolyte (V).
  static let potential = 0.25
  /// Å⁻³
  static let carriers = 1e-5
  static let permittivity = 10.0
  /// S/cm
  static let bulkConductivity = 1e-3
  /// Charge where a particle lies over that of the bare interface.
  static let reversal = -1.0
  static let lateral = 12
  /// Å
  private static let step = 1.0
  /// Voxels across, the interface's own among them: some 80 Å to either side.
  private static let across = 160

  static var kT: Double { PhysicalConstants.boltzmann * temperature }

  /// Share of the interface under particles.
  var coverage: Double { pow(Double(edge) / Double(Self.lateral), 2) }

  /// Of the bare interface, one side (e/Å²): the first integral of the Poisson equation for dilute ions of
  /// one kind in an immobile background, Q² = 2 ε c kT (y − 1 + e^−y) with y = eφ/kT.
  static var charge: Double {
    let y = potential / kT
    return (2 * BoundarySpaceCharge.vacuum * permittivity * carriers * kT * (y - 1 + exp(-y)))
      .squareRoot()
  }

  /// Å
  static var depletionWidth: Double {
    SpaceChargeClosedForms.mottSchottkyWidth(
      potential: potential, permittivity: permittivity, dopant: carriers)
  }

  /// Excess over the bulk of one side (Ω·cm²), with limits between which any network's value lies.
  struct Resistance {
    var value: Double
    /// All voxels of a plane at one potential.
    var planes: Double
    /// No current from column to column.
    var columns: Double
  }

  private func isCovered(_ x: Int, _ y: Int) -> Bool { x < edge && y < edge }

  /// Concentration over that of the bulk in each voxel, x fastest; what the interface's own hold is not
  /// asked for.
  ///
  /// - Throws: `SpaceChargeError`
  func carriers() throws -> [Double] {
    let plane = 2 * Self.charge / Self.step
    let (n, covered) = (Self.lateral, Self.reversal * plane)
    var regions = [
      SpaceChargeRegion(
        "electrolyte", permittivity: Self.permittivity, siteDensities: [1],
        frozen: [0, Self.carriers, 0, 0])
    ]
    var kinds: [Bool: Int] = [:]
    for (isCovered, name, charge) in [(false, "bare", plane), (true, "covered", covered)]
    where isCovered ? edge > 0 : edge < n {
      kinds[isCovered] = regions.count
      regions.append(
        SpaceChargeRegion(
          name, permittivity: Self.permittivity, siteDensities: [0],
          frozen: [0, 0, max(0, charge), max(0, -charge)]))
    }
    let model = try SpaceChargeModel(
      species: [
        DefectSpecies(
          "Li", charge: 1, sublattice: 0, statistics: .boltzmann,
          supply: .reservoir(Self.carriers)),
        .background("host", charge: -1), .background("positive", charge: 1),
        .background("negative", charge: -1),
      ], sublattices: ["sites"], regions: regions, temperature: Self.temperature)
    // The grid numbers voxels fastest along c: across is a, so that both grids number them alike.
    let cell = try Cell(
      [Double(Self.across) * Self.step, 0, 0], [0, period, 0], [0, 0, period])
    let labels = (0..<n * n * Self.across).map { voxel in
      voxel < n * n ? kinds[isCovered(voxel % n, voxel / n)] ?? 0 : 0
    }
    let grid = SpaceChargeGrid(cell: cell, shape: SIMD3(Self.across, n, n), regions: labels)
    return try grid.solve(model).concentrations(of: 0).map { $0 / Self.carriers }
  }

  /// - Parameters:
  ///   - carriers: of `carriers()`.
  ///   - blocks: whether no lithium passes through a particle.
  /// - Throws: `FieldError`
  func resistance(_ carriers: [Double], blocks: Bool) throws -> Resistance {
    let n = Self.lateral
    // The interface's plane belongs to the electrode: it adds next to nothing.
    let electrode = 1e3
    let relative = carriers.indices.map { voxel in
      guard voxel < n * n else { return carriers[voxel] }
      return blocks && isCovered(voxel % n, voxel / n) ? 0 : electrode
    }
    let (planes, columns) = limits(relative)
    guard columns.isFinite || edge < n else {
      return Resistance(value: .infinity, planes: planes, columns: columns)
    }
    let grid = try VoxelGrid(
      shape: SIMD3(n, n, Self.across),
      spacing: SIMD3(period / Double(n), period / Double(n), Self.step),
      labels: Array(relative.indices))
    let conductor = try VoxelConductor(
      grid, materials: relative.map { GrainMaterial(conductivity: $0 * Self.bulkConductivity) })
    let conductivity = try MesoscaleSolver(conductor).conductivity().tensor[2][2]
    let thickness = Double(Self.across) * Self.step * 1e-8
    return Resistance(
      value: excess(thickness / conductivity), planes: planes, columns: columns)
  }

  /// Of one side (Ω·cm²), from that of the whole box.
  private func excess(_ whole: Double) -> Double {
    let bulk = Double(Self.across - 1) * Self.step * 1e-8 / Self.bulkConductivity
    return (whole - bulk) / 2
  }

  /// Rayleigh's limits: shorting nodes only lowers, cutting bonds only raises a network's resistance.
  private func limits(_ relative: [Double]) -> (planes: Double, columns: Double) {
    let (n, area) = (Self.lateral * Self.lateral, Double(Self.lateral * Self.lateral))
    var columns = Array(repeating: 0.0, count: n)
    var planes = 0.0
    for plane in 0..<Self.across {
      var sum = 0.0
      for column in 0..<n {
        let (a, b) = (
          relative[plane * n + column], relative[(plane + 1) % Self.across * n + column]
        )
        let resistance = Self.step * 1e-8 / Self.bulkConductivity * (1 / a + 1 / b) / 2
        columns[column] += resistance
        sum += 1 / resistance
      }
      planes += area / sum
    }
    let conductance = columns.reduce(0) { $0 + 1 / $1 } / area
    return (excess(planes), excess(1 / conductance))
  }

  // MARK: Table

  /// Å: closer than the depletion layer is wide, as wide, and much wider.
  static let periods = [40.0, 160, 640]

  /// - Throws: `SpaceChargeError`, `FieldError`
  static func table() throws -> ScenarioTable {
    var table = ScenarioTable(
      name: "Particles with a counter-dipole on a depleted interface",
      columns: [.init("period", "A"), .init("coverage")]
        + ["dipoles", "blocking particles"].flatMap { name in
          ["", " planes", " columns"].map { ScenarioTable.Column(name + $0, "ohm cm2") }
        })
    table.figures = [
      .init(
        ["dipoles", "blocking particles"], against: "coverage", series: ["period"],
        title: "resistance (ohm cm2)")
    ]
    table.notes = [
      String(
        format:
          "Resistance of one side of the interface in excess of the electrolyte. Dipoles: lithium passes where they lie; blocking particles: only between them. Planes and columns: limits. Depletion width %.0f A, bare interface %.2f V, 1e19 carriers per cm3, relative permittivity %.0f, 1e-3 S/cm, 300 K: assumed, no material is meant.",
        depletionWidth, potential, permittivity),
      String(
        format:
          "Charge of the bare interface %.2f uC/cm2, turned round under particles; ferroelectrics hold tens of uC/cm2.",
        charge * 1602.18),
    ]
    for period in periods {
      for edge in stride(from: 0, through: lateral, by: 2) {
        let array = CounterDipoles(period: period, edge: edge)
        let carriers = try array.carriers()
        let parts = try [false, true].map { try array.resistance(carriers, blocks: $0) }
        table.rows.append(
          [period, array.coverage] + parts.flatMap { [$0.value, $0.planes, $0.columns] })
      }
    }
    return table
  }
}
