import Foundation
import IonHopAnalysis
import IonHopStudies

/// σ′ against frequency at each temperature, sampled and by the network solver.
struct SpectrumPlot: Plot {
  let name = "spectrum"
  let caption = """
    Real part of the conductivity against angular frequency: points with one standard error are \
    sampled, lines are the network solver's.
    """
  private let points: [PointResult]

  init(_ results: StudyResults) {
    points = results.points.filter { $0.spectrum != nil }
      .sorted { $0.temperature < $1.temperature }
  }

  var drawing: Drawing? {
    let curves = points.enumerated().flatMap { rank, point in
      self.curves(of: point, colour: spectrumColour(rank))
    }
    let rows = curves.flatMap(\.rows)
    guard !rows.isEmpty else { return nil }
    return Drawing(
      columns: ["angular frequency (rad/s)", "real conductivity (S/cm)"],
      settings: logarithmicAxis("x", around: rows.map { $0[0] }, margin: 2)
        + logarithmicAxis("y", around: rows.map { $0[1] }, margin: 2)
        + axisLabel("angular frequency (rad/s)") + "\nset ylabel 'real conductivity (S/cm)'",
      curves: curves)
  }

  private func curves(of point: PointResult, colour: String) -> [Curve] {
    let temperature = String(format: "%.4g K", point.temperature)
    let values = point.spectrum?.points ?? []
    let sampled = values.compactMap { value -> [Double]? in
      guard let real = value.real, real.value > 0, real.value.isFinite else { return nil }
      return [value.angularFrequency, real.value]
        + logarithmicBar(real.value, real.standardError)
    }
    let solved = values.compactMap { value -> [Double]? in
      guard let real = value.networkReal, real > 0, real.isFinite else { return nil }
      return [value.angularFrequency, real]
    }
    return [
      Curve(
        rows: sampled, style: "yerrorbars pointtype 7 linecolor rgb '\(colour)'",
        title: temperature),
      Curve(
        rows: solved, style: "lines linewidth 1.6 linecolor rgb '\(colour)'",
        title: "\(temperature), network"),
    ]
  }
}

/// σ′ over its plateau against frequency over the onset: spectra of one shape fall on one curve.
struct SpectrumScalingPlot: Plot {
  let name = "scaling"
  let caption = """
    The same over the dc plateau, against frequency over the onset of a fit of Jonscher's law: \
    where spectra at all temperatures have one shape, they fall on one curve. Dashed: the law with \
    the mean exponent of the fits.
    """
  private let points: [(temperature: Double, rows: [[Double]], exponent: Double)]

  init(_ results: StudyResults) {
    points = results.points.sorted { $0.temperature < $1.temperature }.compactMap { point in
      guard let fit = point.spectrum?.jonscher else { return nil }
      let rows = (point.spectrum?.points ?? []).compactMap { value -> [Double]? in
        guard let joined = value.joinedReal, joined > 0, joined.isFinite else { return nil }
        return [value.angularFrequency / fit.onset, joined / fit.plateau.value]
      }
      return (point.temperature, rows, fit.exponent.value)
    }
  }

  var drawing: Drawing? {
    let measured = points.enumerated().map { rank, point in
      Curve(
        rows: point.rows,
        style: "points pointtype 7 linecolor rgb '\(spectrumColour(rank))'",
        title: String(format: "%.4g K", point.temperature))
    }
    let rows = measured.flatMap(\.rows)
    guard let last = rows.map({ $0[0] }).max(), let first = rows.map({ $0[0] }).min() else {
      return nil
    }
    let exponent = points.reduce(0) { $0 + $1.exponent } / Double(points.count)
    let law = (0...100).map { step -> [Double] in
      let x = first * pow(last / first, Double(step) / 100)
      return [x, 1 + pow(x, exponent)]
    }
    let guide = Curve(
      rows: law, style: "lines linewidth 1.4 dashtype 2 linecolor rgb '#888888'",
      title: String(format: "1 + x^%.2f", exponent))
    return Drawing(
      columns: ["frequency over onset", "conductivity over dc plateau"],
      settings: logarithmicAxis("x", around: rows.map { $0[0] }, margin: 2)
        + logarithmicAxis("y", around: rows.map { $0[1] }, margin: 2)
        + axisLabel("frequency over onset") + "\nset ylabel 'conductivity over dc plateau'",
      curves: [guide] + measured)
  }
}

private func spectrumColour(_ rank: Int) -> String { plotColours[rank % plotColours.count] }
