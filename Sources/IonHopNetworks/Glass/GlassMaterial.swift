import Foundation
import IonHopLattices

/// A glass of the library: the keys of a glass model with their sources, and how they go with
/// composition.
///
/// `Lattices/Glasses` holds one YAML file each; `docs/glasses.md` describes the format.
public struct GlassMaterial {
  /// By which studies call it.
  public let name: String
  /// For people.
  public let title: String
  /// What to know of it, in the file's words.
  public let description: String?
  /// The keys of `model.glass` that the material gives.
  public let glass: InputValue
  /// Of these the sites.
  public var sites: InputValue? { glass.step(to: "sites") }
  /// Where the numbers come from.
  public let sources: [Source]
  /// Of any composition.
  private let published: [PublishedValue]
  private let table: GlassCompositionTable?

  private static let keys = [
    "name", "title", "description", "glass", "composition", "sources", "published",
  ]

  /// Reads a file.
  public init(contentsOf url: URL) throws(InputError) {
    let document = try InputDocument.read(url)
    let hint = "give name, title, glass: { sites: ..., bonds: ... }, sources and published"
    let keys = try document.root.mapping(Self.keys, hint)
    name = try keys.required("name", hint).text()
    title = try keys.required("title", hint).text()
    description = try keys["description"]?.text()
    glass = try keys.required("glass", hint)
    let sources = try keys.sources()
    self.sources = sources
    published = try keys.published(from: sources)
    table = try keys["composition"].map { value throws(InputError) in
      try GlassCompositionTable(value, sources: sources)
    }
  }

  /// A glass by its name in the library, or by the path of a file that ends in .yaml.
  ///
  /// - Parameters:
  ///   - value: the name as the study has it.
  ///   - folder: where relative paths start.
  public static func named(
    _ value: InputValue, relativeTo folder: URL
  ) throws(InputError) -> GlassMaterial {
    try GlassMaterial(contentsOf: file(value, relativeTo: folder))
  }

  /// All that come with IonHop and can be read, in the order of their names.
  public static var all: [GlassMaterial] {
    names.compactMap { try? GlassMaterial(contentsOf: bundled($0)) }
  }

  /// The file of a glass.
  public static func file(
    _ value: InputValue, relativeTo folder: URL
  ) throws(InputError) -> URL {
    let name = try value.text("give the name of a glass, such as LiPON")
    if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      return InputFile.at(name, from: folder)
    }
    try value.check(in: names, what: "glass", plural: "the glasses at hand")
    return bundled(name)
  }

  /// The names of the glasses that come with IonHop, sorted.
  public static var names: [String] {
    guard let folder = BundledLattices.glasses else { return [] }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
      .sorted()
  }

  private static func bundled(_ name: String) -> URL {
    let folder = BundledLattices.glasses ?? URL(fileURLWithPath: ".")
    return folder.appendingPathComponent("\(name).yaml")
  }

  /// What the glass is at a composition; the file's own where the study gives none. Nil for a glass
  /// of one composition.
  public func composition(_ value: InputValue?) throws(InputError) -> GlassComposition? {
    guard let table else {
      if let value { throw value.error("\(name) has one composition only; take the key away") }
      return nil
    }
    return try table.composition(value)
  }

  /// The rows of its table; none for a glass of one composition.
  public var compositions: [GlassComposition] { table?.rows ?? [] }

  /// What was published of the glass, and of this composition of it.
  public func published(at composition: GlassComposition?) -> [PublishedValue] {
    published + (composition?.published ?? [])
  }
}

/// What of a glass goes with composition; nil for what does not.
public struct GlassComposition: Sendable, Equatable {
  /// In the unit of `quantity`.
  public var value: Double
  /// For example "Li2S (mol %)".
  public var quantity: String
  /// Mobile ions per site.
  public var fraction: Double?
  /// Sites per Å³.
  public var siteDensity: Double?
  /// Of the site classes.
  public var shares: [String: Double]
  /// Of the sites that lie in inclusions.
  public var inclusionShare: Double?
  /// Published values of this composition.
  public var published: [PublishedValue] = []
}

