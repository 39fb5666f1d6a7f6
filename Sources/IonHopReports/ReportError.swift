/// Why a report could not be made.
public enum ReportError: Error, Equatable {
  /// gnuplot, which draws the plots, is not installed.
  case gnuplotMissing
  /// gnuplot refused a plot, with what it said.
  case gnuplotFailed(plot: String, message: String)
  /// A file that cannot be written.
  case cannotWrite(path: String, reason: String)
}

extension ReportError: CustomStringConvertible {
  /// What is wrong, in a line with its mend.
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
