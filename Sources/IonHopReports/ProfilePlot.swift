import Foundation
import IonHopStudies

/// χ² against T0 of a VFT fit, B refitted at each: the shallower the valley, the less B and T0 are told
/// apart.
struct ProfilePlot: Plot {
  let name = "vftprofile"
  let caption = """
    Profile likelihood of a VFT fit: how much χ² rises when T₀ is held and all else refitted (left), \
    and the B that goes with it (right). Below the lines lie 68 and 95 % confidence.
    """
  private let profile: TemperatureLaws.Profile?

  init(_ results: StudyResults) { profile = results.temperatureLaws?.profile }

  var drawing: Drawing? {
    guard let profile, let limit = profile.thresholds.last, limit > 0 else { return nil }
    // Three times what bounds 95 % shows the valley and its walls.
    let shown = zip(profile.t0, zip(profile.rise, profile.b)).filter {
      $1.0.isFinite && $1.1.isFinite && $1.0 < 3 * limit
    }
    guard let low = shown.first?.0, let high = shown.last?.0, low < high else { return nil }
    let lines = profile.thresholds.enumerated().map { index, level in
      Curve(
        rows: [[low, level], [high, level]],
        style: "lines dashtype \(index + 2) linewidth 1.4 linecolor rgb '#888888'",
        title: index == 0 ? "68 %" : "95 %")
    }
    return Drawing(
      columns: ["T0 (K)", "rise of χ², or B (K)"],
      settings: """
        \(axisLabel("T_0 (K)"))
        set ylabel 'rise of χ²'
        set y2label 'B (K)'
        set ytics nomirror
        set y2tics
        set yrange [0:\(3 * limit)]
        set xrange [\(low):\(high)]
        """,
      curves: [
        Curve(
          rows: shown.map { [$0.0, $0.1.0] },
          style: "lines linewidth 2 linecolor rgb '\(plotColours[0])'", title: "rise of χ²")
      ] + lines + [
        Curve(
          rows: shown.map { [$0.0, $0.1.1] },
          style: "lines dashtype 4 linewidth 1.8 linecolor rgb '\(plotColours[2])'",
          title: "B (K)", isOnRight: true)
      ])
  }
}
