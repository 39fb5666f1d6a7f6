import Foundation
import IonHop
import SwiftCSV

/// Reads measured impedance spectra from a CSV table as instruments write it.
///
/// Columns are known by how their headers begin, whatever their order: frequency or freq; Re(Z), Z', Zre
/// or Zreal; Im(Z), Z'', Zim or Zimag, with a minus before it where the instrument writes −Z''; perhaps
/// temperature. "kohm" and "Mohm" in a header are heeded.
struct SpectrumTable {
  struct Failure: Error, CustomStringConvertible { let description: String }

  private struct Column {
    var name: String
    var factor: Double
  }

  /// One for each temperature of the table, in the order of the file; K, or nil without the column.
  private(set) var spectra: [(temperature: Double?, points: [ImpedanceDatum])] = []
  private(set) var notes: [String] = []

  init(_ path: String) throws {
    let text: String
    do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
      throw Failure(description: "\(path): cannot read it as UTF-8 text; check the path")
    }
    let csv: CSV<Named>
    do { csv = try CSV<Named>(string: text, loadColumns: false) } catch {
      throw Failure(description: "\(path): not a CSV table (\(error))")
    }
    let names = csv.header
    func column(_ beginnings: [String], _ refused: [String] = []) throws -> Column? {
      try names.first { name in
        let plain = Self.plain(name)
        return beginnings.contains { plain.hasPrefix($0) }
          && !refused.contains { plain.hasPrefix($0) }
      }.map { Column(name: $0, factor: try Self.factor($0, path)) }
    }
    guard let frequency = try column(["freq", "f(", "f/"]),
      let real = try column(["re", "z'", "zre", "z_re"], ["z''", "z'\""]),
      let imaginary = try column(["im", "-im", "z''", "-z''", "zim", "-zim", "z_im", "-z_im"])
    else {
      throw Failure(
        description:
          "\(path):1: the header needs columns frequency (Hz), Re(Z) (ohm) and Im(Z) or -Im(Z) (ohm); found \(names.joined(separator: ", "))"
      )
    }
    let temperature = try column(["temperature", "t(k", "t/k"])
    let sign: Double = Self.plain(imaginary.name).hasPrefix("-") ? -1 : 1
    for (index, row) in csv.rows.enumerated() {
      func number(_ column: Column) throws -> Double {
        let text = (row[column.name] ?? "").trimmingCharacters(in: .whitespaces)
        guard let value = Double(text), value.isFinite else {
          throw Failure(
            description: "\(path):\(index + 2): \(column.name): \"\(text)\" is not a number")
        }
        return value * column.factor
      }
      let point = ImpedanceDatum(
        frequency: try number(frequency), real: try number(real),
        imaginary: sign * (try number(imaginary)))
      let kelvin = try temperature.map(number)
      guard point.frequency > 0 else {
        throw Failure(
          description: "\(path):\(index + 2): a frequency of \(point.frequency) Hz; remove the row")
      }
      if let known = spectra.firstIndex(where: { $0.temperature == kelvin }) {
        spectra[known].points.append(point)
      } else {
        spectra.append((kelvin, [point]))
      }
    }
    guard !spectra.isEmpty else {
      throw Failure(description: "\(path): a header and no rows; give one for each frequency")
    }
    turnSigns(imaginary.name, path)
  }

  /// Samples are capacitors: where most of the column is positive, it is −Z'' without saying so.
  private mutating func turnSigns(_ name: String, _ path: String) {
    let all = spectra.flatMap(\.points)
    guard all.count(where: { $0.imaginary > 0 }) > all.count / 2 else { return }
    notes.append("\(path): \(name) is mostly positive and taken for -Im(Z)")
    for s in spectra.indices {
      for p in spectra[s].points.indices { spectra[s].points[p].imaginary.negate() }
    }
  }

  /// Small letters without spaces; a minus and dashes of any kind are one.
  private static func plain(_ name: String) -> String {
    name.lowercased().replacing("−", with: "-").replacing("–", with: "-").replacing("’", with: "'")
      .replacing("\"", with: "''").filter { !$0.isWhitespace }
  }

  private static func factor(_ name: String, _ path: String) throws -> Double {
    let plain = name.replacing("Ω", with: "ohm").replacing("Ω", with: "ohm")
    if plain.lowercased().contains("cm") {
      throw Failure(
        description:
          "\(path):1: \(name): give the impedance as measured, in ohm; thickness and area make it ohm cm"
      )
    }
    if plain.contains("Mohm") || plain.contains("MOhm") || plain.contains("MHz") { return 1e6 }
    if plain.lowercased().contains("kohm") || plain.contains("kHz") { return 1e3 }
    return 1
  }
}
