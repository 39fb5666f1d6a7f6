import Foundation

/// What was built: part of every result file.
public enum BuildInfo {
  /// Of the program, by semantic versioning.
  public static let version = "0.1.0"

  /// The commit of the sources: from the environment variable IONHOP_COMMIT if set, else asked of
  /// git in the folder that holds the executable; "unknown" where neither knows.
  public static let commit: String = {
    if let given = ProcessInfo.processInfo.environment["IONHOP_COMMIT"] { return given }
    let git = Process()
    git.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    git.arguments = [
      "git", "-C", Bundle.main.bundleURL.resolvingSymlinksInPath().path, "describe", "--always",
      "--dirty", "--abbrev=12",
    ]
    let output = Pipe()
    git.standardOutput = output
    git.standardError = FileHandle.nullDevice
    guard (try? git.run()) != nil else { return "unknown" }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    git.waitUntilExit()
    let commit = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return git.terminationStatus == 0 && !commit.isEmpty ? commit : "unknown"
  }()

  /// Operating system and processor.
  public static var platform: String {
    #if arch(x86_64)
      let processor = "x86_64"
    #elseif arch(arm64)
      let processor = "arm64"
    #else
      let processor = "other"
    #endif
    return "\(ProcessInfo.processInfo.operatingSystemVersionString), \(processor)"
  }
}
