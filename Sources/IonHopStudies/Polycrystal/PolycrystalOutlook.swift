import Foundation
import IonHopFields
import IonHopNetworks

/// What the solution of a polycrystal will cost: from one of few voxels, since the solver takes about as
/// long for a voxel of a large box as for one of a small box.
public struct PolycrystalOutlook: Sendable {
  /// How many the microstructure has.
  public let voxels: Int
  /// How many the microstructure has.
  public let grains: Int
  /// What is to be said of the microstructure.
  public let warnings: [String]
  /// Of the whole run (bytes).
  public let memory: Double
  /// Wall time of all temperatures and spectra (s), without the report.
  public let seconds: Double

  /// Voxels along an axis of the small box.
  private static let mostAcross = 32
  /// Frequencies tried, from the lowest to the highest.
  private static let frequenciesTried = 3

  /// Builds the microstructure and solves a small one like it.
  ///
  /// - Parameter threads: frequencies at work at one time.
  /// - Throws: `InputError` for a microstructure that cannot be made, with its key below
  ///   `model.polycrystal`; `FieldError`.
  public init(_ study: PolycrystalStudy, threads: Int) async throws {
    let began = Date()
    let built = try Polycrystal(study.model, seed: study.seed)
    try built.checkContrast(study.model, at: study.temperatures)
    let preparation = Date().timeIntervalSince(began)
    voxels = built.grid.count
    (grains, warnings) = (built.grainCount, built.warnings)
    memory = study.memory(voxels: voxels, threads: threads)
    let small = try Self.small(study, built)
    let share = Double(voxels) / Double(small.grid.count)
    // The coldest temperature has the greatest contrast.
    let coldest = study.temperatures.min() ?? 300
    let solver = MesoscaleSolver(try small.conductor(study.model, at: coldest))
    var percolates: [Bool] = []
    var cost = try await Self.seconds { percolates = try solver.conductivity().percolates }
    cost *= Double(study.temperatures.count)
    if let impedance = study.impedance, percolates[impedance.axis] {
      let tried = Self.some(of: impedance.frequencies)
      let one = try await Self.seconds {
        _ = try await solver.impedance(at: tried, along: impedance.axis, threads: 1)
      }
      let spectra = Double(impedance.temperatures.count * impedance.frequencies.count)
      cost +=
        one / Double(tried.count) * spectra / Double(min(threads, impedance.frequencies.count))
    }
    seconds = preparation + cost * share
  }

  /// The same in a box of few voxels; what does not fit into voxels so wide is left out.
  private static func small(
    _ study: PolycrystalStudy, _ built: Polycrystal
  ) throws(InputError) -> Polycrystal {
    var model = study.model
    let most = SIMD3(repeating: mostAcross)
    if case .file = model.grains {
      guard built.grid.count > mostAcross * mostAcross * mostAcross else { return built }
      (model.grains, model.size, model.voxels) = (.voronoi(50), 1e4, most)
    } else {
      guard any(model.voxels .> most) else { return built }
      model.voxels = pointwiseMin(model.voxels, most)
    }
    if let small = try? Polycrystal(model, seed: study.seed) { return small }
    (model.film, model.pores, model.cracks, model.junctions) = (nil, nil, nil, nil)
    return try Polycrystal(model, seed: study.seed)
  }

  private static func some(of frequencies: [Double]) -> [Double] {
    let step = max(1, (frequencies.count - 1) / (frequenciesTried - 1))
    return stride(from: 0, to: frequencies.count, by: step).map { frequencies[$0] }
  }

  private static func seconds(of work: () async throws -> Void) async rethrows -> Double {
    let began = Date()
    try await work()
    return Date().timeIntervalSince(began)
  }
}
