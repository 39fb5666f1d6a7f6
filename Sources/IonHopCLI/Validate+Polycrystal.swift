import Foundation
import IonHop

extension Validate {
  /// What would be solved: voxels, grains, memory and time of every variant.
  func showPolycrystals(_ sweep: StudySweep) async throws {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let titles = sweep.axes.map { String($0.title.prefix(14)) }
    var rows = [titles + ["voxels", "grains", "T", "spectra", "memory (MiB)", "time (s)"]]
    var total = StudyOutlook.reportSeconds
    for variant in sweep.variants {
      let study = try sweep.polycrystal(variant)
      let outlook = try await sweep.outlook(variant, of: study, threads: threads)
      total += outlook.seconds
      let spectra =
        study.impedance.map { "\($0.temperatures.count) × \($0.frequencies.count) Hz" } ?? "-"
      rows.append(
        variant.values.map { String($0.text.prefix(12)) } + [
          "\(outlook.voxels)", "\(outlook.grains)", "\(study.temperatures.count)", spectra,
          String(format: "%.0f", outlook.memory / 1_048_576), Self.seconds(outlook.seconds),
        ])
      for warning in outlook.warnings {
        note("warning: " + (sweep.isSwept ? "\(variant.label): " : "") + warning)
      }
    }
    let count = sweep.variants.count
    print("\(sweep.name): polycrystal" + (count > 1 ? ", \(count) variants" : "") + "\n")
    print(table(rows) + "\nin all about \(Self.seconds(total)) s")
  }
}
