import IonHop

/// The engine inside another program: swift run -c release --package-path Examples/Embedding
///
/// Each file shows one thing. What must hold is checked, and the program fails if it does not.
@main
struct Embedding {
  static func main() async throws {
    try await watchAStudy()
    try await stopAStudy()
    try await runTwoAtOnce()
    try followYourOwnModel()
    readYourUsersFiles()
  }
}

/// What a check found wrong.
struct Failure: Error, CustomStringConvertible {
  let description: String
}

func check(_ holds: Bool, _ claim: String) throws {
  guard holds else { throw Failure(description: "does not hold: \(claim)") }
}
