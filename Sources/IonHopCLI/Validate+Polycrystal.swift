import Foundation
import IonHop

extension Validate {
  /// What would be solved: voxels, grains and memory of every variant.
  func showPolycrystals(_ sweep: StudySweep) throws {
    let threads = ProcessInfo.processInfo.activeProcessorCount
    let titles = sweep.axes.map { String($0.title.prefix(14)) }
    var rows = [titles + ["voxels", "grains", "temperatures", "frequencies", "memory (MiB)"]]
    for variant in sweep.variants {
      let study = try sweep.polycrystal(variant)
      let (voxels, grains, warnings) = try sweep.outlook(variant, of: study)
      let spectra =
        study.impedance.map { "\($0.frequencies.count) at \($0.temperatures.count) T" } ?? "-"
      rows.append(
        variant.values.map { String($0.text.prefix(12)) } + [
          "\(voxels)", "\(grains)", "\(study.temperatures.count)", spectra,
          String(format: "%.0f", study.memory(voxels: voxels, threads: threads) / 1_048_576),
        ])
      for warning in warnings {
        note("warning: " + (sweep.isSwept ? "\(variant.label): " : "") + warning)
      }
    }
    let count = sweep.variants.count
    print("\(sweep.name): polycrystal" + (count > 1 ? ", \(count) variants" : "") + "\n")
    print(table(rows), terminator: "")
  }
}
