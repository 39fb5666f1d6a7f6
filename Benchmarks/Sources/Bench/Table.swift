import Foundation

/// One line of the table, and of the JSON file.
struct Row: Codable {
  var benchmark: String
  var model: String
  var sites: Int
  /// Share of the sites that carriers stand on, in words.
  var carriers: String
  var selector = ""
  /// Medians, by program.
  var hopsPerSecond: [String: Double] = [:]
  /// The engine over the faster C loop that records each hop.
  var ratio: Spread?
  /// The engine over the fastest of all C loops.
  var ratioToAll: Spread?
  var remark = ""

  mutating func enter(_ race: Race) {
    for program in Program.allCases {
      hopsPerSecond[program.rawValue] = race.median(program)
    }
    ratio = race.ratio(toFasterOf: Program.recording)
    ratioToAll = race.ratio(toFasterOf: Program.inC)
  }
}

/// Prints each row as it comes, since a full run takes minutes.
struct Table {
  private(set) var rows: [Row] = []
  private static let widths = [4, 24, 11, 10, 21, 9, 9, 9, 9, 9, 20, 20, 0]

  static func printHeader() {
    show(["", "", "", "", "", "C", "C pre-", "C", "C pre-", "", "IonHop /", "IonHop /", ""])
    show([
      "case", "model", "sites", "carriers", "selector", "", "fetched", "own bks", "own bks",
      "IonHop", "faster C, record", "fastest C of all", "",
    ])
  }

  mutating func add(_ row: Row) {
    rows.append(row)
    Self.show(
      [row.benchmark, row.model, row.sites > 0 ? "\(row.sites)" : "", row.carriers, row.selector]
        + [.c, .cPrefetched, .cOwnBooks, .cPrefetchedOwnBooks, .ours].map {
          (program: Program) in rate(row.hopsPerSecond[program.rawValue])
        }
        + [text(row.ratio), text(row.ratioToAll), row.remark])
  }

  /// Text columns to the left, numbers to the right.
  private static func show(_ cells: [String]) {
    let padded = zip(cells, widths).enumerated().map { index, pair in
      let (cell, width) = pair
      let gap = String(repeating: " ", count: max(0, width - cell.count))
      return [0, 1, 4, 12].contains(index) ? cell + gap : gap + cell
    }
    print(padded.joined(separator: "  "))
    fflush(nil)
  }

  private func rate(_ hopsPerSecond: Double?) -> String {
    guard let rate = hopsPerSecond else { return "–" }
    return rate < 1e5 ? String(format: "%.3g k", rate / 1e3) : String(format: "%.2f M", rate / 1e6)
  }

  private func text(_ spread: Spread?) -> String {
    guard let s = spread else { return "–" }
    return String(format: "%.2f (%.2f–%.2f)", s.median, s.lowest, s.highest)
  }
}

/// Where and when the numbers were taken: a timing without it says little.
struct Circumstances: Codable {
  var processor = Circumstances.processorName
  var cores = ProcessInfo.processInfo.activeProcessorCount
  var system = ProcessInfo.processInfo.operatingSystemVersionString
  var date = Date().formatted(.iso8601)
  /// Processes that wanted a core in the minute before the start.
  var load = Circumstances.loadAverage

  var line: String {
    "\(processor), \(cores) cores, \(system), \(date), load \(String(format: "%.2f", load))"
  }

  private static var processorName: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    return name ?? "processor unknown"
  }

  private static var loadAverage: Double {
    var loads = [0.0]
    return getloadavg(&loads, 1) == 1 ? loads[0] : .nan
  }
}

/// What `--json` writes.
struct Record: Codable {
  var circumstances: Circumstances
  var rows: [Row]
  var cages: [CageRow]
  var fields: [FieldRow]

  func write(to file: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try encoder.encode(self).write(to: URL(fileURLWithPath: file))
  }
}
