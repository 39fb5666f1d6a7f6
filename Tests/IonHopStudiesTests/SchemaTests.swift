import Foundation
import IonHopNetworks
import Testing

@testable import IonHopStudies

/// The schema of the study file against what the readers ask for, both ways.
@Suite("The schema of study files is what the readers read")
struct SchemaTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let schema = StudySchema()

  private static func studies(_ folder: String) -> [URL] {
    let url = root.appendingPathComponent(folder)
    let files = try? FileManager.default.contentsOfDirectory(
      at: url, includingPropertiesForKeys: nil)
    return (files ?? []).filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path }
  }

  /// Studies that use between them every section of the file.
  private static let cases = studies("Tests/Schema")
  private static let shipped = studies("Examples") + studies("Lattices/Scenarios")

  /// What the readers asked for of a study file, the first variant's of a sweep.
  private static func entries(of url: URL) throws -> [ReadingLog.Entry] {
    let log = ReadingLog()
    let file = url.relativePath
    try ReadingLog.$current.withValue(log) {
      let sweep = try StudySweep.read(url)
      let variant = try #require(sweep.variants.first)
      if sweep.isPolycrystal {
        _ = try sweep.polycrystal(variant)
      } else {
        _ = try sweep.study(variant)
      }
    }
    return log.entries(of: file)
  }

  /// Why an entry does not fit the schema; nil where it does.
  private static func misfit(_ entry: ReadingLog.Entry) -> String? {
    let types = schema.types(at: entry.keyPath)
    let fits = types.contains { type in
      switch (entry.wanted, type) {
      case (.keys(let keys), .section(let name)):
        Set(schema[name]?.keys.map(\.name) ?? []) == Set(keys)
      // Names of the material: kinds of sites, classes of hops.
      case (.keys, .named): true
      case (.number(let unit), .number(let quantity)): unit == quantity.baseUnit
      case (.wholeNumber, .wholeNumber), (.truth, .truth), (_, .free): true
      case (.choice(let names), .choice(let known)): Set(names) == Set(known)
      case (.choice(let names), .truth): names.sorted() == ["false", "true"]
      default: false
      }
    }
    return fits
      ? nil : "\(entry.keyPath): the reader wants \(entry.wanted), the schema has \(types)"
  }

  @Test("Each key, type, unit and name that a reader asks for is in the schema", arguments: cases)
  func ask(file: URL) throws {
    let entries = try Self.entries(of: file)
    #expect(entries.count > 5)
    for misfit in entries.compactMap(Self.misfit) { Issue.record("\(misfit)") }
  }

  @Test("Examples and scenarios stand in the schema", arguments: shipped)
  func stand(file: URL) throws {
    for misfit in try Self.entries(of: file).compactMap(Self.misfit) { Issue.record("\(misfit)") }
  }

  @Test("Each section of the schema is one that a reader asks for")
  func read() throws {
    var asked: Set<Set<String>> = []
    for file in Self.cases {
      for entry in try Self.entries(of: file) {
        if case .keys(let keys) = entry.wanted { asked.insert(Set(keys)) }
      }
    }
    for section in Self.schema.sections {
      #expect(asked.contains(Set(section.keys.map(\.name))), "no reader asks for \(section.name)")
    }
  }

  @Test("A section, a choice or a unit that the schema does not have is found")
  func findsMisfits() {
    func entry(_ keyPath: String, _ wanted: ReadingLog.Wanted) -> ReadingLog.Entry {
      ReadingLog.Entry(file: "study.yaml", keyPath: keyPath, wanted: wanted)
    }
    #expect(Self.misfit(entry("sampling.maxTime", .number(unit: "s"))) == nil)
    #expect(Self.misfit(entry("sampling.maxTime", .number(unit: "K"))) != nil)
    #expect(Self.misfit(entry("sampling", .keys(["relativeError"]))) != nil)
    #expect(Self.misfit(entry("sampling.maxTimes", .number(unit: "s"))) != nil)
    #expect(Self.misfit(entry("basins", .choice(["on"]))) != nil)
    #expect(Self.misfit(entry("model.crystal.field[2]", .number(unit: "V/Å"))) == nil)
  }

  @Test("Sections that keys lead to exist, and each is led to once at least")
  func links() {
    let names = Self.schema.sections.map(\.name)
    #expect(Set(names).count == names.count)
    let linked = Self.schema.sections.flatMap { $0.keys.flatMap(\.type.sections) }
    #expect(Set(linked + Self.schema.root.sections) == Set(names))
    for section in Self.schema.sections {
      let keys = section.keys.map(\.name)
      #expect(Set(keys).count == keys.count, "\(section.name) has a key twice")
      for group in section.oneOf { #expect(Set(group).isSubset(of: keys), "\(section.name)") }
    }
  }

  @Test("The files in docs are those that the program prints")
  func filesAreFresh() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }
    let mend = "make schema writes it anew"
    #expect(try text("docs/schema/study.schema.json") == Self.schema.json, "\(mend)")
    #expect(try text("docs/STUDY-REFERENCE.md") == Self.schema.markdown, "\(mend)")
    #expect(try text("docs/schema/results.schema.json") == ResultsSchema.json, "\(mend)")
  }
}
