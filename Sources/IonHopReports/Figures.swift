import Foundation

/// The plots of a page that have something to show, drawn.
struct Figures {
  private let drawn: [(picture: Picture, caption: String, isImage: Bool)]

  /// - Parameters:
  ///   - folder: gets a folder `plots` with SVG, PNG, gnuplot script and table of each; nil leaves no files.
  ///   - gnuplotPath: where to look for gnuplot instead of PATH.
  /// - Throws: `ReportError`
  init(
    of plots: [any Plot], in folder: URL?, gnuplotPath: String? = nil
  ) throws(ReportError) {
    let drawings = plots.compactMap { plot in
      plot.drawing.flatMap { $0.isEmpty ? nil : (plot: plot, drawing: $0) }
    }
    guard !drawings.isEmpty else {
      drawn = []
      return
    }
    let gnuplot =
      if let gnuplotPath { try Gnuplot.find(on: gnuplotPath) } else { try Gnuplot.find() }
    let home = folder?.appending(path: "plots", directoryHint: .isDirectory)
    if let home { try Self.make(home) }
    var drawn: [(Picture, String, Bool)] = []
    for (plot, drawing) in drawings {
      let picture = try gnuplot.draw(drawing, name: plot.name, in: home)
      drawn.append((picture, plot.caption, drawing.isImage))
    }
    self.drawn = drawn
  }

  private static func make(_ folder: URL) throws(ReportError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: folder.path, reason: error.localizedDescription)
    }
  }

  /// The figures side by side.
  var html: HTML {
    guard !drawn.isEmpty else { return "" }
    let figures = drawn.map { picture, caption, isImage -> HTML in
      let svg = HTML(markup: picture.embedded)
      let kind = isImage ? "image" : "lines"
      return "<figure class=\"\(kind)\">\(svg)<figcaption>\(caption)</figcaption></figure>"
    }
    return "<div class=\"figures\">\(figures)</div>"
  }
}
