import Foundation
import IonHop

extension Validate {
  /// What a variant would be and cost; of polycrystals voxels, of others sites and ions.
  private struct Outlook: Encodable {
    /// Which variant of a sweep; nil without one.
    let variant: String?
    var sites: Int?
    var ions: Int?
    var voxels: Int?
    var grains: Int?
    /// K
    let temperatures: [Double]
    /// Expected at each temperature.
    var hops: Double?
    /// MiB
    let memory: Double
    /// s, without the report
    var seconds: Double?
    let warnings: [String]
  }

  /// All variants as JSON.
  func outlooks(of sweep: StudySweep) async throws -> String {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    var outlooks: [Outlook] = []
    for variant in sweep.variants {
      let label = sweep.isSwept ? variant.label : nil
      if sweep.isPolycrystal {
        let study = try sweep.polycrystal(variant)
        let built = try await sweep.outlook(variant, of: study, threads: threads)
        outlooks.append(
          Outlook(
            variant: label, voxels: built.voxels, grains: built.grains,
            temperatures: study.temperatures, memory: built.memory / 1_048_576,
            seconds: built.seconds, warnings: built.warnings))
        continue
      }
      let study = try sweep.study(variant)
      var outlook = try StudyOutlook(study)
      if sweep.variants.count <= Self.mostMeasured { try await outlook.measure(threads: threads) }
      outlooks.append(
        Outlook(
          variant: label, sites: study.network.siteCount, ions: study.ions,
          temperatures: study.temperatures, hops: outlook.hops, memory: outlook.memory / 1_048_576,
          seconds: outlook.seconds(threads: threads), warnings: study.warnings()))
    }
    return try ResultFiles.json(outlooks)
  }
}
