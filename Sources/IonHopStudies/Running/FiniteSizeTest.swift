import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// The first and the last temperature once more, in a supercell doubled along every vector in which
/// ions travel.
///
/// Immobile ions repeat with the cell: what changes is the size, not the draw.
struct FiniteSizeTest {
  let study: Study
  let threads: Int

  /// Sets the doubled system's random streams apart from those of the study.
  private static let stream: UInt64 = 0x646f_7562_6c65_6421

  /// - Throws: what a run of the doubled network throws, `InputError` if it does not fit the memory.
  func run(
    beside results: StudyResults, _ report: @escaping @Sendable (StudyProgress) -> Void
  ) async throws -> [FiniteSizeResult] {
    let doubled = try doubledStudy()
    var found: [FiniteSizeResult] = []
    let chosen = Set([0, results.points.count - 1]).sorted()
    for index in chosen where results.points.indices.contains(index) {
      if Task.isCancelled { break }
      let point = results.points[index]
      let began = Date()
      let (sampling, count) = (study.sampling, results.points.count)
      let runner = PointRunner(
        study: doubled, temperature: point.temperature, threads: threads
      ) { hops, error in
        report(
          StudyProgress(
            point: index, points: count, temperature: point.temperature, hops: hops,
            hopsPerSecond: Double(hops) / max(1e-9, Date().timeIntervalSince(began)),
            relativeError: error, targetRelativeError: sampling.relativeError,
            targetHops: sampling.hops, partial: nil))
      }
      let large = try await runner.run()
      if large.settings?.interrupted == true { break }
      found.append(
        Self.compare(
          point, large, sites: study.network.siteCount, doubledSites: doubled.network.siteCount))
    }
    return found
  }

  private func doubledStudy() throws -> Study {
    var doubled = study
    doubled.spectrum = nil
    let directions = study.network.connectivity().directions
    let cell = study.network.cell
    var repeats = SIMD3(1, 1, 1)
    for (axis, vector) in [cell.a, cell.b, cell.c].enumerated()
    where directions.contains(where: { abs(dot($0, vector)) > 1e-6 * length(vector) }) {
      repeats[axis] = 2
    }
    doubled.network = try study.network.repeated(repeats)
    doubled.environment = try study.environment?.on(doubled.network)
    doubled.filling = .count(study.ions * repeats.x * repeats.y * repeats.z)
    doubled.sampling = Self.sampling(of: study)
    doubled.seed = study.streamSeed.mixed(with: Self.stream).value
    return doubled
  }

  /// Why a study cannot have the test, and what to do instead; nil where it can.
  static func hindrance(for study: Study) -> String? {
    if let networks = study.realisations, networks.count > 1 {
      return "not for several realisations; sweep the number of sites instead"
    }
    if study.boundary != nil { return "not for grain boundaries; sweep supercell instead" }
    return study.polymer == nil && study.composite == nil
      ? nil : "not for polymers and composites; sweep their size instead"
  }

  /// How the doubled supercell is sampled: each temperature by itself.
  static func sampling(of study: Study) -> Sampling {
    var sampling = study.sampling
    if sampling.target != .conductivity {
      (sampling.target, sampling.relativeError) = (.conductivity, Sampling().relativeError)
    }
    return sampling
  }

  static func compare(
    _ own: PointResult, _ large: PointResult, sites: Int, doubledSites: Int
  ) -> FiniteSizeResult {
    let (a, b) = (own.conductivity.mean, large.conductivity.mean)
    let ratio = b.value / a.value
    let error = abs(ratio) * hypot(a.relativeError, b.relativeError)
    return FiniteSizeResult(
      temperature: own.temperature, sites: sites, doubledSites: doubledSites, conductivity: a,
      doubledConductivity: b, ratio: Estimate(value: ratio, standardError: error, unit: .one))
  }
}

extension FiniteSizeResult {
  /// Small deviations do not matter, uncertain ones do not tell.
  private static let matters = 0.05
  private static let certain = 3.0

  /// A sentence, if the supercell is too small.
  var warning: String? {
    let deviation = abs(ratio.value - 1)
    guard deviation > Self.matters, deviation > Self.certain * ratio.standardError else {
      return nil
    }
    let percent = (1000 * (ratio.value - 1)).rounded() / 10
    return
      "at \(temperature) K: a supercell of \(doubledSites) sites conducts \(abs(percent)) % \(percent > 0 ? "better" : "worse") than this one of \(sites); use more cells"
  }
}
