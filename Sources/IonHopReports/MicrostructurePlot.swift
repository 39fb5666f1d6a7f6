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
    case .grains: return "Cut through the middle, perpendicular to z: grains, and pores in black."
    case .current:
      return
        "Current density over its mean in the same cut, at \(formatted(slice?.temperature ?? 0)) K, for a mean field along \(axis)."
    }
  }

  var script: String? {
    guard let slice, let first = slice.labels.first else { return nil }
    let columns = first.split(separator: " ").count
    guard columns > 1, slice.labels.count > 1 else { return nil }
    // Lengths in µm.
    let (dx, dy) = (slice.spacing[0] / 1e4, slice.spacing[1] / 1e4)
    let rows = content == .grains ? slice.labels.map(coloured) : slice.current
    let palette =
      content == .grains
      ? """
      set palette defined (-1 'black', -0.5 'black', -0.4 '#0072b2', 0 '#0072b2', 1 '#56b4e9', 2 '#009e73', 3 '#e69f00', 4 '#f0e442', 5 '#cc79a7', 6 '#dddddd')
      set cbrange [-1:6]
      unset colorbox
      """
      : """
      set palette defined (0 '#000033', 1 '#0072b2', 2 '#e69f00', 3 '#ffffcc')
      set cbrange [0:*]
      set cblabel '|j| over its mean'
      """
    return """
      $cut << EOD
      \(rows.joined(separator: "\n"))
      EOD
      \(plotStyle)
      unset key
      unset grid
      set size ratio -1
      \(palette)
      set xrange [0:\(Double(columns) * dx)]
      set yrange [0:\(Double(rows.count) * dy)]
      \(axisLabel("x (µm)"))
      set ylabel 'y (µm)'
      plot $cut matrix using (($1+0.5)*\(dx)):(($2+0.5)*\(dy)):3 with image

      """
  }

  /// Labels as seven colours, so that neighbours mostly differ.
  private func coloured(_ row: String) -> String {
    row.split(separator: " ").map { text in
      guard let label = Int(text), label >= 0 else { return "-1" }
      return "\(label * 5 % 7)"
    }.joined(separator: " ")
  }
}
