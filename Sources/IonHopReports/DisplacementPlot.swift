import Foundation
import IonHopStudies

/// Mean-squared displacements against time at the lowest, middle and highest temperature.
struct DisplacementPlot: Plot {
  let name = "displacement"
  let caption = """
    Mean-squared displacement of single ions (tracer) and of all ions together, per ion \
    (charge), with one standard error. Diffusion has the slope of the dashed line.
    """
  private let points: [PointResult]

  init(_ results: StudyResults) {
    var distinct: [PointResult] = []
    for point in results.points.sorted(by: { $0.temperature < $1.temperature })
    where point.temperature != distinct.last?.temperature
      && point.meanSquaredDisplacement.contains(where: { row($0.time, $0.charge, 0) != nil })
    {
      distinct.append(point)
    }
    let chosen = Set([0, distinct.count / 2, distinct.count - 1])
    points = distinct.indices.filter(chosen.contains).map { distinct[$0] }
  }

  var drawing: Drawing? {
    let measured = points.enumerated().flatMap { rank, point in
      curves(of: point, colour: colour(rank))
    }
    let rows = measured.flatMap(\.rows)
    guard !rows.isEmpty else { return nil }
    return Drawing(
      columns: ["time (s)", "mean-squared displacement (Å^2)"],
      settings: logarithmicAxis("x", around: rows.map { $0[0] }, margin: 1.6)
        + logarithmicAxis("y", around: rows.flatMap { $0[1...] }, margin: 2)
        + axisLabel("time (s)") + "\nset ylabel 'mean-squared displacement (Å^2)'",
      curves: [guide(rows)] + measured)
  }

  private func curves(of point: PointResult, colour: String) -> [Curve] {
    let temperature = String(format: "%.4g K", point.temperature)
    let tracer = point.meanSquaredDisplacement.compactMap { lag in
      lag.tracer.flatMap { row(lag.time, $0, lag.tracerStandardError ?? 0) }
    }
    let charge = point.meanSquaredDisplacement.compactMap { lag in
      row(lag.time, lag.charge, lag.chargeStandardError)
    }
    return [
      Curve(
        rows: tracer, style: "yerrorbars pointtype 7 linecolor rgb '\(colour)'",
        title: "\(temperature), tracer"),
      Curve(
        rows: charge, style: "yerrorbars pointtype 4 linewidth 1.4 linecolor rgb '\(colour)'",
        title: "\(temperature), charge"),
    ]
  }

  /// The line of slope one, a factor of four above the highest curve's end.
  private func guide(_ rows: [[Double]]) -> Curve {
    guard let first = rows.map({ $0[0] }).min(), let last = rows.map({ $0[0] }).max(),
      let slope = rows.map({ $0[1] / $0[0] }).max()
    else { return Curve(rows: [], style: "lines", title: "") }
    // Many points, since gnuplot drops a line whose two ends lie outside the picture.
    let times = (0...100).map { first * pow(last / first, Double($0) / 100) }
    return Curve(
      rows: times.map { [$0, 4 * slope * $0] },
      style: "lines linewidth 1.4 dashtype 2 linecolor rgb '#888888'", title: "slope 1")
  }

  /// Cold is blue and hot is red, also where only two temperatures are drawn.
  private func colour(_ rank: Int) -> String {
    plotColours[points.count > 1 && rank == points.count - 1 ? 2 : rank]
  }
}

/// A row of data with its error bar, where a logarithmic plot has a place for it.
private func row(_ time: Double, _ value: Double, _ standardError: Double) -> [Double]? {
  guard time.isFinite, time > 0, value.isFinite, value > 0 else { return nil }
  return [time, value] + logarithmicBar(value, standardError)
}
