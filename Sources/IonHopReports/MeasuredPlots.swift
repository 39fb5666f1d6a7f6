import Foundation
import IonHopAnalysis
import IonHopStudies

/// −Im ρ against Re ρ as measured, with the fitted circuit.
struct MeasuredNyquistPlot: Plot {
  let name = "nyquist"
  let caption = """
    Nyquist plot of the complex resistivity, each scaled to the resistivity of grains and \
    boundaries; lines are the fitted circuits.
    """
  private let readings: [MeasuredCeramic.Reading]

  init(_ ceramic: MeasuredCeramic) { readings = ceramic.readings }

  var drawing: Drawing? {
    let curves = readings.enumerated().flatMap { index, reading in
      let colour = plotColours[index % plotColours.count]
      let scale = reading.ceramic.whole.value
      return [
        Curve(
          rows: reading.points.map { [$0.real / scale, -$0.imaginary / scale] },
          style: "points pointtype 7 linecolor rgb '\(colour)'",
          title: "\(formatted(reading.temperature)) K, ρ = \(digits(scale)) Ω·cm"),
        Curve(
          rows: reading.fitted.map { [$0.real / scale, -$0.imaginary / scale] },
          style: "lines linewidth 1.6 linecolor rgb '\(colour)'", title: ""),
      ]
    }
    // The spike of an electrode would push the arcs into a corner.
    return Drawing(
      columns: ["Re ρ/ρ(0)", "−Im ρ/ρ(0)"],
      settings: """
        set size ratio -1
        set xrange [0:1.4]
        set yrange [0:0.8]
        \(axisLabel("Re ρ/ρ(0)"))
        set ylabel '−Im ρ/ρ(0)'
        """, curves: curves, height: 400)
  }
}

/// |ρ| against frequency as measured, with the fitted circuit.
struct MeasuredBodePlot: Plot {
  let name = "bode"
  let caption = "Bode plot: size of the complex resistivity; the line is the fitted circuit."
  private let readings: [MeasuredCeramic.Reading]

  init(_ ceramic: MeasuredCeramic) { readings = ceramic.readings }

  var drawing: Drawing? {
    let curves = readings.enumerated().flatMap { index, reading in
      let colour = plotColours[index % plotColours.count]
      return [
        Curve(
          rows: reading.points.map { [$0.frequency, hypot($0.real, $0.imaginary)] },
          style: "points pointtype 7 linecolor rgb '\(colour)'",
          title: "\(formatted(reading.temperature)) K"),
        Curve(
          rows: reading.fitted.map { [$0.frequency, hypot($0.real, $0.imaginary)] },
          style: "lines linewidth 1.6 linecolor rgb '\(colour)'", title: ""),
      ]
    }
    let points = readings.flatMap(\.points)
    return Drawing(
      columns: ["frequency (Hz)", "|ρ| (Ω cm)"],
      settings: logarithmicAxis("x", around: points.map(\.frequency), margin: 1.5)
        + logarithmicAxis("y", around: points.map { hypot($0.real, $0.imaginary) }, margin: 1.5)
          + """
          \(axisLabel("frequency (Hz)"))
          set ylabel '|ρ| (Ω cm)'
          """, curves: curves)
  }
}

extension MeasuredCeramic.Reading {
  /// The circuit at 200 frequencies over the measured range.
  fileprivate var fitted: [ImpedanceDatum] {
    guard let low = points.first?.frequency, let high = points.last?.frequency else { return [] }
    return (0...200).map { step in
      ceramic.fit.impedance(at: low * pow(high / low, Double(step) / 200))
    }
  }
}
