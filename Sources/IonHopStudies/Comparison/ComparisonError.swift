import IonHopNetworks

/// Why runs cannot be compared.
public enum ComparisonError: Error, Equatable, CustomStringConvertible {
  /// Fewer than two runs.
  case tooFewRuns(Int)
  /// A run without any point.
  case noPoint(String)
  /// A run that has no temperature in common with the others.
  case noCommonTemperature(String)
  /// A temperature (K) that some runs do not have.
  case notCommon(Double, common: [Double])
  /// A run that is not among those compared.
  case unknownBaseline(String, known: [String])

  /// What is wrong, in a line with its mend.
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
