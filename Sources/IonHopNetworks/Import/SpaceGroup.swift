import CCrystal
import IonHopCore

/// Space groups by spglib: A. Togo, K. Shinohara, I. Tanaka, Sci. Technol. Adv. Mater.: Methods 4,
/// 2384822 (2024), DOI 10.1080/27660400.2024.2384822.
enum SpaceGroup {
  /// What a file says about its group.
  struct Query {
    let hall: String?
    let hermannMauguin: String?
    let number: Int?
    /// The cell has gamma = 120°: hexagonal axes of a rhombohedral group.
    let isHexagonal: Bool
  }

  enum Answer: Equatable {
    case found([SymmetryOperation])
    case unknown
    case twoOrigins
  }

  /// The operations of a named group, in its setting.
  static func operations(_ query: Query) -> Answer {
    let settings = (1...530).map { Setting(hallNumber: Int32($0)) }
    if let hall = query.hall.map(bare), let setting = settings.first(where: { $0.hall == hall }) {
      return setting.answer
    }
    let (symbol, choice) = query.hermannMauguin.map(symbolAndChoice) ?? ("", nil)
    let full = settings.filter { $0.names.contains(symbol) }
    let named = full.isEmpty ? settings.filter { $0.short == symbol } : full
    var candidates = named.isEmpty ? settings.filter { $0.number == query.number } : named
    if let choice { candidates = candidates.filter { $0.choice == choice } }
    if candidates.contains(where: { $0.choice == "H" }) {
      candidates = candidates.filter { $0.choice == (query.isHexagonal ? "H" : "R") }
    }
    guard let first = candidates.first else { return .unknown }
    let origins = Set(candidates.filter { $0.number == first.number }.map(\.choice))
    return origins.isSuperset(of: ["1", "2"]) ? .twoOrigins : first.answer
  }

  /// Symbol without spaces, and the choice after a colon or, for axes and the origins S and Z of
  /// some databases, after a space.
  private static func symbolAndChoice(_ text: String) -> (String, String?) {
    let colon = text.split(separator: ":").map(String.init)
    if colon.count == 2 { return (bare(colon[0]), bare(colon[1]).uppercased()) }
    let words = text.split(separator: " ").map(String.init)
    let choices = ["H": "H", "R": "R", "S": "1", "Z": "2"]
    if words.count > 2, let last = words.last, let choice = choices[last] {
      return (bare(words.dropLast().joined()), choice)
    }
    return (bare(text), nil)
  }

  /// Lower case, without the spaces and underscores that sources place differently.
  private static func bare(_ text: String) -> String {
    text.lowercased().filter { !$0.isWhitespace && $0 != "_" }
  }

  /// One of the 530 tabulated settings.
  private struct Setting {
    let hallNumber: Int32
    let number: Int
    let choice: String
    let hall: String
    let short: String
    let names: [String]

    init(hallNumber: Int32) {
      self.hallNumber = hallNumber
      let type = spg_get_spacegroup_type(hallNumber)
      number = Int(type.number)
      choice = name(type.choice)
      hall = bare(name(type.hall_symbol))
      short = bare(name(type.international_short))
      names = [bare(name(type.international_full))]
    }

    var answer: Answer {
      var rotations = [Rotation](repeating: ((0, 0, 0), (0, 0, 0), (0, 0, 0)), count: 192)
      var translations = [Triple](repeating: (0, 0, 0), count: 192)
      let count = spg_get_symmetry_from_database(&rotations, &translations, hallNumber)
      let operations = (0..<Int(count)).compactMap {
        SymmetryOperation(rotations[$0], translations[$0])
      }
      return operations.count == Int(count) && count > 0 ? .found(operations) : .unknown
    }
  }
}

typealias Triple = (Double, Double, Double)
typealias Rotation = ((Int32, Int32, Int32), (Int32, Int32, Int32), (Int32, Int32, Int32))

/// A C array of characters as text.
func name<Characters>(_ characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}

extension SymmetryOperation {
  /// Nil if the translation is no whole number of 24ths.
  init?(_ rotation: Rotation, _ translation: Triple) {
    func row(_ r: (Int32, Int32, Int32)) -> SIMD3<Int> { SIMD3(Int(r.0), Int(r.1), Int(r.2)) }
    let shift = 24 * SIMD3(translation.0, translation.1, translation.2)
    let whole = shift.rounded(.toNearestOrEven)
    // An operation found in a structure is as exact as its atoms.
    let rest = shift - whole
    guard (rest * rest).max() < 0.02 * 0.02 else { return nil }
    let folded = SIMD3<Int>(whole)
    self.init(
      rows: [row(rotation.0), row(rotation.1), row(rotation.2)],
      shift: SIMD3((folded.x % 24 + 24) % 24, (folded.y % 24 + 24) % 24, (folded.z % 24 + 24) % 24))
  }
}
