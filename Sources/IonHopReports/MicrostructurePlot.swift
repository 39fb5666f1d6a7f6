import Foundation
import IonHopStudies

/// A cut through the microstructure: its grains, or the current through them.
struct MicrostructurePlot: Plot {
  enum Content: String {
    case grains, current
  }

  let name: String
  private let content: Content
  private let slice: MicrostructureSlice?

  init(_ variant: PolycrystalVariant, _ content: Content) {
    (self.content, name) = (content, "cut\(content.rawValue)")
    slice = variant.microstructure?.slice
  }

  var caption: String {
    let axis = ["x", "y", "z"][slice?.axis ?? 0]
    switch content {
    case .grains:
      return
        "Cut through the middle, perpendicular to z: grains in seven colours, and pores in black."
    case .current:
      return
        "Current density over its mean in the same cut, at \(formatted(slice?.temperature ?? 0)) K, for a mean field along \(axis)."
    }
  }

  var drawing: Drawing? {
    guard let slice, let first = slice.labels.first, slice.spacing.count > 1 else { return nil }
    let columns = first.split(separator: " ").count
    guard columns > 1, slice.labels.count > 1 else { return nil }
    // Lengths in µm.
    let (dx, dy) = (slice.spacing[0] / 1e4, slice.spacing[1] / 1e4)
    let lines = content == .grains ? slice.labels : slice.current
    let rows = lines.enumerated().flatMap { y, line in
      line.split(separator: " ").enumerated().compactMap { x, text in
        value(text).map { [(Double(x) + 0.5) * dx, (Double(y) + 0.5) * dy, $0] }
      }
    }
    return Drawing(
      columns: [
        "x (µm)", "y (µm)",
        content == .grains ? "colour of the grain, −1 for a pore" : "|j| over its mean",
      ],
      settings: """
        unset key
        unset grid
        set size ratio -1
        \(palette)
        set xrange [0:\(Double(columns) * dx)]
        set yrange [0:\(Double(lines.count) * dy)]
        \(axisLabel("x (µm)"))
        set ylabel 'y (µm)'
        """,
      curves: [Curve(rows: rows, style: "image", title: "")])
  }

  private var palette: String {
    switch content {
    case .grains:
      """
      set palette defined (-1 'black', -0.5 'black', -0.4 '#0072b2', 0 '#0072b2', 1 '#56b4e9', 2 '#009e73', 3 '#e69f00', 4 '#f0e442', 5 '#cc79a7', 6 '#dddddd')
      set cbrange [-1:6]
      unset colorbox
      """
    case .current:
      """
      set palette defined (0 '#000033', 1 '#0072b2', 2 '#e69f00', 3 '#ffffcc')
      set cbrange [0:*]
      set cblabel '|j| over its mean'
      """
    }
  }

  /// What a picture element is drawn by: of grains one of seven colours, so that neighbours mostly differ.
  private func value(_ text: Substring) -> Double? {
    guard content == .grains else { return Double(text) }
    guard let label = Int(text), label >= 0 else { return -1 }
    return Double(label % 7 * 5 % 7)
  }
}
