import Foundation
import IonHopLattices
import IonHopNetworks

/// A ready-made set of studies with what must come out of it.
///
///     let scenario = try Scenario.named("polycrystal-blocking")
///     for part in scenario.parts { ... }   // study files, and tables that the program computes
///     scenario.check(results)              // by the parts' names
///
/// The files lie in `Lattices/Scenarios`, with the sources of their numbers.
public struct Scenario: Sendable {
  /// By which `ionhop scenarios run` calls it.
  public let name: String
  /// For people.
  public let title: String
  /// Studies and tables, in their order.
  public let parts: [Part]
  /// What must come out.
  public let passLine: String
  private let checks: @Sendable (ScenarioResults) -> [Check]

  /// A piece of work, with a folder of results of its own.
  public enum Part: Sendable {
    /// A study file, without ".yaml": a polycrystal is solved, any other model is sampled.
    case study(String)
    /// A study file of slabs with boundaries, by the network solver alone, without sampling.
    case solver(String)
    /// What no study file holds.
    case table(String, @Sendable () throws -> ScenarioTable)

    /// For folders and tables.
    public var name: String {
      switch self {
      case .study(let name), .solver(let name), .table(let name, _): name
      }
    }

    /// The part's table, of the sweep read from its file where it has one.
    ///
    /// - Throws: `InputError`, `SpaceChargeError` or `FieldError`.
    public func table(_ sweep: StudySweep?) throws -> ScenarioTable {
      switch (self, sweep) {
      case (.table(_, let make), _): try make()
      case (.solver(let name), let sweep?): try ScenarioTable(solving: sweep, name: name)
      case (.study(let name), _), (.solver(let name), nil):
        throw InputError(file: name, message: "no table; run the study file instead")
      }
    }
  }

  /// One thing that must hold.
  public struct Check: Sendable, Equatable {
    /// What must come out, in words.
    public let text: String
    /// Whether it did.
    public let passed: Bool

    init(_ text: String, _ passed: Bool) { (self.text, self.passed) = (text, passed) }
  }

  init(
    _ name: String, _ title: String, parts: [Part], pass: String,
    _ checks: @escaping @Sendable (ScenarioResults) -> [Check]
  ) {
    (self.name, self.title, self.parts, passLine) = (name, title, parts, pass)
    self.checks = checks
  }

  init(
    _ name: String, _ title: String, files: [String], pass: String,
    _ checks: @escaping @Sendable (ScenarioResults) -> [Check]
  ) {
    self.init(name, title, parts: files.map { .study($0) }, pass: pass, checks)
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

  /// The file of a part; nil for a table.
  ///
  /// - Throws: `InputError` where the files were not installed.
  public static func file(of part: Part) throws(InputError) -> URL? {
    if case .table = part { return nil }
    guard let folder = BundledLattices.scenarios else {
      throw InputError(
        file: "", message: "the files of scenarios were not found beside the program; install anew")
    }
    return folder.appendingPathComponent("\(part.name).yaml")
  }

  /// - Parameter results: of each part, by its name.
  public func check(_ results: [String: ScenarioResult]) -> [Check] {
    for part in parts where results[part.name]?.isComplete != true {
      return [Check("\(part.name) was solved to its end", false)]
    }
    return checks(ScenarioResults(results))
  }
}

/// What one part of a scenario found.
public enum ScenarioResult: Sendable {
  /// A polycrystal that was solved.
  case polycrystal(PolycrystalResults)
  /// A study that was sampled.
  case study(StoredResults)
  /// What the network solver alone says.
  case table(ScenarioTable)

  /// False when the run was stopped before all was done.
  public var isComplete: Bool {
    switch self {
    case .polycrystal(let results): results.complete
    case .study(let results): results.isComplete
    case .table: true
    }
  }
}

/// Results of a scenario's parts.
struct ScenarioResults {
  private let results: [String: ScenarioResult]

  init(_ results: [String: ScenarioResult]) { self.results = results }

  /// Of a polycrystal.
  func variants(_ name: String) -> [PolycrystalVariant] {
    guard case .polycrystal(let results) = results[name] else { return [] }
    return results.variants
  }

  /// Of a sampled study without a sweep.
  func points(_ name: String) -> [PointResult] {
    guard case .study(.study(let results)) = results[name] else { return [] }
    return results.points
  }

  /// Of sampled studies, with a sweep or without.
  var sampled: [String: StoredResults] {
    results.compactMapValues { if case .study(let stored) = $0 { stored } else { nil } }
  }

  /// Of a sampled study with a sweep.
  func sweep(_ name: String) -> SweepResults? {
    guard case .sweep(let sweep)? = sampled[name] else { return nil }
    return sweep
  }

  /// An empty one for what is no table.
  func table(_ name: String) -> ScenarioTable {
    guard case .table(let table) = results[name] else {
      return ScenarioTable(name: name, columns: [])
    }
    return table
  }
}
