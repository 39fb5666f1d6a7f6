import Foundation

/// Replaces files so that power may fail at any moment: afterwards there is the old file or the new
/// one, whole.
///
/// Written beside the file, synchronised, renamed over it; then the folder is synchronised, without
/// which the new name could be lost.
enum DurableFile {
  struct Failure: Error, CustomStringConvertible {
    let code: Int32
    var description: String { String(cString: strerror(code)) }
  }

  static func replace(_ file: URL, with data: Data) throws(Failure) {
    try replace(file) { append throws(Failure) in try append(data) }
  }

  /// The same for a file that is written piece by piece.
  static func replace(
    _ file: URL, writing: ((Data) throws(Failure) -> Void) throws(Failure) -> Void
  ) throws(Failure) {
    let folder = file.deletingLastPathComponent().path
    let draft = folder + "/.\(file.lastPathComponent).\(UUID().uuidString)"
    let handle = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard handle >= 0 else { throw Failure(code: errno) }
    do throws(Failure) {
      try writing { data throws(Failure) in try write(data, to: handle) }
      guard fsync(handle) == 0 else { throw Failure(code: errno) }
    } catch {
      close(handle)
      unlink(draft)
      throw error
    }
    guard close(handle) == 0, rename(draft, file.path) == 0 else {
      let failure = Failure(code: errno)
      unlink(draft)
      throw failure
    }
    synchronise(folder)
  }

  static func write(_ data: some ContiguousBytes, to handle: Int32) throws(Failure) {
    let failure: Int32? = data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = unsafeWrite(handle, bytes[done...])
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return errno }
        done += count
      }
      return nil
    }
    if let failure { throw Failure(code: failure) }
  }

  private static func unsafeWrite(_ handle: Int32, _ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
    let part = UnsafeRawBufferPointer(rebasing: bytes)
    return Foundation.write(handle, part.baseAddress, part.count)
  }

  /// Some file systems refuse to synchronise a folder; the file itself is safe by then.
  static func synchronise(_ folder: String) {
    let handle = open(folder, O_RDONLY)
    guard handle >= 0 else { return }
    fsync(handle)
    close(handle)
  }
}
