import Foundation
import IonHopAnalysis

/// Measured conductivities, to be drawn and listed beside a run's own.
public struct Experiment: Sendable {
  /// As the legend has it.
  public var name: String
  /// In the order of temperature.
  public var points: [ConductivityDatum]

  /// - Parameters:
  ///   - name: as the legend shall have it.
  ///   - points: in any order.
  public init(name: String, points: [ConductivityDatum]) {
    self.name = name
    self.points = points.sorted { $0.temperature < $1.temperature }
  }

  /// The measured points in a plot of σT against 1000/T.
  var curve: Curve {
    let rows = points.compactMap { point -> [Double]? in
      let y = point.conductivity * point.temperature
      guard point.temperature > 0, y > 0, y.isFinite else { return nil }
      return [1000 / point.temperature, y]
        + logarithmicBar(y, point.standardError * point.temperature)
    }
    return Curve(
      rows: rows,
      style:
        "yerrorbars pointtype 13 linewidth 1.4 linecolor rgb '\(plotColours[2])'",
      title: name)
  }

  /// The points as CSV, with units in the header.
  public var table: String {
    let label = "\"" + onOneLine(name).replacing("\"", with: "”") + "\""
    let rows = points.map {
      "\($0.temperature),\($0.conductivity),\($0.standardError),\(label)\n"
    }
    return "temperature (K),conductivity (S/cm),standard error (S/cm),source\n" + rows.joined()
  }

  /// Of an Arrhenius fit of σT; nil where there are too few points, or they do not allow one.
  var activationEnergy: Estimate? {
    (try? TemperatureFit.fit(points, model: .arrhenius))?.activationEnergy
  }

  /// The experiment beside what a run says at the same temperatures.
  ///
  /// - Parameter computed: conductivity at a temperature (S/cm); nil where the run says nothing.
  func html(beside computed: (Double) -> Double?) -> HTML {
    let rows = points.map { point -> [HTML] in
      let own = computed(point.temperature)
      return [
        "\(formatted(point.temperature))",
        "\(formatted(point.conductivity, standardError: point.standardError))",
        "\(own.map { formatted($0) } ?? "–")",
        "\(own.map { formatted($0 / point.conductivity) } ?? "–")",
      ]
    }
    let energy: HTML =
      activationEnergy.map {
        "Activation energy of the measured points (Arrhenius fit of σT): \(formatted($0))." as HTML
      } ?? ""
    return """
      <h2>Beside the experiment</h2>
      <p>\(name). \(energy) This study’s values are of its first fit, at the measured temperatures.</p>
      \(HTMLTable(headers: ["T (K)", "σ measured (S/cm)", "σ of this study (S/cm)", "ratio"], rows: rows).html)
      """
  }
}
