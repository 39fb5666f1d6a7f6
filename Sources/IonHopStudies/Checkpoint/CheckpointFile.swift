import CZlib
import Foundation
import IonHopCore

/// A file of pieces of bytes that knows whether it is whole.
///
///     IONHOPCP  version  { length  bytes } ...  CRC-32 of all before
///
/// Written beside its place, synchronised, and renamed; the one that stood there before keeps a name of
/// its own. Power may fail at any moment: afterwards one of the two is there, whole.
enum CheckpointFile {
  static let magic = Array("IONHOPCP".utf8)
  static let version: UInt32 = 2
  /// What the file before the last is called.
  static func previous(of file: URL) -> URL { file.appendingPathExtension("previous") }

  /// What it is called until it is whole.
  static func draft(of file: URL) -> String {
    file.deletingLastPathComponent().path + "/.\(file.lastPathComponent).draft"
  }

  static func remove(_ file: URL) {
    for path in [file.path, previous(of: file).path, draft(of: file)] { unlink(path) }
  }

  enum Damage: Error, Equatable, CustomStringConvertible {
    case unreadable(String)
    case noCheckpoint
    case checksum
    case unknownVersion(UInt32)

    var description: String {
      switch self {
      case .unreadable(let reason): reason
      case .noCheckpoint: "it is no checkpoint, or its beginning is damaged"
      case .checksum: "its checksum differs: it is cut short or damaged"
      case .unknownVersion(let version): "its format \(version) is not known to this version"
      }
    }
  }

  /// The pieces of a file.
  ///
  /// - Throws: `Damage`
  static func read(_ file: URL) throws(Damage) -> [ArraySlice<UInt8>] {
    let data: Data
    do { data = try Data(contentsOf: file, options: .mappedIfSafe) } catch {
      throw .unreadable(ResultFiles.reason(error))
    }
    return try pieces(of: [UInt8](data))
  }

  static func pieces(of bytes: [UInt8]) throws(Damage) -> [ArraySlice<UInt8>] {
    let end = bytes.count - MemoryLayout<UInt32>.size
    guard end >= magic.count + MemoryLayout<UInt32>.size, bytes.starts(with: magic) else {
      throw .noCheckpoint
    }
    let sum = bytes.withUnsafeBytes { ionhop_crc32(0, $0.baseAddress, end) }
    let stored = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: end, as: UInt32.self) }
    guard sum == UInt32(littleEndian: stored) else { throw .checksum }
    var reader = StateReader(bytes[magic.count..<end])
    do {
      let version = try reader.number(UInt32.self)
      guard version == Self.version else { throw Damage.unknownVersion(version) }
      var pieces: [ArraySlice<UInt8>] = []
      while !reader.isAtEnd { pieces.append(try reader.piece()) }
      return pieces
    } catch let error as Damage {
      throw error
    } catch {
      throw .checksum
    }
  }

  /// Writes a checkpoint piece by piece, so that no more than a piece need be in memory.
  final class Writer {
    private let file: URL
    private let draft: String
    private let handle: Int32
    private var sum: UInt32 = 0
    private var isOpen = true

    init(
      _ file: URL, version: UInt32 = CheckpointFile.version
    ) throws(DurableFile.Failure) {
      self.file = file
      draft = CheckpointFile.draft(of: file)
      handle = Foundation.open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
      guard handle >= 0 else { throw DurableFile.Failure(code: errno) }
      try put(magic)
      var head = StateWriter()
      head.write(version)
      try put(head.bytes)
    }

    deinit { discard() }

    func append(_ piece: [UInt8]) throws(DurableFile.Failure) {
      var head = StateWriter()
      head.write(piece.count)
      try put(head.bytes)
      try put(piece)
    }

    private func put(_ bytes: [UInt8]) throws(DurableFile.Failure) {
      sum = bytes.withUnsafeBytes { ionhop_crc32(sum, $0.baseAddress, $0.count) }
      do throws(DurableFile.Failure) { try DurableFile.write(bytes, to: handle) } catch {
        discard()
        throw error
      }
    }

    /// Puts the file in its place; what stood there becomes the previous one.
    func commit() throws(DurableFile.Failure) {
      var tail = StateWriter()
      tail.write(sum)
      try put(tail.bytes)
      guard fsync(handle) == 0, Foundation.close(handle) == 0 else {
        let failure = DurableFile.Failure(code: errno)
        discard()
        throw failure
      }
      isOpen = false
      if rename(file.path, previous(of: file).path) != 0, errno != ENOENT {
        throw DurableFile.Failure(code: errno)
      }
      guard rename(draft, file.path) == 0 else { throw DurableFile.Failure(code: errno) }
      DurableFile.synchronise(file.deletingLastPathComponent().path)
    }

    private func discard() {
      guard isOpen else { return }
      isOpen = false
      Foundation.close(handle)
      unlink(draft)
    }
  }
}

extension StateReader {
  /// Bytes with their length before them.
  fileprivate mutating func piece() throws(StateError) -> ArraySlice<UInt8> {
    try bytes(count: try number(Int.self))
  }
}
