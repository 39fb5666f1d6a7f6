import Foundation
import IonHopCore

extension LatticeProposal {
  static let barrierColumns = ["class", "siteA", "siteB", "distance", "barrier", "frequency"]

  /// Takes barriers (eV) and, where given, attempt frequencies (Hz) from a table, one row a class:
  /// by its name, or by its two site kinds and the distance (Å).
  ///
  ///     class,barrier,frequency
  ///     24d-48g,0.26,1e13
  public mutating func readBarriers(_ url: URL) throws(InputError) {
    let table = try InputTable.read(url, known: Self.barrierColumns, required: ["barrier"])
    var given: Set<Int> = []
    for number in 0..<table.count {
      let row = try table.row(number)
      let index = try hopClass(of: row)
      let hint = "give the barrier in eV"
      let barrier = try row.required("barrier", hint).number(.energy, .nonNegative)
      guard given.insert(index).inserted else {
        throw row.place.error("class \"\(hopClasses[index].name)\" is given twice; keep one")
      }
      hopClasses[index].barrier = barrier
      hopClasses[index].frequency = try row["frequency"]?.number(.frequency, .positive)
    }
  }

  private func hopClass(of row: InputMapping) throws(InputError) -> Int {
    let names = hopClasses.map(\.name)
    if let value = row["class"] {
      let name = try value.text("give a class")
      if let index = names.firstIndex(of: name) { return index }
      throw value.error(
        "unknown class \"\(name)\"; \(suggestion(for: name, in: names, what: "proposed classes"))")
    }
    let hint = "give class, or siteA, siteB and distance"
    let ends = [
      try row.required("siteA", hint).text(hint), try row.required("siteB", hint).text(hint),
    ].sorted()
    let place = try row.required("distance", hint)
    let distance = try place.number(.length, .positive)
    let index = hopClasses.firstIndex {
      $0.kinds.sorted() == ends && $0.window.contains(distance)
    }
    guard let index else {
      throw place.error(
        "no proposed class joins \(ends[0]) and \(ends[1]) at \(distance) Å; proposed are \(hopClasses.map { "\($0.name) (\(decimals($0.distance, 3)) Å)" }.joined(separator: ", "))"
      )
    }
    return index
  }

  /// Classes whose barrier or frequency nobody gave.
  public var incompleteClasses: [String] {
    hopClasses.filter { $0.barrier == nil || $0.frequency == nil }.map(\.name)
  }
}

extension InputValue {
  /// The value, unless the importer of structures left it open.
  func known(_ what: String, _ unit: String, of hopClass: String) throws(InputError) -> InputValue {
    guard (try? text()) != "unknown" else {
      throw error(
        "the \(what) of class \"\(hopClass)\" is unknown, a structure file does not tell it; give it in \(unit), from NEB or experiment"
      )
    }
    return self
  }
}
