import Foundation
import IonHopLattices
import IonHopNetworks

/// A ready-made set of studies with what must come out of it.
///
///     let scenario = try Scenario.named("polycrystal-blocking")
///     try scenario.studies()          // files to run
///     scenario.check(results)         // by file name
///
/// The files lie in `Lattices/Scenarios`, with the sources of their numbers.
public struct Scenario: Sendable {
  public let name: String
  public let title: String
  /// Study files, without ".yaml".
  public let files: [String]
  /// What must come out.
  public let passLine: String
  private let checks: @Sendable (ScenarioResults) -> [Check]

  /// One thing that must hold.
  public struct Check: Sendable, Equatable {
    public let text: String
    public let passed: Bool

    init(_ text: String, _ passed: Bool) { (self.text, self.passed) = (text, passed) }
  }

  init(
    _ name: String, _ title: String, files: [String], pass: String,
    _ checks: @escaping @Sendable (ScenarioResults) -> [Check]
  ) {
    (self.name, self.title, self.files, passLine) = (name, title, files, pass)
    self.checks = checks
  }

  /// - Throws: `InputError` with the nearest name.
  public static func named(_ name: String) throws(InputError) -> Scenario {
    if let scenario = all.first(where: { $0.name == name }) { return scenario }
    let names = all.map(\.name)
    throw InputError(
      file: "",
      message:
        "unknown scenario \"\(name)\"; \(suggestion(for: name, in: names, what: "scenarios"))")
  }

  /// The study files.
  ///
  /// - Throws: `InputError` where they were not installed.
  public func studies() throws(InputError) -> [(name: String, file: URL)] {
    guard let folder = BundledLattices.scenarios else {
      throw InputError(
        file: "", message: "the files of scenarios were not found beside the program; install anew")
    }
    return files.map { ($0, folder.appendingPathComponent("\($0).yaml")) }
  }

  /// - Parameter results: of each file.
  public func check(_ results: [String: PolycrystalResults]) -> [Check] {
    for file in files where results[file]?.complete != true {
      return [Check("\(file) was solved to its end", false)]
    }
    return checks(ScenarioResults(results))
  }
}

/// Results of a scenario's files.
struct ScenarioResults {
  private let results: [String: PolycrystalResults]

  init(_ results: [String: PolycrystalResults]) { self.results = results }

  func variants(_ file: String) -> [PolycrystalVariant] { results[file]?.variants ?? [] }
}
