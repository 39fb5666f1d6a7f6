import Foundation

/// Other programs on the 8,000-site, 1 % vacancy case, where they are installed.
enum Peer {
  /// lattice-mc (B. J. Morgan, J. Open Source Softw. 2, 247 (2017), doi:10.21105/joss.00247).
  static func run(_ options: Options, into table: inout Table) throws {
    let script = options.package.appending(path: "peers/lattice_mc_peer.py").path
    guard let answer = try output([options.python, script, options.quick ? "5" : "20"]) else {
      print("lattice-mc is not installed; docs/BENCHMARKS.md says how")
      return
    }
    let fields = answer.split(separator: " ")
    guard fields.count == 2, let rate = Double(fields[0]) else { return }
    var row = Row(
      benchmark: "a", model: "lattice-mc \(fields[1])", sites: 8000, carriers: "1 % vac",
      selector: "rejection-free")
    row.hopsPerSecond["lattice-mc"] = rate
    row.remark = "\(String(format: "%.3g", rate)) hops/s"
    let ours = table.rows.first { $0.benchmark == "a" && $0.sites == 8000 }
    if let ours = ours?.hopsPerSecond[Program.ours.rawValue] {
      let times = (ours / rate).formatted(
        .number.precision(.significantDigits(2)).locale(Locale(identifier: "en")))
      row.remark += ", IonHop does \(times) times as many"
    }
    table.add(row)
  }

  /// What a command prints, or nil if it is missing or fails.
  private static func output(_ command: [String]) throws -> String? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