/// Rows of `composition: { quantity: ..., default: ..., table: [{ at: 60, ... }, ...] }`; straight
/// lines between them.
struct GlassCompositionTable {
  private let quantity: String
  private let usual: Double
  let rows: [GlassComposition]

  private static let hint =
    "give composition: { quantity: Li2S (mol %), default: 75, table: [{ at: 60, fraction: 0.3, shares: { PS4: 0, P2S7: 1 } }, ...] }"

  init(_ value: InputValue, sources: [Source]) throws(InputError) {
    let keys = try value.mapping(["quantity", "default", "table"], Self.hint)
    quantity = try keys.required("quantity", Self.hint).text()
    let usual = try keys.required("default", Self.hint)
    self.usual = try usual.number()
    let table = try keys.required("table", Self.hint)
    var rows: [GlassComposition] = []
    for row in try table.elements(Self.hint) {
      let entry = try Self.row(row, quantity, sources)
      if let last = rows.last {
        guard entry.value > last.value else {
          throw row.error("at: \(entry.value) does not follow \(last.value); let the rows rise")
        }
        guard Self.columns(entry) == Self.columns(last) else {
          throw row.error("gives other keys than the row before; give the same in each")
        }
      }
      rows.append(entry)
    }
    guard let first = rows.first, let last = rows.last else {
      throw table.error("is empty; \(Self.hint)")
    }
    guard (first.value...last.value).contains(self.usual) else {
      throw usual.error("lies outside the table, \(first.value) to \(last.value)")
    }
    self.rows = rows
  }

  private static func row(
    _ place: InputValue, _ quantity: String, _ sources: [Source]
  ) throws(InputError) -> GlassComposition {
    let keys = try place.mapping(
      ["at", "fraction", "siteDensity", "shares", "inclusionShare", "published"], hint)
    var shares: [String: Double] = [:]
    for (name, share) in try keys["shares"]?.pairs(hint) ?? [] {
      shares[name] = try share.number(.number, .within(0...1))
    }
    return GlassComposition(
      value: try keys.required("at", hint).number(), quantity: quantity,
      fraction: try keys["fraction"]?.number(.number, .within(0...1)),
      siteDensity: try keys["siteDensity"]?.number(.number, .positive), shares: shares,
      inclusionShare: try keys["inclusionShare"]?.number(.number, .within(0...1)),
      published: try keys.published(from: sources))
  }

  private static func columns(_ row: GlassComposition) -> [String] {
    row.shares.keys.sorted() + (row.fraction == nil ? [] : ["fraction"])
      + (row.siteDensity == nil ? [] : ["siteDensity"])
      + (row.inclusionShare == nil ? [] : ["inclusionShare"])
  }

  func composition(_ value: InputValue?) throws(InputError) -> GlassComposition {
    let wanted = try value?.number() ?? usual
    guard let next = rows.firstIndex(where: { $0.value >= wanted }),
      rows[0].value <= wanted
    else {
      let (low, high) = (rows[0].value, rows[rows.count - 1].value)
      throw InputError(
        file: value?.file ?? "", line: value?.line, keyPath: value?.keyPath ?? "composition",
        message: "\(wanted) is outside the table of \(quantity), \(low) to \(high); stay within")
    }
    guard rows[next].value > wanted else { return rows[next] }
    let (a, b) = (rows[next - 1], rows[next])
    let part = (wanted - a.value) / (b.value - a.value)
    func between(_ x: Double?, _ y: Double?) -> Double? {
      x.flatMap { x in y.map { (1 - part) * x + part * $0 } }
    }
    return GlassComposition(
      value: wanted, quantity: quantity, fraction: between(a.fraction, b.fraction),
      siteDensity: between(a.siteDensity, b.siteDensity),
      shares: a.shares.merging(b.shares) { (1 - part) * $0 + part * $1 },
      inclusionShare: between(a.inclusionShare, b.inclusionShare))
  }
}
