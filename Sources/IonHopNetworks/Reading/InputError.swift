/// What is wrong with an input file: one line with the place, the value and the mend.
///
///     study.yaml:7: model.crystal.supercell[1]: "x" is not a whole number; give three whole numbers such as [4, 4, 4]
public struct InputError: Error, Equatable {
  /// The file as the user named it; empty where no file is at fault.
  public var file: String
  /// Counted from one.
  public var line: Int?
  /// For example `model.crystal.supercell[1]`; empty where the file as a whole is at fault.
  public var keyPath: String
  /// What is wrong, and the mend.
  public var message: String

  /// An error at a line and key of a file.
  public init(file: String, line: Int? = nil, keyPath: String = "", message: String) {
    self.file = file
    self.line = line
    self.keyPath = keyPath
    self.message = message
  }
}

extension InputError: CustomStringConvertible {
  /// File, line, key and message in one line.
  public var description: String {
    let place = file.isEmpty ? "" : line.map { "\(file):\($0): " } ?? "\(file): "
    let text = place + (keyPath.isEmpty ? "" : "\(keyPath): ") + message
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
