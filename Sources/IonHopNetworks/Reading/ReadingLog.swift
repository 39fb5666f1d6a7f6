import Synchronization

/// What the readers of files ask for while it is in force: the keys that a mapping may have, and what
/// a value is read as. The schema of the study file is held against it.
///
///     let log = ReadingLog()
///     try ReadingLog.$current.withValue(log) { _ = try Study.read(file) }
///     log.entries(of: "study.yaml")
package final class ReadingLog: Sendable {
  @TaskLocal package static var current: ReadingLog?

  package enum Wanted: Hashable, Sendable {
    /// A mapping with these keys and no others.
    case keys([String])
    /// A number in this unit, empty for a bare number.
    case number(unit: String)
    case wholeNumber, truth
    case choice([String])
  }

  package struct Entry: Hashable, Sendable {
    package let file: String
    package let keyPath: String
    package let wanted: Wanted

    package init(file: String, keyPath: String, wanted: Wanted) {
      (self.file, self.keyPath, self.wanted) = (file, keyPath, wanted)
    }
  }

  private let all = Mutex<Set<Entry>>([])

  package init() {}

  func note(_ wanted: Wanted, at value: InputValue) {
    let entry = Entry(file: value.file, keyPath: value.keyPath, wanted: wanted)
    all.withLock { _ = $0.insert(entry) }
  }

  /// What was read of one file, in the order of the key paths.
  package func entries(of file: String) -> [Entry] {
    all.withLock { $0.filter { $0.file == file } }.sorted { $0.keyPath < $1.keyPath }
  }
}
