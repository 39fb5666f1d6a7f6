/// What a terminal shows side by side.
let terminalWidth = 80

/// Left-aligned first column, right-aligned others, at most 80 columns wide.
///
/// Columns that do not fit beside each other stand below, each part with the first column again; a cell that
/// is too long for a line is broken at spaces. Nothing is cut off.
func table(_ rows: [[String]]) -> String {
  let count = rows.map(\.count).max() ?? 0
  let natural = (0..<count).map { c in rows.map { c < $0.count ? $0[c].count : 0 }.max() ?? 0 }
  guard let first = natural.first.map({ min($0, terminalWidth / 2) }) else { return "" }
  let widths = shrunk(
    [first] + natural.dropFirst().map { min($0, terminalWidth - first - 2) }, rows)
  // Texts that are broken are set flush left, with all of their column.
  let isLeft = widths.indices.map { $0 == 0 || widths[$0] < natural[$0] }
  return parts(of: widths).map { columns in
    rows.map { row in
      line(columns.map { (text: $0 < row.count ? row[$0] : "", width: widths[$0], isLeft[$0]) })
    }.joined()
  }.joined(separator: "\n")
}

/// Widths where the last column, if it is text, takes what the others leave rather than a part of its own.
private func shrunk(_ widths: [Int], _ rows: [[String]]) -> [Int] {
  let rest = terminalWidth - widths.dropLast().reduce(0) { $0 + $1 + 2 }
  let texts = rows.compactMap { $0.count == widths.count ? $0.last : nil }
  let longest = texts.flatMap { $0.split(separator: " ").map(\.count) }.max() ?? 0
  guard widths.count > 2, let last = widths.last, last > rest, rest >= max(longest, 20) else {
    return widths
  }
  return widths.dropLast() + [rest]
}

/// Columns that fit a line together, the first in each part.
private func parts(of widths: [Int]) -> [[Int]] {
  var parts: [[Int]] = []
  var (part, width) = ([0], widths[0])
  for column in widths.indices.dropFirst() {
    if width + 2 + widths[column] > terminalWidth, part.count > 1 {
      parts.append(part)
      (part, width) = ([0], widths[0])
    }
    part.append(column)
    width += 2 + widths[column]
  }
  return parts + [part]
}

/// A row, of several lines where a cell is longer than its column.
private func line(_ cells: [(text: String, width: Int, isLeft: Bool)]) -> String {
  let pieces = cells.map { broken($0.text, at: $0.width) }
  let height = pieces.map(\.count).max() ?? 1
  return (0..<height).map { step in
    let texts = zip(cells, pieces).map { cell, pieces -> String in
      let piece = step < pieces.count ? pieces[step] : ""
      let space = String(repeating: " ", count: max(0, cell.width - piece.count))
      return cell.isLeft ? piece + space : space + piece
    }
    let text = texts.joined(separator: "  ")
    return String(text.reversed().drop { $0 == " " }.reversed()) + "\n"
  }.joined()
}

/// A text in lines of at most so many characters, broken at spaces where there are any.
func broken(_ text: String, at width: Int) -> [String] {
  guard text.count > width, width > 0 else { return [text] }
  var lines: [String] = []
  var current = ""
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    var word = Substring(word)
    if !current.isEmpty, current.count + 1 + word.count <= width {
      current += " " + word
      continue
    }
    if !current.isEmpty { lines.append(current) }
    while word.count > width {
      lines.append(String(word.prefix(width)))
      word = word.dropFirst(width)
    }
    current = String(word)
  }
  return lines + (current.isEmpty ? [] : [current])
}

/// Prose in lines of 80 columns, those after the first moved in.
func prose(_ text: String) -> String {
  let lines = broken(text, at: terminalWidth)
  guard lines.count > 1 else { return text + "\n" }
  let rest = lines.dropFirst().joined(separator: " ")
  return lines[0] + "\n"
    + broken(rest, at: terminalWidth - 2).map { "  \($0)\n" }.joined()
}
