import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies

/// Materials against published values, as a Markdown table.
///
///     print(MaterialTable(rows, sources: lattice.sources).markdown)
public struct MaterialTable: Sendable {
  private let rows: [MaterialRow]
  /// What the files say of the sources of values that are missed.
  private let remarks: [String: String]

  /// - Parameter remarks: by "material, source".
  public init(_ rows: [MaterialRow], remarks: [String: String] = [:]) {
    self.rows = rows
    self.remarks = remarks
  }

  /// The key of a row among the remarks.
  public static func key(_ material: String, _ source: String) -> String {
    "\(material), \(source)"
  }

  /// As a table in Markdown.
  public var markdown: String {
    let header = [
      "material", "T (K)", "σ (S/cm)", "published", "ratio", "E_a (eV)", "published",
      "difference", "fitted", "pass", "source and kind", "note",
    ]
    let lines = [header, header.map { _ in "---" }] + rows.map(cells)
    let table = lines.map { "| " + $0.map(Self.cell).joined(separator: " | ") + " |" }
    return (table + [""] + [summary] + missed).joined(separator: "\n") + "\n"
  }

  private func cells(_ row: MaterialRow) -> [String] {
    [
      row.material, row.publishedConductivity == nil ? "–" : formatted(row.temperature),
      number(row.conductivity), row.publishedConductivity.map { formatted($0) } ?? "–",
      number(row.ratio), number(row.activationEnergy),
      row.publishedActivationEnergy.map { formatted($0) } ?? "–", number(row.difference),
      row.fitted ?? "nothing", verdict(row), "\(row.source): \(row.kind)", row.note,
    ]
  }

  private func verdict(_ row: MaterialRow) -> String {
    let parts = [("σ", row.conductivityVerdict), ("E_a", row.energyVerdict)]
      .filter { $0.1 != .none }
      .map { $0.1 == .miss ? "**\($0.0) miss**" : "\($0.0) \($0.1.rawValue)" }
    return parts.isEmpty ? "–" : parts.joined(separator: ", ")
  }

  private var summary: String {
    let verdicts = rows.flatMap { [$0.conductivityVerdict, $0.energyVerdict] }
    func count(_ verdict: MaterialRow.Verdict) -> Int { verdicts.count { $0 == verdict } }
    return
      "\(count(.pass)) values within the tolerance, \(count(.miss)) outside, and \(count(.input)) inputs of the models, which test little."
  }

  private var missed: [String] {
    var told: Set<String> = []
    let lines = rows.filter(\.misses).compactMap { row -> String? in
      let key = Self.key(row.material, row.source)
      guard told.insert(key).inserted, let remark = remarks[key] else { return nil }
      return "- \(Self.cell(key)): \(Self.cell(remark))"
    }
    return lines.isEmpty
      ? [] : ["", "What the files say of the sources of missed values:", ""] + lines
  }

  private func number(_ estimate: Estimate?) -> String {
    estimate.map { formatted($0.value, standardError: $0.standardError) } ?? "–"
  }

  /// A text inside a Markdown table: no column of its own, no line end, no markup.
  private static func cell(_ text: String) -> String {
    text.replacing("|", with: "\\|").replacing("<", with: "&lt;")
      .split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
