import Foundation
import IonHop

/// Which reader is fed: FUZZ_READER, one of the names of `readers`.
private let reader: Reader = {
  let name = ProcessInfo.processInfo.environment["FUZZ_READER"] ?? ""
  guard let reader = readers.first(where: { $0.name == name }) else {
    let names = readers.map(\.name).joined(separator: ", ")
    FileHandle.standardError.write(Data("fuzz: set FUZZ_READER to one of \(names)\n".utf8))
    exit(64)
  }
  return reader
}()

/// What libFuzzer calls with each input. A thrown error is a pass; a trap, a hang or more memory than
/// allowed is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let data = start.map { Data(bytes: $0, count: count) } ?? Data()
  do {
    try reader.feed(data)
  } catch {
    // The message must be makeable too.
    precondition(!"\(error)".isEmpty, "an error without a message")
  }
  return 0
}
