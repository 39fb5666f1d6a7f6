import Foundation
import IonHopNetworks
import Testing

/// One line that names the file, the key, and the value or the mend.
func expect(
  _ error: InputError?, names file: String, _ key: String, _ mention: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let message = error?.description else { return }
  for part in [file, key, mention] {
    #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation)
  }
  #expect(!message.contains { $0.isNewline }, "\(message)", sourceLocation: sourceLocation)
  #expect(message.count < 1000, "\(message)", sourceLocation: sourceLocation)
}

/// A folder that vanishes with its owner.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("ionhop-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func url(_ name: String) -> URL { url.appendingPathComponent(name) }
}
