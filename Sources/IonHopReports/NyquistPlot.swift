import Foundation
import IonHopAnalysis
import IonHopStudies

/// −Im ρ against Re ρ, with the fitted circuit.
struct NyquistPlot: Plot {
  let name = "nyquist"
  private let spectra: [(temperature: Double, spectrum: PolycrystalSpectrum)]

  init(_ variant: PolycrystalVariant) {
    spectra = variant.points.compactMap { point in point.spectrum.map { (point.temperature, $0) } }
  }

  var caption: String {
    """
    Nyquist plot of the complex resistivity, scaled to its direct-current value; lines are the \
    fitted circuit. Two arcs are grains (left) and boundaries (right).
    """
  }

  var drawing: Drawing? {
    guard !spectra.isEmpty else { return nil }
    let curves = spectra.enumerated().flatMap { index, entry -> [Curve] in
      let colour = plotColours[index % plotColours.count]
      let scale = entry.spectrum.points.map(\.real).max() ?? 1
      let title = "\(formatted(entry.temperature)) K, ρ = \(formatted(scale)) Ω·cm"
      var curves = [
        Curve(
          rows: entry.spectrum.points.map { [$0.real / scale, -$0.imaginary / scale] },
          style: "points pointtype 7 linecolor rgb '\(colour)'", title: title)
      ]
      if let circuit = entry.spectrum.circuit {
        let rows = circuit.curve(over: entry.spectrum).map {
          [$0.real / scale, -$0.imaginary / scale]
        }
        curves.append(
          Curve(rows: rows, style: "lines linewidth 1.6 linecolor rgb '\(colour)'", title: ""))
      }
      return curves
    }
    return Drawing(
      columns: ["Re ρ/ρ(0)", "−Im ρ/ρ(0)"],
      settings: """
        set size ratio -1
        set xrange [0:1.05]
        set yrange [0:*]
        \(axisLabel("Re ρ/ρ(0)"))
        set ylabel '−Im ρ/ρ(0)'
        """, curves: curves, height: 360)
  }
}

/// |ρ| and phase against frequency.
struct BodePlot: Plot {
  let name = "bode"
  let caption = "Bode plot: size of the complex resistivity (filled) and its phase (open)."
  private let spectra: [(temperature: Double, spectrum: PolycrystalSpectrum)]

  init(_ variant: PolycrystalVariant) {
    spectra = variant.points.compactMap { point in point.spectrum.map { (point.temperature, $0) } }
  }

  var drawing: Drawing? {
    guard !spectra.isEmpty else { return nil }
    let sizes = spectra.flatMap { $0.spectrum.points.map(\.size) }
    let frequencies = spectra.flatMap { $0.spectrum.points.map(\.frequency) }
    let curves = spectra.enumerated().flatMap { index, entry -> [Curve] in
      let colour = plotColours[index % plotColours.count]
      return [
        Curve(
          rows: entry.spectrum.points.map { [$0.frequency, $0.size] },
          style: "linespoints pointtype 7 linecolor rgb '\(colour)'",
          title: "\(formatted(entry.temperature)) K"),
        Curve(
          rows: entry.spectrum.points.map { [$0.frequency, -$0.phase] },
          style: "linespoints pointtype 6 dashtype 2 linecolor rgb '\(colour)'",
          title: "\(formatted(entry.temperature)) K, −phase", isOnRight: true),
      ]
    }
    return Drawing(
      columns: ["frequency (Hz)", "|ρ| (Ω cm), or −phase (degrees)"],
      settings: logarithmicAxis("x", around: frequencies, margin: 1.5)
        + logarithmicAxis("y", around: sizes, margin: 1.5) + """
          set ytics nomirror
          set y2range [0:95]
          set y2tics 0,15,90
          \(axisLabel("frequency (Hz)"))
          set ylabel '|ρ| (Ω cm)'
          set y2label '−phase (degrees)'
          """, curves: curves)
  }
}

extension PolycrystalSpectrum.Point {
  fileprivate var size: Double { (real * real + imaginary * imaginary).squareRoot() }
  /// Degrees.
  fileprivate var phase: Double { atan2(imaginary, real) * 180 / .pi }
}

extension PolycrystalSpectrum.Circuit {
  /// The circuit's resistivity at 200 frequencies over the range of a spectrum.
  fileprivate func curve(over spectrum: PolycrystalSpectrum) -> [PolycrystalSpectrum.Point] {
    let all = spectrum.points.map(\.frequency)
    guard let low = all.min(), let high = all.max() else { return [] }
    return (0...200).map { step in
      let frequency = low * pow(high / low, Double(step) / 200)
      var (real, imaginary) = (seriesResistivity ?? 0, 0.0)
      for arc in arcs {
        let size = pow(2 * .pi * frequency * arc.timeConstant, arc.exponent)
        let angle = arc.exponent * .pi / 2
        let (x, y) = (1 + size * cos(angle), size * sin(angle))
        real += arc.resistivity * x / (x * x + y * y)
        imaginary -= arc.resistivity * y / (x * x + y * y)
      }
      return PolycrystalSpectrum.Point(
        frequency: frequency, real: real, imaginary: imaginary)
    }
  }
}
