/// Markup whose interpolated texts are escaped, so that no name or comment of a study can
/// become an element of the page.
///
///     let name = "<b>"
///     let cell: HTML = "<td>\(name)</td>"   // <td>&lt;b&gt;</td>
struct HTML: Sendable, ExpressibleByStringInterpolation {
  var markup: String

  init(markup: String) { self.markup = markup }
  init(stringLiteral literal: String) { markup = literal }
  init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

  struct StringInterpolation: StringInterpolationProtocol {
    var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(literalCapacity) }
    mutating func appendLiteral(_ literal: String) { markup += literal }
    mutating func appendInterpolation(_ text: String) { markup += escaped(text) }
    mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    mutating func appendInterpolation(_ parts: [HTML]) {
      markup += parts.map(\.markup).joined(separator: "\n")
    }
  }
}

/// A text as HTML shows it; safe between tags and inside quoted attributes.
private func escaped(_ text: String) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    case "\n", "\t": result.unicodeScalars.append(scalar)
    case _ where scalar.properties.generalCategory == .control: continue
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A table with a header row; the first column heads its row, and wide tables scroll sideways.
struct HTMLTable {
  var headers: [HTML]
  var rows: [[HTML]]
  /// Tables of numbers are set flush right, tables of words flush left.
  var isText = false

  var html: HTML {
    let head = headers.map { "<th scope=\"col\">\($0)</th>" as HTML }
    let body = rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == 0
          ? "<th scope=\"row\">\(cell)</th>" as HTML : "<td>\(cell)</td>"
      }
      return "<tr>\(cells)</tr>" as HTML
    }
    let style = isText ? "words" : "numbers"
    return """
      <div class="scroll"><table class="\(style)">
      <thead><tr>\(head)</tr></thead>
      <tbody>\(body)</tbody>
      </table></div>
      """
  }
}
