import Foundation
import IonHopNetworks

/// Works as BibTeX, each key once.
///
///     Bibliography([source]).bibTeX   // @article{Morgan2017, author = {B. J. Morgan}, ...
struct Bibliography {
  private(set) var sources: [Source] = []

  /// A work that is there already is left out; another one of the same key gets a letter.
  init(_ sources: [Source]) {
    for var source in sources
    where !self.sources.contains(where: { $0.citation == source.citation && $0.doi == source.doi })
    {
      source.key = free(Self.plain(source.key))
      self.sources.append(source)
    }
  }

  private func free(_ key: String) -> String {
    guard sources.contains(where: { $0.key == key }) else { return key }
    let letters = "bcdefghijklmnopqrstuvwxyz".map(String.init)
    let numbers = (2...).lazy.map { "-\($0)" }
    let taken = Set(sources.map(\.key))
    return letters.map { key + $0 }.first { !taken.contains($0) }
      ?? numbers.map { key + $0 }.first { !taken.contains($0) } ?? key
  }

  /// Letters, digits and what BibTeX allows in a key beside them.
  private static func plain(_ key: String) -> String {
    let kept = key.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-:.".contains($0)) }
    return kept.isEmpty ? "source" : kept
  }

  /// All entries, one after another.
  var bibTeX: String { sources.map(entry).joined(separator: "\n") }

  private func entry(_ source: Source) -> String {
    let work = Citation(source.citation)
    var fields: [(String, String?)] = [
      ("author", work.authors), ("journal", work.journal), ("volume", work.volume),
      ("pages", work.pages), ("year", work.year),
    ]
    let isArticle = work.journal != nil
    if !isArticle { fields.append(("howpublished", source.citation)) }
    fields += [("doi", source.doi), ("annote", source.note)]
    let lines = fields.compactMap { name, value in
      value.map { "  \(name) = {\(name == "doi" ? Self.verbatim($0) : Self.escaped($0))},\n" }
    }
    return "@\(isArticle ? "article" : "misc"){\(source.key),\n\(lines.joined())}\n"
  }

  private static func escaped(_ text: String) -> String {
    onOneLine(text).reduce(into: "") { result, character in
      switch character {
      case "&", "%", "#", "_", "$", "{", "}": result += "\\\(character)"
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      default: result.append(character)
      }
    }
  }

  /// A DOI as it is, less what would end the field.
  private static func verbatim(_ text: String) -> String {
    onOneLine(text).filter { !"{}\\".contains($0) }
  }
}

/// The parts of a citation of the form "A. Author, B. Author, Journal 12, 345 (2001)".
///
/// Where it has another form only authors and year are looked for; the whole stays in the entry.
struct Citation {
  private(set) var authors: String?
  private(set) var journal: String?
  private(set) var volume: String?
  private(set) var pages: String?
  private(set) var year: String?

  init(_ text: String) {
    let parts = text.components(separatedBy: ", ")
    // An author begins with an initial, as do journals, whose volume follows: "J. Chem. Phys. 12".
    let names = parts.prefix { part in
      part.firstMatch(of: /^\p{Lu}\p{Ll}?\.[ \-]?.*\p{Ll}{2}/) != nil
        && !part.contains(where: \.isNumber)
    }
    if !names.isEmpty, names.count < parts.count {
      let listed = names.map { $0.replacing(" et al.", with: " and others") }
      authors = listed.joined(separator: " and ")
    }
    year = text.matches(of: /\((?:[^()]*\s)?(\d{4})\)/).last.map { String($0.1) }
    let rest = parts.dropFirst(names.count).joined(separator: ", ")
    if let match = rest.wholeMatch(of: /(.+?) (\d+[A-Z]?), ([\w.\-–]+) \((\d{4})\)/) {
      (journal, volume, pages) = (String(match.1), String(match.2), String(match.3))
    }
  }
}
