import Foundation
import IonHopCore
import Synchronization

/// The folder where points at work are kept, so that a run that ends in whatever way goes on from there.
///
///     study.checkpoints = CheckpointStore(folder) { print("warning: \($0)") }
///
/// Each point has a file of its own, named after what its random path depends on, and the one before it.
/// What goes wrong with a checkpoint is told and never ends a run: it only costs the time since the last.
public final class CheckpointStore: Sendable {
  /// Where the files lie.
  public let folder: URL
  private let notice: @Sendable (String) -> Void
  private let state = Mutex(State())

  private struct State {
    var finished: Set<String> = []
    /// Told once: a full disk stays full.
    var lastFailure = ""
  }

  /// - Parameter notice: told of damaged files and of failures to write, in a sentence.
  public init(_ folder: URL, notice: @escaping @Sendable (String) -> Void = { _ in }) {
    self.folder = folder
    self.notice = notice
  }

  // MARK: Files

  func file(_ key: String) -> URL { folder.appending(path: "\(key).checkpoint") }

  /// A file to keep a point in.
  ///
  /// - Throws: `DurableFile.Failure`, or Foundation's error where the folder cannot be made.
  func open(_ key: String) throws -> CheckpointFile.Writer {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try CheckpointFile.Writer(file(key))
  }

  func succeeded() { state.withLock { $0.lastFailure = "" } }

  func failed(_ key: String, _ error: any Error) {
    failed(
      "\(file(key).path): the checkpoint cannot be written (\(ResultFiles.reason(error))); the run goes on and the last one is kept; free some space, or stop and resume with a copy of the folder elsewhere"
    )
  }

  private func failed(_ message: String) {
    let isNew = state.withLock { state in
      defer { state.lastFailure = message }
      return state.lastFailure != message
    }
    if isNew { notice(message) }
  }

  /// The files that are kept of a point, the last one first.
  func candidates(_ key: String) -> [URL] {
    [file(key), CheckpointFile.previous(of: file(key))]
      .filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  func damaged(_ file: URL, _ error: any Error, isLast: Bool) {
    notice(
      "\(file.path): the checkpoint cannot be used (\(error)); "
        + (isLast ? "this temperature starts anew" : "the previous one is used"))
  }

  // MARK: When a point is done

  /// How the names of points begin that are kept when they are done.
  static let lasting = "extendable-"

  /// A point has all that was asked; its files go with the next `discardFinished`.
  func finish(_ key: String) { state.withLock { _ = $0.finished.insert(key) } }

  /// Removes the files of finished points: to be called when their results are on the disk.
  public func discardFinished() {
    let keys = state.withLock { state in
      defer { state.finished = [] }
      return state.finished
    }
    for key in keys { CheckpointFile.remove(file(key)) }
  }

  /// Removes all that is kept, and the folder, but for points that may be extended: to be called when a
  /// whole study's results are on the disk.
  public func discardAll() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.contains(".checkpoint") && !name.hasPrefix(Self.lasting) {
      unlink(folder.appending(path: name).path)
    }
    rmdir(folder.path)
  }

  /// Gives checkpoints of an earlier run, which is not resumed, another name; those that have it go.
  ///
  /// - Returns: where they are now; nil where there were none.
  public func setAside() throws(ResultFileError) -> URL? {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    guard files.contains(where: { $0.hasSuffix(".checkpoint") }) else { return nil }
    let other = folder.deletingLastPathComponent()
      .appending(path: "\(folder.lastPathComponent)-previous")
    do {
      if FileManager.default.fileExists(atPath: other.path) {
        try FileManager.default.removeItem(at: other)
      }
      try FileManager.default.moveItem(at: folder, to: other)
    } catch {
      throw .unwritable(folder.path, reason: ResultFiles.reason(error))
    }
    return other
  }
}
