import Foundation
import IonHopAnalysis
import IonHopCore
import Synchronization

/// What is kept of a point at work: enough to go on as if nothing had happened, to the bit.
struct PointCheckpoint {
  /// What the point is; see `PointRunner.identity`.
  let identity: String
  /// Wall time spent on the point so far (s).
  let seconds: Double
  let stage: Stage

  enum Stage {
    /// The pilot is looking for equilibrium.
    case pilot(StateReader)
    case replicas(Pilot, RoundLog, [StateReader])
  }

  private static let pilotStage: UInt8 = 0
  private static let replicaStage: UInt8 = 1

  // MARK: Reading

  /// - Parameters:
  ///   - pieces: of a `CheckpointFile`.
  ///   - identity: what the point must be.
  /// - Throws: `StateError`
  init(_ pieces: [ArraySlice<UInt8>], identity: String, replicas: Int) throws(StateError) {
    guard let first = pieces.first else { throw .endsEarly }
    var head = StateReader(first)
    self.identity = try head.text("name of the point")
    guard self.identity == identity else { throw .unfit("study or version of the program") }
    seconds = try head.number()
    guard seconds.isFinite, seconds >= 0 else { throw .unfit("time spent") }
    switch try head.number(UInt8.self) {
    case Self.pilotStage:
      guard pieces.count == 2 else { throw .unfit("number of pieces") }
      stage = .pilot(StateReader(pieces[1]))
    case Self.replicaStage:
      let pilot = try Pilot(from: &head)
      let rounds = try RoundLog(from: &head)
      guard pieces.count == 1 + replicas else { throw .unfit("number of replicas") }
      stage = .replicas(pilot, rounds, pieces.dropFirst().map { StateReader($0) })
    default: throw .unfit("stage")
    }
  }

  // MARK: Writing

  static func pilotHead(identity: String, seconds: Double) -> [UInt8] {
    var writer = StateWriter()
    writer.write(identity)
    writer.write(seconds)
    writer.write(pilotStage)
    return writer.bytes
  }

  static func head(
    identity: String, seconds: Double, _ pilot: Pilot, _ rounds: RoundLog
  ) -> [UInt8] {
    var writer = StateWriter()
    writer.write(identity)
    writer.write(seconds)
    writer.write(replicaStage)
    pilot.writeState(to: &writer)
    rounds.writeState(to: &writer)
    return writer.bytes
  }
}

/// When the next checkpoint of a point is due.
final class CheckpointClock: Sendable {
  private let interval: Double
  private let next: Mutex<Date>

  /// Share of a point's time that writing may take.
  private static let mostWriting = 0.05

  /// - Parameter interval: seconds between two checkpoints.
  init(interval: Double) {
    self.interval = interval
    next = Mutex(Date(timeIntervalSinceNow: interval))
  }

  var isDue: Bool { next.withLock { Date() > $0 } }

  /// Begins to count anew, after a checkpoint that was begun at `start`.
  func restart(from start: Date) {
    let pause = max(interval, Date().timeIntervalSince(start) / Self.mostWriting)
    next.withLock { $0 = Date(timeIntervalSinceNow: pause) }
  }
}

extension PointRunner {
  /// All that the point's random path and its decisions depend on; of one that may be extended, all but
  /// where it ends.
  func identity(_ plan: EnginePlan) -> String {
    let wish = study.sampling
    let length =
      wish.extendable
      ? ["extendable, \(wish.target)"]
      : [
        wish.hops.map { "\($0) hops" } ?? "\(wish.target) to \(wish.relativeError)",
        "at most \(wish.maxHops) hops",
      ]
    return
      ([
        BuildInfo.version, study.settings, String(study.streamSeed.value, radix: 16),
        "\(temperature) K",
      ] + length + [
        "\(wish.replicas) replicas",
        "\(wish.equilibration)", study.generator,
        "\(plan.network.siteCount) sites", "\(plan.network.hopCount) hops", "\(plan.ions) ions",
        "\(plan.carriers)", "\(plan.selector)", "basins \(plan.usesBasins)",
        String(plan.expectedStepRate.bitPattern, radix: 16),
      ]).joined(separator: "; ")
  }

  /// The name of the point's file.
  func key(_ identity: String) -> String {
    let name = String(
      identity.utf8.reduce(StreamSeed(study: 0)) { $0.mixed(with: UInt64($1)) }.value, radix: 16)
    return study.sampling.extendable ? CheckpointStore.lasting + name : name
  }

  /// Where the point is kept; nil where it is not, as nothing would know it again.
  var store: CheckpointStore? {
    study.settings.isEmpty || study.sampling.checkpoint == 0 ? nil : study.checkpoints
  }

  /// The point as the last whole checkpoint has it; nil without one.
  func restored(_ plan: EnginePlan, _ identity: String) async throws -> OpenPoint? {
    guard let store else { return nil }
    let files = store.candidates(key(identity))
    for (index, file) in files.enumerated() {
      let isLast = index == files.count - 1
      do {
        let saved = try PointCheckpoint(
          try CheckpointFile.read(file), identity: identity, replicas: study.sampling.replicas)
        return try await opened(plan, identity, saved)
      } catch let error as CheckpointFile.Damage {
        store.damaged(file, error, isLast: isLast)
      } catch let error as StateError {
        store.damaged(file, error, isLast: isLast)
      }
    }
    return nil
  }

  /// Keeps the point if it is time to, or at once.
  func keep(_ point: OpenPoint, atOnce: Bool = false) async {
    guard let store, atOnce || point.clock.isDue else { return }
    let key = self.key(point.identity)
    let began = Date()
    let head = PointCheckpoint.head(
      identity: point.identity, seconds: began.timeIntervalSince(point.started), point.pilot,
      point.rounds)
    do {
      let writer = try store.open(key)
      try writer.append(head)
      for replica in point.replicas { try writer.append(await replica.state) }
      try writer.commit()
      store.succeeded()
    } catch {
      store.failed(key, error)
    }
    point.clock.restart(from: began)
  }

  /// Keeps a pilot at work if it is time to, or if it is being stopped.
  func keep(
    _ engine: borrowing Engine, _ energies: [Double], _ identity: String, since started: Date,
    _ clock: CheckpointClock
  ) {
    guard let store, Task.isCancelled || clock.isDue else { return }
    let key = self.key(identity)
    let began = Date()
    do {
      let writer = try store.open(key)
      try writer.append(
        PointCheckpoint.pilotHead(
          identity: identity, seconds: began.timeIntervalSince(started)))
      try writer.append(Pilot.state(engine, energies))
      try writer.commit()
      store.succeeded()
    } catch {
      store.failed(key, error)
    }
    clock.restart(from: began)
  }

  /// Says that the point's results are all that was asked, and its files are of no more use unless it may
  /// be extended.
  func finish(_ point: OpenPoint) {
    if !study.sampling.extendable { store?.finish(key(point.identity)) }
  }
}
