import ArgumentParser
import Foundation
import IonHop

struct Impedance: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read a measured Nyquist plot: grains, boundaries, and what better ones would bring.",
    discussion: """
      Fits an equivalent circuit to each spectrum (arcs of grains and boundaries, the spike of \
      blocking electrodes), tells by the capacitances which arc is which, and gives conductivities, \
      the resistance and width of one boundary, and the conductivity with other boundaries.

      The tables have a header and the columns frequency (Hz), Re(Z) (ohm), Im(Z) or -Im(Z) (ohm) \
      and perhaps temperature (K). With --output a report, reading.json and study.yaml are written: \
      the sample as a study for ionhop run.

      Example:
        ionhop impedance pellet.csv --temperature 298 --thickness 0.1 --area 0.785 --grain-size 5 \
      --output results/pellet
      """)

  @Argument(help: "The spectra (CSV).")
  var data: [String]

  @Option(
    help: ArgumentHelp(
      "Temperature (K) of each file, in their order, where the tables do not have it.",
      valueName: "K"))
  var temperature: [Double] = []

  @Option(help: ArgumentHelp("Thickness of the sample (cm).", valueName: "cm"))
  var thickness: Double

  @Option(help: ArgumentHelp("Area of one electrode (cm2).", valueName: "cm2"))
  var area: Double

  @Option(
    help: ArgumentHelp(
      "Mean length of a straight line within a grain, its lineal intercept (µm).", valueName: "um"))
  var grainSize: Double?

  @Option(help: ArgumentHelp("A folder for the report and the study file.", valueName: "dir"))
  var output: String?

  @Flag(help: "Print the reading as JSON on standard output.")
  var json = false

  func run() async throws {
    try await reportingErrors {
      try checkSizes()
      let ceramic = try MeasuredCeramic(
        spectra: try spectra(), thickness: thickness, area: area,
        grainSize: grainSize.map { $0 * 1e-4 })
      print(json ? try ResultFiles.json(ceramic.summary) : text(ceramic), terminator: "")
      for reading in ceramic.readings {
        for line in reading.ceramic.notes { note("\(trimmed(reading.temperature)) K: \(line)") }
      }
      if let output { try write(ceramic, to: URL(fileURLWithPath: output, isDirectory: true)) }
    }
  }

  // MARK: Input

  private func checkSizes() throws(InputError) {
    let sizes = [
      ("--thickness", "cm", thickness), ("--area", "cm2", area), ("--grain-size", "um", grainSize),
    ]
    for case (let option, let unit, let value?) in sizes where !(value > 0 && value.isFinite) {
      throw InputError(
        file: "", keyPath: option, message: "\(value) \(unit) is no size; give a positive number")
    }
  }

  private func spectra() throws -> [MeasuredCeramic.Spectrum] {
    guard temperature.isEmpty || temperature.count == data.count else {
      throw InputError(
        file: "", keyPath: "--temperature",
        message: "\(temperature.count) temperatures for \(data.count) files; give one for each")
    }
    var all: [MeasuredCeramic.Spectrum] = []
    for (index, path) in data.enumerated() {
      let table = try SpectrumTable(path)
      for line in table.notes { note("note: \(line)") }
      for (own, points) in table.spectra {
        let given = temperature.isEmpty ? nil : temperature[index]
        guard let kelvin = own ?? given, kelvin > 0, kelvin.isFinite else {
          throw InputError(
            file: path,
            message: "its temperature is not known; give --temperature, in K, or such a column")
        }
        if kelvin < 100 {
          note("warning: \(path): \(trimmed(kelvin)) K is very cold; give K, not °C")
        }
        guard !all.contains(where: { $0.temperature == kelvin }) else {
          throw InputError(
            file: path, message: "a second spectrum at \(trimmed(kelvin)) K; leave one out")
        }
        all.append(.init(temperature: kelvin, points: points))
      }
    }
    return all
  }

  // MARK: Output

  private func text(_ ceramic: MeasuredCeramic) -> String {
    let summary = ceramic.summary
    var rows = [["T (K)", "grains (S/cm)", "boundaries (S/cm)", "whole (S/cm)", "share"]]
    rows += summary.readings.map { reading in
      [
        trimmed(reading.temperature), reading.grains.map(withError) ?? "-",
        reading.boundaries.map(withError) ?? "-", withError(reading.whole),
        reading.boundaryShare.map { String(format: "%.0f %%", 100 * $0) } ?? "-",
      ]
    }
    var text = table(rows)
    let boundaries = summary.readings.filter { $0.areaResistance != nil || $0.permittivity != nil }
    if !boundaries.isEmpty {
      text +=
        "\n"
        + table(
          [["T (K)", "R of a boundary (ohm cm2)", "width (nm)", "permittivity", "misfit"]]
            + boundaries.map { reading in
              [
                trimmed(reading.temperature), reading.areaResistance.map(withError) ?? "-",
                reading.boundaryWidth.map { String(format: "%.2g", $0) } ?? "-",
                reading.permittivity.map { String(format: "%.3g", $0.value) } ?? "-",
                String(format: "%.1f %%", 100 * reading.relativeResidual),
              ]
            })
    }
    for (part, energy) in summary.activationEnergies.sorted(by: { $0.key < $1.key }) {
      text += "E_a of the \(part): \(withError(energy)) eV\n"
    }
    if let reading = summary.nearRoomTemperature {
      text +=
        "\n"
        + table(
          [["at \(trimmed(reading.temperature)) K", "sigma (S/cm)", "gain"]]
            + reading.gains.map {
              [
                $0.change, String(format: "%.3g", $0.conductivity),
                String(format: "x %.3g", $0.factor),
              ]
            })
    }
    return text
  }

  private func write(_ ceramic: MeasuredCeramic, to folder: URL) throws {
    let name =
      URL(fileURLWithPath: data[0]).deletingPathExtension().lastPathComponent
    try ceramic.write(to: folder)
    try MeasuredReport(ceramic, name: name).write(to: folder)
    note("report: \(folder.appending(path: "report.html").path)")
    do {
      try ceramic.writeStudy(name: name, to: folder)
      note("next: ionhop run \(folder.appending(path: "study.yaml").path)")
    } catch let reason as MeasuredCeramic.NoStudy {
      note("no study.yaml: \(reason)")
    }
  }
}
