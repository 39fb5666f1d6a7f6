import Foundation

/// A figure of the report, drawn by gnuplot.
protocol Plot {
  /// The figure's name, also of its files: a plain word, since it begins ids.
  var name: String { get }
  var caption: String { get }
  /// Nil where there is nothing to draw.
  var drawing: Drawing? { get }
}

/// A curve: its rows of data, how gnuplot draws them, and its line in the legend.
struct Curve {
  /// x, y or x, y, lower y, upper y; an empty row breaks a line.
  var rows: [[Double]]
  /// gnuplot's words after `with`.
  var style: String
  var title: String
  /// Against the axis on the right.
  var isOnRight = false
}

/// The settings that all figures share.
let plotStyle = """
  set key bottom center outside horizontal Left reverse noenhanced samplen 2.2 maxcols 2
  set border linewidth 1.2 linecolor rgb '#444444'
  set tics textcolor rgb '#222222'
  set grid linecolor rgb '#dddddd' linewidth 1, linecolor rgb '#eeeeee' linewidth 1
  set errorbars small
  set pointsize 0.9

  """

/// Colours that readers with any colour vision tell apart, cold to hot.
/// M. Okabe, K. Ito, Color Universal Design (2002), jfly.uni-koeln.de/color.
let plotColours = ["#0072b2", "#009e73", "#d55e00", "#cc79a7", "#e69f00", "#56b4e9"]

/// The lower axis' label; its empty second line keeps the legend below at a distance.
func axisLabel(_ label: String) -> String { "set xlabel \"\(label)\\n\" offset 0,0.4" }

/// A text as a gnuplot string.
///
/// Between single quotes gnuplot expands nothing (no backslash, no backquote, no macro); what
/// remains is a line end, which would end the command, and the quote itself. Doubling it is not
/// enough, since gnuplot 5.4 takes a doubled quote at the start for an empty string: it becomes
/// a typographic apostrophe.
func quoted(_ text: String) -> String {
  let line = onOneLine(text)
  let short = line.count > 44 ? line.prefix(43) + "…" : line
  return "'" + short.replacingOccurrences(of: "'", with: "’") + "'"
}

/// A text as the label of a tic, which gnuplot takes for a format of numbers.
func ticLabel(_ text: String) -> String { quoted(text).replacing("%", with: "%%") }

/// A text without line ends and other control characters.
func onOneLine(_ text: String) -> String {
  String(
    text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
}

/// The ends of an error bar on a logarithmic axis: one that reaches zero is cut at a tenth.
func logarithmicBar(_ value: Double, _ standardError: Double) -> [Double] {
  let error = standardError.isFinite ? abs(standardError) : 0
  return [max(value - error, value / 10), value + error]
}

/// A logarithmic axis around positive values, labelled by powers of ten.
func logarithmicAxis(_ axis: String, around values: [Double], margin: Double) -> String {
  guard let low = values.min(), let high = values.max() else { return "" }
  // Short axes may hold no power of ten at all.
  let format = high / low < 15 ? "%.1t·10^{%T}" : "10^{%T}"
  return """
    set logscale \(axis)
    set \(axis)range [\(low / margin):\(high * margin)]
    set format \(axis) '\(format)'

    """
}
