import Foundation
import IonHopAnalysis
import IonHopStudies

/// One cell seen from the side: its sites, and the hops by class, the wider the larger their share.
struct CellPlot: Plot {
  let name = "cell"
  private let cell: CellDrawing?
  /// By class, where known.
  private let shares: [String: Double]
  private let isDissipation: Bool

  init(_ results: StudyResults) {
    let coldest = results.points.filter { $0.hopClasses != nil }
      .min { $0.temperature < $1.temperature }
    let classes = coldest?.hopClasses ?? [:]
    let dissipation = classes.compactMapValues(\.dissipationShare)
    isDissipation = !dissipation.isEmpty
    shares = isDissipation ? dissipation : classes.mapValues(\.squaredLengthShare.value)
    cell = results.model.drawing.flatMap { Self.isSound($0) ? $0 : nil }
  }

  /// A results file may come from other hands.
  private static func isSound(_ drawing: CellDrawing) -> Bool {
    let vectors = drawing.cell + drawing.sites.map(\.position) + drawing.hops.map(\.displacement)
    return drawing.cell.count == 3
      && vectors.allSatisfy { $0.count == 3 && $0.allSatisfy { abs($0) < 1e6 } }
      && drawing.sites.allSatisfy { drawing.siteKinds.indices.contains($0.kind) }
      && drawing.hops.allSatisfy {
        drawing.sites.indices.contains($0.from) && drawing.hopClasses.indices.contains($0.hopClass)
      }
  }

  var caption: String {
    """
    One cell, seen a little from above (Å). Lines are hops by class, the wider the larger their share \
    \(isDissipation ? "of the dissipation" : "of Σz²ℓ²"); those that leave the cell are cut in half.
    """
  }

  var drawing: Drawing? {
    guard let cell, !cell.hops.isEmpty else { return nil }
    return Drawing(
      columns: ["x (Å)", "y (Å)", "dx (Å)", "dy (Å)"],
      settings: """
        set size ratio -1
        unset border
        unset tics
        unset grid
        """, curves: [edges(cell)] + hops(cell) + sites(cell))
  }

  /// Turned by 25° about z and looked at from 15° above, so that layers, chains and cages all show.
  private func project(_ v: [Double]) -> SIMD2<Double> {
    let (turn, tilt) = (25 * Double.pi / 180, 15 * Double.pi / 180)
    let depth = v[0] * sin(turn) + v[1] * cos(turn)
    return [v[0] * cos(turn) - v[1] * sin(turn), v[2] * cos(tilt) + depth * sin(tilt)]
  }

  private func line(from start: [Double], by step: [Double]) -> [Double] {
    let (p, d) = (project(start), project(step))
    return [p.x, p.y, d.x, d.y]
  }

  private func edges(_ drawing: CellDrawing) -> Curve {
    let c = drawing.cell
    var rows: [[Double]] = []
    for axis in 0..<3 {
      let (u, v) = (c[(axis + 1) % 3], c[(axis + 2) % 3])
      for (i, j) in [(0.0, 0.0), (1, 0), (0, 1), (1, 1)] {
        rows.append(line(from: (0..<3).map { i * u[$0] + j * v[$0] }, by: c[axis]))
      }
    }
    return Curve(rows: rows, style: "vectors nohead linewidth 1 linecolor rgb '#aaaaaa'", title: "")
  }

  /// Each directed hop as the half of its line that begins at its site.
  private func hops(_ drawing: CellDrawing) -> [Curve] {
    drawing.hopClasses.enumerated().map { index, name in
      let rows = drawing.hops.filter { $0.hopClass == index }.map { hop in
        line(from: drawing.sites[hop.from].position, by: hop.displacement.map { $0 / 2 })
      }
      let share = shares[name].flatMap { $0.isFinite ? min(1, max(0, $0)) : nil }
      let colour = plotColours[index % plotColours.count]
      let percent = share.map { String(format: ", %.3g %%", 100 * $0) } ?? ""
      return Curve(
        rows: rows,
        style: "vectors nohead linewidth \(1 + 5 * (share ?? 0.2)) linecolor rgb '\(colour)'",
        title: name + percent)
    }
  }

  private func sites(_ drawing: CellDrawing) -> [Curve] {
    let shapes = [7, 5, 9, 13, 11, 15]
    return drawing.siteKinds.enumerated().map { index, name in
      Curve(
        rows: drawing.sites.filter { $0.kind == index }.map { site in
          let p = project(site.position)
          return [p.x, p.y]
        },
        style: "points pointtype \(shapes[index % shapes.count]) linecolor rgb '#222222'",
        title: name)
    }
  }
}
