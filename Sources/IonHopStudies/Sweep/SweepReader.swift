import IonHopNetworks

/// Reads `sweep:`, and makes of the study file one document for each combination of values.
///
///     sweep:                                        # every combination
///       model.crystal.mobile.Li.fraction: [0.3, 0.5, 0.7]
///       seed: { from: 1, to: 4, count: 4 }
///     sweep: { zip: true, KEY: [...], KEY: [...] }   # first with first, second with second
///     sweep: [{ KEY: 0.3, KEY: 1 }, { KEY: 0.5, KEY: 7 }]
struct SweepReader {
  /// A value and where the file has it.
  private struct Setting {
    let key: String
    let value: InputValue
  }

  private let document: InputDocument
  private let combinations: [[Setting]]
  /// False where the file has no sweep: the one combination is then the study itself.
  let isSwept: Bool

  /// More is a mistake, or a job for several files.
  private static let mostVariants = 100_000
  private static let deepest = 32
  private static let hint =
    "give sweep: { model.crystal.mobile.Li.fraction: [0.3, 0.5] } or a list of such mappings with one value each"

  init(_ document: InputDocument) throws(InputError) {
    self.document = document
    let sweep = try document.root.pairs("give a study: name, model, temperatures")
      .first { $0.key == "sweep" }?.value
    isSwept = sweep != nil
    guard let sweep else {
      combinations = [[]]
      return
    }
    combinations = sweep.isList ? try Self.listed(sweep) : try Self.combined(sweep)
    guard combinations.count <= Self.mostVariants else {
      throw sweep.error("more than \(Self.mostVariants) combinations; sweep fewer values")
    }
    var seen: Set<String> = []
    for combination in combinations {
      let key = Self.key(of: Self.values(combination))
      guard seen.insert(key).inserted else {
        throw (combination.first?.value ?? sweep).error(
          "the combination \(key) is listed twice; keep one, and sweep seed for repeats")
      }
    }
  }

  // MARK: Combinations

  private static func listed(_ sweep: InputValue) throws(InputError) -> [[Setting]] {
    var combinations: [[Setting]] = []
    for element in try sweep.elements(hint) {
      let settings = try element.pairs(hint).map { Setting(key: $0.key, value: $0.value) }
      for setting in settings { try check(setting.key, setting.value) }
      let keys = combinations.first?.map(\.key) ?? settings.map(\.key)
      guard !keys.isEmpty, Set(settings.map(\.key)) == Set(keys) else {
        throw element.error(
          "each mapping of the list must give the same keys: \(keys.joined(separator: ", "))")
      }
      // In the order of the first.
      combinations.append(keys.compactMap { key in settings.first { $0.key == key } })
    }
    guard !combinations.isEmpty else { throw sweep.error("an empty list; \(hint)") }
    return combinations
  }

  private static func combined(_ sweep: InputValue) throws(InputError) -> [[Setting]] {
    var columns: [[Setting]] = []
    var zips = false
    for (key, value) in try sweep.pairs(hint) {
      if key == "zip" {
        zips = try value.bool()
        continue
      }
      try check(key, value)
      columns.append(try values(key, value).map { Setting(key: key, value: $0) })
    }
    guard let first = columns.first else { throw sweep.error("names no key; \(hint)") }
    guard zips else { return try crossed(columns, sweep) }
    for column in columns where column.count != first.count {
      throw sweep.error(
        "zip joins values one by one, but \(first[0].key) has \(first.count) and \(column[0].key) \(column.count); give equally many"
      )
    }
    return first.indices.map { index in columns.map { $0[index] } }
  }

  /// The last key varies fastest.
  private static func crossed(
    _ columns: [[Setting]], _ sweep: InputValue
  ) throws(InputError) -> [[Setting]] {
    var combinations: [[Setting]] = [[]]
    for column in columns {
      guard combinations.count * column.count <= mostVariants else {
        throw sweep.error("more than \(mostVariants) combinations; sweep fewer values")
      }
      combinations = combinations.flatMap { head in column.map { head + [$0] } }
    }
    return combinations
  }

  private static func values(
    _ key: String, _ value: InputValue
  ) throws(InputError) -> [InputValue] {
    if value.isMapping {
      return try SweepRange(value, quantity: SweptQuantity(key)?.quantity ?? .number).values
    }
    guard value.isList else { throw value.error("\(value.shown) is one value; \(SweepRange.hint)") }
    let values = try value.elements(SweepRange.hint)
    guard !values.isEmpty else { throw value.error("an empty list; \(SweepRange.hint)") }
    return values
  }

  private static func check(_ key: String, _ value: InputValue) throws(InputError) {
    switch key.split(whereSeparator: { ".[".contains($0) }).first {
    case "temperatures":
      throw value.error(
        "temperatures are no key of a sweep: every variant runs at all of them; list them under temperatures"
      )
    case "sweep", "name", "fit", "fitQuantity":
      throw value.error("\(key) changes no point, so it cannot be swept; take it away")
    case nil: throw value.error("the path is empty; \(hint)")
    default: break
    }
    guard key.utf8.count(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") }) < deepest
    else {
      throw value.error("the path has more than \(deepest) steps; no key of a study lies so deep")
    }
  }

  // MARK: Variants

  /// Values of all combinations, in their order.
  var values: [[SweptValue]] { combinations.map(Self.values) }

  private static func values(_ combination: [Setting]) -> [SweptValue] {
    combination.map { SweptValue(key: $0.key, value: $0.value) }
  }

  /// What tells a variant from others, whatever else is swept and in whatever order.
  static func key(of values: [SweptValue]) -> String {
    values.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.text)" + ($0.unit.isEmpty ? "" : " \($0.unit)") }
      .joined(separator: "; ")
  }

  /// The study file of a combination.
  ///
  /// - Throws: `InputError` where a path does not fit the file.
  func document(of index: Int) throws(InputError) -> InputDocument {
    var document = document.removing(["sweep"])
    for setting in combinations[index] {
      document = try document.replacing(setting.key, with: setting.value)
    }
    return document
  }
}
