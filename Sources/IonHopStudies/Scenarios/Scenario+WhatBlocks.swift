import Foundation

extension Scenario {
  static let whatBlocks = Scenario(
    "what-blocks", "What makes a grain boundary block: 16 runs with each cause on or off",
    files: ["what-blocks"],
    pass: "a spread of barriers without a higher mean does not block in three dimensions"
  ) { results in
    let variants = results.variants("what-blocks")
    func conductivity(_ barrier: Bool, _ spread: Bool, _ grains: Bool, _ film: Bool) -> Double {
      let wanted = [barrier, spread, grains, film]
      let variant = variants.first { variant in
        let numbers = variant.values.compactMap(\.number)
        return numbers.count == 4
          && zip(numbers, wanted).allSatisfy { number, isOn in (number > 1e-3) == isOn }
      }
      return variant?.points.first?.conductivity ?? .nan
    }
    let none = conductivity(false, false, false, false)
    let causes = [
      ("boundary barrier", conductivity(true, false, false, false)),
      ("spread of boundary barriers", conductivity(false, true, false, false)),
      ("spread of grain barriers", conductivity(false, false, true, false)),
      ("second phase", conductivity(false, false, false, true)),
    ]
    return causes.enumerated().map { index, cause in
      let ratio = cause.1 / none
      let blocks = index == 0 || index == 3
      return Check(
        String(format: "%@ alone: sigma times %.3g", cause.0, ratio),
        blocks ? ratio < 0.9 : ratio > 0.99)
    }
  }
}
