import Foundation
import IonHopAnalysis
import IonHopStudies

/// Resistance of a boundary, and of the bulk of a grain, against 1000/T.
struct BoundaryPlot: Plot {
  let name = "boundary"
  let caption = """
    Area-specific resistance of one grain boundary against reciprocal temperature, with one standard \
    error, beside that of the bulk between two boundaries.
    """
  private let points: [PointResult]
  private let thickness: Double

  init(_ results: StudyResults) {
    points = results.boundary == nil ? [] : results.points
    thickness = results.boundary?.grainThickness ?? 0
  }

  var drawing: Drawing? {
    let boundary = points.compactMap { point in
      point.boundary.flatMap {
        row(point.temperature, $0.areaResistance.value, $0.areaResistance.standardError)
      }
    }
    let bulk = points.compactMap { point in
      point.boundary.flatMap {
        row(point.temperature, thickness * 1e-8 / $0.bulkConductivity.value, 0)
      }
    }
    let ideal = points.compactMap { point in
      point.boundary?.ideal.flatMap { row(point.temperature, $0.areaResistance, 0) }
    }
    let rows = boundary + bulk + ideal
    guard !boundary.isEmpty else { return nil }
    return Drawing(
      columns: ["1000/T (1/K)", "resistance times area (Ω cm^2)"],
      settings: logarithmicAxis("y", around: rows.flatMap { $0[1...] }, margin: 2)
        + axisLabel("1000/T (1/K)") + "\nset ylabel 'resistance times area (Ω cm^2)'\n"
        + "set offsets graph 0.05, graph 0.05, 0, 0",
      curves: [
        Curve(
          rows: ideal, style: "lines linewidth 1.6 linecolor rgb '\(plotColours[2])'",
          title: "boundary, network solver"),
        Curve(
          rows: boundary, style: "yerrorbars pointtype 7 linecolor rgb '#111111'",
          title: "boundary"),
        Curve(
          rows: bulk, style: "linespoints pointtype 4 linecolor rgb '\(plotColours[0])'",
          title: "bulk of one grain"),
      ])
  }

  private func row(_ temperature: Double, _ value: Double, _ error: Double) -> [Double]? {
    guard temperature > 0, value > 0, value.isFinite else { return nil }
    return [1000 / temperature, value] + logarithmicBar(value, error)
  }
}

/// Potential, field and occupation across a boundary at the lowest temperature.
struct BoundaryProfilePlot: Plot {
  let name = "profile"
  let caption = """
    Across the boundary at the lowest temperature: potential, field, and occupied share of each plane of sites, \
    simulated and of ideal ions.
    """
  private let profile: [BoundaryPlane]
  private let temperature: Double

  init(_ results: StudyResults) {
    let coldest = results.points.filter { $0.boundary != nil }
      .min { $0.temperature < $1.temperature }
    profile = coldest?.boundary?.profile ?? []
    temperature = coldest?.temperature ?? 0
  }

  var drawing: Drawing? {
    let planes = profile.filter {
      $0.position.isFinite && $0.potential.isFinite && $0.idealOccupation.isFinite
    }
    guard planes.count > 1 else { return nil }
    let seen = planes.compactMap { plane -> [Double]? in
      guard let occupation = plane.occupation, occupation.value.isFinite else { return nil }
      let error = occupation.standardError.isFinite ? occupation.standardError : 0
      return [
        plane.position, occupation.value, occupation.value - error, occupation.value + error,
      ]
    }
    return Drawing(
      columns: [
        "distance from the boundary (Å)", "occupied share, or potential (V), or field (V/nm)",
      ],
      settings: axisLabel("distance from the boundary (Å)") + """

        set ylabel 'occupied share'
        set yrange [0:*]
        set y2label 'potential (V), field (V/nm)'
        set ytics nomirror
        set y2tics
        """,
      curves: [
        Curve(
          rows: planes.map { [$0.position, $0.idealOccupation] },
          style: "linespoints pointtype 6 linecolor rgb '\(plotColours[0])'",
          title: String(format: "ideal occupation, %.4g K", temperature)),
        Curve(
          rows: seen, style: "yerrorbars pointtype 7 linecolor rgb '#111111'",
          title: "occupation"),
        Curve(
          rows: planes.map { [$0.position, $0.potential] },
          style: "lines linewidth 1.8 linecolor rgb '\(plotColours[2])'",
          title: "potential (V)", isOnRight: true),
        Curve(
          rows: planes.filter { $0.field.isFinite }.map { [$0.position, 10 * $0.field] },
          style: "linespoints pointtype 4 dashtype 2 linecolor rgb '\(plotColours[1])'",
          title: "field (V/nm)", isOnRight: true),
      ])
  }
}
