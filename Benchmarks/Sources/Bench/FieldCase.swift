import Foundation
import IonHop

/// (i) Fields: the potential of a bicrystal of a million sites, and a ceramic of a million voxels.
enum FieldCase {
  static func run(_ options: Options) throws -> [FieldRow] {
    let edge = options.quick ? 50 : 100
    print("\nfields: seconds of processor time, and the most memory of the process so far")
    var rows: [FieldRow] = []
    rows.append(try potential(edge))
    FieldRow.show(rows[rows.count - 1])
    for row in try ceramic(edge, frequencies: options.quick ? 4 : 40) {
      rows.append(row)
      FieldRow.show(row)
    }
    print("")
    return rows
  }

  /// Simple cubic, 3 Å, a tenth of the sites filled at 300 K; in two pairs of planes half the box apart
  /// ions are 0.1 to 0.2 eV lower, at random from site to site, so that the potential has no symmetry.
  private static func potential(_ edge: Int) throws -> FieldRow {
    let network = try Cubic.uniform(edge: edge)
    let sites = network.siteCount
    var solution: SpaceChargeSolution?
    let (processor, wall) = try timed {
      var grid = try SpaceChargeGrid(network, spacing: 3, fixedCharge: -0.1)
      var random = try RandomStream(generator: "taus2", seed: 5)
      for site in 0..<sites {
        let plane = Int((grid.sites[site].position.x / 3).rounded())
        if plane % (edge / 2) < 2 { grid.sites[site].energy = -0.2 + 0.1 * random.uniform() }
      }
      let model = try SpaceChargeModel(
        species: [
          DefectSpecies(
            "Li", charge: 1, sublattice: 0, supply: .closed(0.1 * Double(sites)))
        ], sublattices: ["sites"],
        regions: [SpaceChargeRegion("all", permittivity: 40, siteDensities: [1.0 / 27])],
        temperature: 300)
      solution = try grid.solve(model)
    }
    let remark = solution.map { "\($0.steps) Newton steps, residual \(rounded($0.residual))" }
    return FieldRow(
      work: "potential of a bicrystal, \(sites) sites", processorSeconds: processor,
      wallSeconds: wall, remark: remark ?? "")
  }

  /// 200 Voronoi grains of LLZO's numbers at 300 K, the boundaries with a resistance of 0.2 Ω·cm².
  private static func ceramic(_ edge: Int, frequencies count: Int) throws -> [FieldRow] {
    let spacing = 500.0
    let cell = try Cell.cubic(spacing * Double(edge))
    let grains = try GrainStructure.voronoi(in: cell, grains: 200, seed: 3)
    let voxels = try Microstructure(grains, shape: SIMD3(repeating: edge))
    let grid = try VoxelGrid(
      shape: voxels.shape, spacing: voxels.spacing, labels: voxels.labels.map { Int($0) })
    let ceramic = try VoxelConductor(
      grid,
      materials: (0..<200).map { _ in GrainMaterial(conductivity: 3e-4, permittivity: 60) },
      boundary: GrainBoundary(areaResistance: 0.2, permittivity: 60, width: 10))
    var direct: MesoscaleResult?
    let (processor, wall) = try timed {
      direct = try MesoscaleSolver(ceramic).conductivity()
    }
    let steps = direct.map { "\($0.iterations) steps along the slowest axis, set-up included" }
    let frequencies = (0..<count).map { pow(10, -1 + 10 * Double($0) / Double(count - 1)) }
    let solver = MesoscaleSolver(ceramic)
    let (all, allWall) = try timed {
      _ = try waited { try await solver.impedance(at: frequencies, along: 0, threads: 2) }
    }
    return [
      FieldRow(
        work: "conductivity of a ceramic, \(grid.count) voxels, three axes",
        processorSeconds: processor, wallSeconds: wall, remark: steps ?? ""),
      FieldRow(
        work: "its impedance at \(count) frequencies, 0.1 Hz to 1 GHz", processorSeconds: all,
        wallSeconds: allWall, remark: "two threads"),
    ]
  }

  private static func timed(_ body: () throws -> Void) rethrows -> (Double, Double) {
    let began = processorClock()
    let wall = try seconds(body)
    return (processorClock() - began, wall)
  }
}

/// What one field took.
struct FieldRow: Codable {
  let work: String
  let processorSeconds: Double
  let wallSeconds: Double
  var gibibytes = FieldRow.peakMemory
  let remark: String

  static func show(_ row: FieldRow) {
    print(
      "  \(row.work): \(rounded(row.processorSeconds)) s (\(rounded(row.wallSeconds)) s by the clock), \(rounded(row.gibibytes)) GiB; \(row.remark)"
    )
    fflush(nil)
  }

  /// The most that the process has held, GiB.
  private static var peakMemory: Double {
    var usage = rusage()
    #if os(macOS)
      getrusage(RUSAGE_SELF, &usage)
      let unit = 1.0
    #else
      // 0 is RUSAGE_SELF, which Glibc imports as another type than its own function takes.
      getrusage(0, &usage)
      let unit = 1024.0
    #endif
    return Double(usage.ru_maxrss) * unit / 1_073_741_824
  }
}
