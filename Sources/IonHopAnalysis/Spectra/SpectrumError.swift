/// Why a record gives no spectrum, with the mend.
public enum SpectrumError: Error, Equatable, CustomStringConvertible {
  /// An interval (s) that is not positive and finite.
  case badInterval(Double)
  /// Records of replicas that differ in interval or length.
  case unlikeRecords
  /// Records with too few windows for a spectrum.
  case tooShort(windows: Int)
  /// A frequency that is not positive and finite.
  case badFrequency(Double)
  /// A number of frequencies or windows that makes no sense.
  case badCount(what: String, value: Int)
  /// A law has more parameters than there are points.
  case tooFewPoints(needed: Int, given: Int)
  /// A conductivity that is not positive and finite.
  case badPoint(angularFrequency: Double, value: Double)
  /// The iteration ended without a minimum.
  case notConverged(String)

  /// What is wrong, in a line.
  public var description: String {
    switch self {
    case .badInterval(let interval):
      "spectrum: an interval of \(interval) s is not a positive finite time; correct it"
    case .unlikeRecords:
      "spectrum: records of different intervals cannot be merged; record with one interval"
    case .tooShort(let windows):
      "spectrum: the record holds \(windows) intervals; record for longer, or more often"
    case .badFrequency(let frequency):
      "spectrum: \(frequency) rad/s is not a positive finite frequency; correct it"
    case .badCount(let what, let value):
      "spectrum: \(value) \(what); give at least one"
    case .tooFewPoints(let needed, let given):
      "spectrum: \(given) points where \(needed) are needed; give more"
    case .badPoint(let frequency, let value):
      "spectrum: \(value) at \(frequency) is not a positive finite pair; remove the point"
    case .notConverged(let reason):
      "spectrum: the fit did not converge (\(reason)); give frequencies on both sides of the onset"
    }
  }
}
