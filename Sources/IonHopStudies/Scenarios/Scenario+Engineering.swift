import Foundation

extension Scenario {
  static let engineering = Scenario(
    "engineering", "Grain boundary engineering: a league table of measures",
    files: ["engineering"],
    pass: "Li2CO3 at boundaries is the worst; every other measure conducts better than as sintered"
  ) { results in
    let measures = results.variants("engineering").compactMap { variant in
      variant.points.first { $0.temperature == 300 }.map { (variant.label, $0.conductivity) }
    }.sorted { $0.1 > $1.1 }
    let plain = measures.first { $0.0 == "as sintered" }?.1 ?? .nan
    return measures.enumerated().map { rank, measure in
      let ratio = measure.1 / plain
      let mustLose = measure.0.hasPrefix("Li2CO3")
      let isPlain = measure.0 == "as sintered"
      return Check(
        String(format: "%d. %@: %.2f times as sintered", rank + 1, measure.0, ratio),
        isPlain ? true : mustLose ? ratio < 1 && rank == measures.count - 1 : ratio > 1)
    }
  }
}
