import Foundation

/// What gnuplot draws: settings and curves, which become a script and the table that it reads.
///
///     let drawing = Drawing(columns: ["time (s)", "MSD (Å^2)"], settings: "", curves: curves)
///     drawing.script("msd")   // ... plot 'msd.csv' index 0 using 2:3 with lines ...
struct Drawing {
  /// What the rows of the curves hold, with units: the table's header.
  var columns: [String]
  /// gnuplot's commands before it plots.
  var settings: String
  private(set) var curves: [Curve]
  /// Height of the picture where its width is 640.
  var height = 500

  init(columns: [String], settings: String, curves: [Curve], height: Int = 500) {
    (self.columns, self.settings, self.height) = (columns, settings, height)
    self.curves = curves.filter { $0.rows.contains { !$0.isEmpty } }
  }

  var isEmpty: Bool { curves.isEmpty }
  /// Made of coloured areas, whose colours mean something on a dark page too.
  var isImage: Bool { curves.contains { $0.style == "image" } }

  /// The commands that draw NAME.svg, and NAME.png unless told otherwise, of NAME.csv in one folder.
  func script(_ name: String, withPNG: Bool = true) -> String {
    let plot = curves.enumerated().map { command($0, $1, name) }.joined(separator: ", \\\n  ")
    let size = "\(2 * 640),\(2 * height)"
    // A gnuplot built without Cairo lacks the terminal, and then there is no PNG.
    let png = """
      if (strstrt(GPVAL_TERMINALS, 'pngcairo')) {
        set terminal pngcairo enhanced size \(size) font 'Arial,16' fontscale 2 linewidth 2 pointscale 2 rounded
        set output '\(name).png'
        replot
      }

      """
    return """
      # Draws \(name).svg\(withPNG ? " and \(name).png" : "") of \(name).csv: gnuplot \(name).gp
      set encoding utf8
      set datafile separator ','
      set terminal svg enhanced size 640,\(height) name '\(name)' font 'Arial,16' rounded
      set output '\(name).svg'
      \(plotStyle)\(settings)
      plot \(plot)
      \(withPNG ? png : "")set output

      """
  }

  /// gnuplot wants `skip` of the header, which stands before the first curve alone.
  private func command(_ index: Int, _ curve: Curve, _ name: String) -> String {
    let width = curve.rows.map(\.count).max() ?? 2
    let using = (2...(width + 1)).map(String.init).joined(separator: ":")
    let title = curve.title.isEmpty ? "notitle" : "title \(quoted(curve.title))"
    return "'\(name).csv' skip 1 index \(index) using \(using)"
      + (curve.isOnRight ? " axes x1y2" : "") + " with \(curve.style) \(title)"
  }

  /// The curves below each other, two blank lines between them: for gnuplot sets of data of their own, for
  /// other readers of CSV nothing.
  var table: String {
    let width = curves.flatMap(\.rows).map(\.count).max() ?? 0
    let names = (columns + ["lower end", "upper end"]).prefix(width)
    let header = (["curve"] + names).map(field).joined(separator: ",") + "\n"
    let blocks = curves.enumerated().map { index, curve in
      let title = field(curve.title.isEmpty ? "curve \(index + 1)" : curve.title)
      return curve.rows.map { row in
        row.isEmpty ? "\n" : title + "," + row.map { "\($0)" }.joined(separator: ",") + "\n"
      }.joined()
    }
    return header + blocks.joined(separator: "\n\n")
  }

  /// gnuplot reads quoted fields, but no doubled quotes in them.
  private func field(_ text: String) -> String {
    let line = onOneLine(text).replacingOccurrences(of: "\"", with: "”")
    return line.contains(",") ? "\"\(line)\"" : line
  }
}
