import Foundation

extension InputValue {
  private static let shapes = [
    "gaussian", "exponential", "uniform", "logNormal", "bimodal", "table",
  ]
  private static let hint =
    "give an energy in eV, or one of { gaussian: { mean: 0.3, deviation: 0.05 } }, { uniform: [0.2, 0.4] }, { exponential: { lowest: 0.2, scale: 0.05 } }, { logNormal: { mean: 0.3, deviation: 0.1 } }, { bimodal: { first: 0.2, second: 0.4, deviation: 0.03, share: 0.5 } }, { table: FILE.csv }"

  /// How energies (eV) are spread: one number, or a shape with its parameters.
  ///
  /// - Parameter folder: where the path of a table starts.
  public func energyDistribution(folder: URL) throws(InputError) -> EnergyDistribution {
    guard isMapping else { return try checked(.single(number(.energy))) }
    let (shape, value) = try mapping(Self.shapes, Self.hint).exactlyOne(of: Self.shapes, Self.hint)
    if shape == "table" { return .tabulated(try value.energyTable(folder: folder)) }
    return try value.checked(value.distribution(shape))
  }

  private func distribution(_ shape: String) throws(InputError) -> EnergyDistribution {
    if shape == "uniform" {
      let ends = try elements(count: 2, "give the range [lowest, highest] in eV")
      let (low, high) = (try ends[0].number(.energy), try ends[1].number(.energy))
      guard low < high else { throw error("[\(low), \(high)] eV is reversed or empty") }
      return .uniform(low...high)
    }
    let names = [
      "gaussian": ["mean", "deviation"], "exponential": ["lowest", "scale"],
      "logNormal": ["mean", "deviation", "median", "width"],
      "bimodal": ["first", "second", "deviation", "share"],
    ]
    let keys = try mapping(names[shape] ?? [], Self.hint)
    func energy(_ key: String) throws(InputError) -> Double {
      try keys.required(key, Self.hint).number(.energy)
    }
    func pure(_ key: String) throws(InputError) -> Double {
      try keys.required(key, Self.hint).number(.number)
    }
    switch shape {
    case "gaussian": return .gaussian(mean: try energy("mean"), deviation: try energy("deviation"))
    case "exponential":
      return .exponential(lowest: try energy("lowest"), scale: try energy("scale"))
    case "bimodal":
      return .bimodal(
        first: try energy("first"), second: try energy("second"),
        deviation: try energy("deviation"), share: try pure("share"))
    default:
      if keys["median"] != nil || keys["width"] != nil {
        return .logNormal(median: try energy("median"), width: try pure("width"))
      }
      let (mean, deviation) = (try energy("mean"), try energy("deviation"))
      guard mean > 0, deviation > 0 else {
        throw error("mean and deviation of a log-normal distribution must be positive")
      }
      return .logNormal(mean: mean, deviation: deviation)
    }
  }

  private func checked(_ distribution: EnergyDistribution) throws(InputError) -> EnergyDistribution
  {
    if let (value, mend) = distribution.problem { throw error("\(value): \(mend)") }
    return distribution
  }

  private func energyTable(folder: URL) throws(InputError) -> EnergyTable {
    let path = try text("give the path of a CSV file with the columns energy and weight")
    let url = InputFile.at(path, from: folder)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw error("no file \"\(path)\" beside the study; correct the path")
    }
    do {
      return try EnergyTable(contentsOf: url)
    } catch let error as InputError {
      throw error
    } catch {
      throw self.error("\(path): \(error)")
    }
  }
}
