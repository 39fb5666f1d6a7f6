import Foundation
import IonHop

/// A glass of the library in tables.
func description(of glass: GlassMaterial) -> String {
  var text = "\(glass.name): \(glass.title)\n"
  if let prose = glass.description { text += prose + "\n" }
  let rows = glass.compositions
  if let first = rows.first {
    let classes = first.shares.keys.sorted()
    let header =
      [first.quantity, "ions per site"] + classes.map { "share of \($0)" } + ["in inclusions"]
    text +=
      "\n"
      + table(
        [header]
          + rows.map { row in
            [trimmed(row.value), row.fraction.map(trimmed) ?? "-"]
              + classes.map { String(format: "%.4g", row.shares[$0] ?? 0) }
              + [row.inclusionShare.map(trimmed) ?? "-"]
          })
  }
  let published =
    glass.published(at: nil).map { ("", $0) }
    + rows.flatMap { row in row.published.map { (trimmed(row.value), $0) } }
  if !published.isEmpty {
    text +=
      "\npublished\n"
      + table(
        published.map { composition, value in
          [
            composition, value.quantity, "\(trimmed(value.value)) \(value.unit)",
            value.temperature.map { "\(trimmed($0)) K" } ?? "", value.kind, value.source,
          ]
        })
  }
  text += "\nsources\n"
  for source in glass.sources {
    let doi = source.doi.map { ", doi:\($0)" } ?? ""
    text += "  \(source.key): \(source.citation)\(doi)\n"
    if let note = source.note { text += "    \(note)\n" }
  }
  return text
}
