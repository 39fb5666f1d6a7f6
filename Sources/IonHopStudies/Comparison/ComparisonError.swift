import IonHopNetworks

/// Why runs cannot be compared.
public enum ComparisonError: Error, Equatable, CustomStringConvertible {
  case tooFewRuns(Int)
  case noPoint(String)
  case noCommonTemperature(String)
  case notCommon(Double, common: [Double])
  case unknownBaseline(String, known: [String])

  public var description: String {
    switch self {
    case .tooFewRuns(let count):
      "\(count == 0 ? "no run" : "one run alone") cannot be compared; give the folders of two or more, or of a sweep"
    case .noPoint(let name):
      "\(name): no temperature was finished; go on with it by ionhop run --resume"
    case .noCommonTemperature(let told):
      "the runs have no temperature in common (\(told)); add one to a study and run it with --resume"
    case .notCommon(let temperature, let common):
      "\(temperature) K is not common to all runs; common are \(common.map { "\($0)" }.joined(separator: ", ")) K"
    case .unknownBaseline(let name, let known):
      "no run \"\(name)\" to compare with; \(suggestion(for: name, in: known, what: "runs"))"
    }
  }
}
