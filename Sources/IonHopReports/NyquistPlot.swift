import Foundation
import IonHopAnalysis
import IonHopStudies

/// The complex resistivity at a temperature: what was found, and what is drawn through it.
struct ResistivitySpectrum {
  typealias Point = PolycrystalSpectrum.Point

  /// K
  var temperature: Double
  var points: [Point]
  /// Of a fitted circuit, or of the network solver.
  var line: [Point]

  /// Spectra of a polycrystal, with their circuits.
  static func of(_ variant: PolycrystalVariant) -> [ResistivitySpectrum] {
    variant.points.compactMap { point in
      point.spectrum.map { spectrum in
        ResistivitySpectrum(
          temperature: point.temperature, points: spectrum.points,
          line: spectrum.circuit?.curve(over: spectrum) ?? [])
      }
    }
  }

  /// ρ = 1/σ of a sampled study where both parts of σ are known, and of the network solver.
  static func of(_ results: StudyResults) -> [ResistivitySpectrum] {
    results.points.sorted { $0.temperature < $1.temperature }.compactMap { point in
      guard let values = point.spectrum?.points else { return nil }
      let sampled = values.compactMap { value -> Point? in
        guard let real = value.real, real.relativeError < 0.1 else { return nil }
        return value.imaginary.flatMap {
          inverse(real.value, $0.value, angularFrequency: value.angularFrequency)
        }
      }
      let solved = values.compactMap { value -> Point? in
        guard let real = value.networkReal, let imaginary = value.networkImaginary else {
          return nil
        }
        return inverse(real, imaginary, angularFrequency: value.angularFrequency)
      }
      let spectrum = ResistivitySpectrum(
        temperature: point.temperature, points: sampled, line: solved)
      return spectrum.all.isEmpty ? nil : spectrum
    }
  }

  private static func inverse(
    _ real: Double, _ imaginary: Double, angularFrequency: Double
  ) -> Point? {
    let square = real * real + imaginary * imaginary
    guard square > 0, square.isFinite, angularFrequency > 0 else { return nil }
    return Point(
      frequency: angularFrequency / (2 * .pi), real: real / square, imaginary: -imaginary / square)
  }

  var all: [Point] { points + line }
  /// Of direct current, or the nearest to it that is known (Ω·cm).
  var scale: Double { all.map(\.real).max() ?? 1 }
}

/// −Im ρ against Re ρ, with the line through it.
struct NyquistPlot: Plot {
  let name = "nyquist"
  let caption: String
  private let spectra: [ResistivitySpectrum]

  init(_ variant: PolycrystalVariant) {
    spectra = ResistivitySpectrum.of(variant)
    caption = """
      Nyquist plot of the complex resistivity, scaled to its direct-current value; lines are the \
      fitted circuit. Two arcs are grains (left) and boundaries (right).
      """
  }

  init(_ results: StudyResults) {
    spectra = ResistivitySpectrum.of(results)
    caption = """
      Nyquist plot of the complex resistivity of hopping alone, without the host’s permittivity, scaled to \
      its largest value: points are sampled, lines are the network solver’s.
      """
  }

  var drawing: Drawing? {
    guard !spectra.isEmpty else { return nil }
    let curves = spectra.enumerated().flatMap { index, spectrum -> [Curve] in
      let colour = plotColours[index % plotColours.count]
      let scale = spectrum.scale
      let title = "\(formatted(spectrum.temperature)) K, ρ = \(formatted(scale)) Ω·cm"
      func rows(_ points: [ResistivitySpectrum.Point]) -> [[Double]] {
        points.map { [$0.real / scale, -$0.imaginary / scale] }
      }
      return [
        Curve(
          rows: rows(spectrum.points), style: "points pointtype 7 linecolor rgb '\(colour)'",
          title: title),
        Curve(
          rows: rows(spectrum.line), style: "lines linewidth 1.6 linecolor rgb '\(colour)'",
          title: spectrum.points.isEmpty ? title : ""),
      ]
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
  private let spectra: [ResistivitySpectrum]

  init(_ variant: PolycrystalVariant) { spectra = ResistivitySpectrum.of(variant) }

  init(_ results: StudyResults) { spectra = ResistivitySpectrum.of(results) }

  var drawing: Drawing? {
    guard !spectra.isEmpty else { return nil }
    let drawn = spectra.map { (temperature: $0.temperature, points: Self.marks($0)) }
    let curves = drawn.enumerated().flatMap { index, entry -> [Curve] in
      let colour = plotColours[index % plotColours.count]
      return [
        Curve(
          rows: entry.points.map { [$0.frequency, $0.size] },
          style: "linespoints pointtype 7 linecolor rgb '\(colour)'",
          title: "\(formatted(entry.temperature)) K"),
        Curve(
          rows: entry.points.map { [$0.frequency, -$0.phase] },
          style: "linespoints pointtype 6 dashtype 2 linecolor rgb '\(colour)'",
          title: "\(formatted(entry.temperature)) K, −phase", isOnRight: true),
      ]
    }
    let points = drawn.flatMap(\.points)
    return Drawing(
      columns: ["frequency (Hz)", "|ρ| (Ω cm), or −phase (degrees)"],
      settings: logarithmicAxis("x", around: points.map(\.frequency), margin: 1.5)
        + logarithmicAxis("y", around: points.map(\.size), margin: 1.5) + """
          set ytics nomirror
          set y2range [0:95]
          set y2tics 0,15,90
          \(axisLabel("frequency (Hz)"))
          set ylabel '|ρ| (Ω cm)'
          set y2label '−phase (degrees)'
          """, curves: curves)
  }

  /// What was found; of a study whose spectrum was solved alone, that.
  private static func marks(_ spectrum: ResistivitySpectrum) -> [ResistivitySpectrum.Point] {
    spectrum.points.isEmpty ? spectrum.line : spectrum.points
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
