import Foundation

/// What is handed to a rank at a time: a temperature of a variant, as shards have them.
struct FarmTask: Codable, Sendable, Hashable {
  /// Places in the sweep and in the variant's temperatures, from 0.
  var variant: Int
  var temperature: Int
}

/// From rank 0 to another.
enum FarmOrder: Codable, Sendable {
  case run(FarmTask)
  /// Leave the task at work, if any, and answer no more after that.
  case stop
}

/// From another rank to rank 0.
enum FarmWord: Codable, Sendable {
  /// It waits for its first task.
  case ready
  /// It is alive, and its task at work: no answer is due.
  case atWork
  case done(FarmReply)
}

/// What became of a task.
struct FarmReply: Codable, Sendable {
  var task: FarmTask
  /// With the task's point, whole or cut short; nil where nothing was sampled.
  var results: StudyResults?
  var failure: String?
}

/// Messages are JSON as in results files, so that numbers keep every bit and may be infinite.
enum FarmMessage {
  static func data(_ message: some Encodable) throws -> Data {
    Data(try ResultFiles.line(message).utf8)
  }

  static func read<Message: Decodable>(_ kind: Message.Type, _ data: Data) throws -> Message {
    try ResultFiles.decoder.decode(kind, from: data)
  }

  /// How long a rank sleeps before it looks for messages again (s): next to nothing beside a task, and
  /// unlike waiting inside MPI it takes no processor from sampling.
  static let secondsBetweenLooks = 0.005
}
