import CCrystal

/// A CIF file as tags and values, parsed by gemmi.
///
/// The International Union of Crystallography defines the format: S. R. Hall, F. H. Allen,
/// I. D. Brown, Acta Cryst. A47, 655 (1991), DOI 10.1107/S010876739101067X.
final class CIF {
  let file: String
  private let handle: OpaquePointer
  /// The block that lists atoms.
  private let block: Int32
  /// Blocks that list atoms besides the one that is read.
  let otherStructures: Int

  init(text: String, file: String) throws(InputError) {
    var message = [CChar](repeating: 0, count: 300)
    var line: Int32 = 0
    let handle = text.withCString {
      crystal_cif_read($0, text.utf8.count, &message, message.count, &line)
    }
    guard let handle else {
      let words = String(
        decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw InputError(
        file: file, line: line > 0 ? Int(line) : nil,
        message: "not a whole CIF: \(words); check the file from here, it may be cut off")
    }
    let structures = (0..<crystal_cif_blocks(handle)).filter {
      crystal_cif_count(handle, $0, "_atom_site_fract_x") > 0
    }
    guard let first = structures.first else {
      crystal_cif_free(handle)
      throw InputError(
        file: file,
        message: "no atom is listed (_atom_site_fract_x); give a CIF with fractional coordinates")
    }
    (self.file, self.handle, block) = (file, handle, first)
    otherStructures = structures.count - 1
  }

  deinit { crystal_cif_free(handle) }

  func count(_ tag: String) -> Int { Int(crystal_cif_count(handle, block, tag)) }

  /// The value in a row of a loop; nil where the tag is absent or its value unknown.
  func text(_ tag: String, row: Int = 0) -> String? {
    crystal_cif_value(handle, block, tag, Int32(row)).map { String(cString: $0) }
  }

  /// The first of several tags that is present: dictionaries renamed many.
  func text(_ tags: [String]) -> String? { tags.lazy.compactMap { self.text($0) }.first }

  func all(_ tag: String) -> [String] { (0..<count(tag)).compactMap { text(tag, row: $0) } }

  func error(_ tag: String, _ message: String) -> InputError {
    let line = Int(crystal_cif_line(handle, block, tag))
    return InputError(file: file, line: line > 0 ? line : nil, keyPath: tag, message: message)
  }

  /// A number without the uncertainty of its last digits, as in `9.1863(5)`.
  func number(_ tag: String, row: Int = 0, of what: String = "") throws(InputError) -> Double? {
    guard let text = text(tag, row: row) else { return nil }
    let bare = text.prefix { $0 != "(" }
    guard let value = Double(bare), value.isFinite else {
      throw error(tag, "\"\(text)\"\(what) is not a number; correct it")
    }
    return value
  }
}
