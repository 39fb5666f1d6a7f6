/// Why a report could not be made.
public enum ReportError: Error, Equatable {
  case gnuplotMissing
  case gnuplotFailed(plot: String, message: String)
  case cannotWrite(path: String, reason: String)
}

extension ReportError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .gnuplotMissing:
      "gnuplot was not found; install it with apt install gnuplot-nox or brew install gnuplot, "
        + "then run `ionhop report DIR`"
    case .gnuplotFailed(let plot, let message):
      "gnuplot could not draw the \(plot) plot: \(message)"
    case .cannotWrite(let path, let reason):
      "\(path): the report could not be written: \(reason)"
    }
  }
}
