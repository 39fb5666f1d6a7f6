import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// One independent copy of a point: its engine, its random stream and what it has recorded.
///
/// An actor, so that a replica is advanced by one thread at a time, whichever that is.
actor Replica {
  var engine: Engine
  var record: DisplacementRecord?
  var structure: StructureRecord?
  var planes: PlaneOccupation?
  private let coordinates: HarmonicCoordinates?
  var pairing: PairingRecord?
  var chains: ChainRecord?
  private let bonds: BondSample
  /// Pieces of the equilibration that are done.
  var pieces = 0
  var equilibrationHops = 0
  var equilibrationHopsPerClass: [Int]
  var equilibrationSkipped: [Double]

  /// - Parameters:
  ///   - sampling: how it will be sampled; nil before that is known.
  ///   - saved: the state of an earlier replica of the same point, to go on from.
  /// - Throws: `EngineError`; `StateError` for a state of another point.
  init(
    _ plan: EnginePlan, bonds: BondSample, planes: SlabPlanes? = nil,
    coordinates: HarmonicCoordinates? = nil,
    polymer: (pairing: PairingRecord?, chains: ChainRecord?) = (nil, nil), generator: String,
    seed: StreamSeed, sampling: SamplingPlan? = nil, from saved: StateReader? = nil
  ) async throws {
    self.bonds = bonds
    self.coordinates = coordinates
    self.planes = planes.map(PlaneOccupation.init)
    (pairing, chains) = polymer
    engine = try Engine(plan, generator: generator, seed: seed.value)
    equilibrationHopsPerClass = plan.network.hopClasses.map { _ in 0 }
    equilibrationSkipped = plan.network.hopClasses.map { _ in 0 }
    if var saved, let sampling { try readState(from: &saved, sampling) }
  }

  /// Leaves the initial state behind (s of physical time), or pauses on the way, which changes nothing.
  ///
  /// - Returns: true when that is done.
  func equilibrate(for duration: Double, pauseAfter seconds: Double) -> Bool {
    let all = max(
      1, (duration * engine.plan.expectedStepRate / Self.hopsBetweenLooks).rounded(.up))
    let pause = Date(timeIntervalSinceNow: seconds)
    while pieces < Int(all), !Task.isCancelled {
      engine.advance(by: duration / all)
      pieces += 1
      if Date() > pause { break }
    }
    guard pieces >= Int(all) else { return false }
    // A replica that was read from a checkpoint has sampled since.
    if record != nil { return true }
    equilibrationHops = engine.hops
    equilibrationHopsPerClass = engine.hopsPerClass
    equilibrationSkipped = engine.skippedHopsPerClass
    return true
  }

  func newStructure() -> StructureRecord { StructureRecord(engine, bonds: bonds) }

  func newRecord(_ plan: SamplingPlan) -> DisplacementRecord {
    DisplacementRecord(engine, plan: plan, coordinates: coordinates)
  }

  /// A stop is noticed after at most so many hops: some hundredths of a second.
  private static let hopsBetweenLooks = 1e6

  /// Samples until `target` samples are taken, the hop limit is met, time is up, or the task is
  /// cancelled. Where it pauses does not change what it records.
  func sample(_ plan: SamplingPlan, until target: SampleTarget, pauseAfter seconds: Double)
    -> Progress
  {
    var record = self.record ?? newRecord(plan)
    var structure = self.structure ?? newStructure()
    (self.record, self.structure) = (nil, nil)
    let pause = Date(timeIntervalSinceNow: seconds)
    var done = isDone(record, target)
    while !done && !Task.isCancelled {
      let taken = record.takeSample(&engine, hopLimit: remainingHops(target))
      if taken, record.samples % Self.samplesBetweenLooks == 0 { structure.look(at: engine) }
      if taken, record.samples % Self.samplesBetweenPlanes == 0 { planes?.look(at: engine) }
      if taken, record.samples % Self.samplesBetweenLooks == 0 { pairing?.look(at: engine) }
      if taken, let stride = chains?.stride, record.samples % stride == 0 {
        chains?.look(at: engine)
      }
      done = !taken || isDone(record, target)
      if Date() > pause { break }
    }
    (self.record, self.structure) = (record, structure)
    return Progress(samples: record.samples, hops: engine.hops - equilibrationHops, done: done)
  }

  /// Some sixteen hops an ion: neighbours have changed, and looking costs little beside hopping.
  private static let samplesBetweenLooks = 64
  private static let samplesBetweenPlanes = 8

  /// Free and bound ions; nil where none attract each other.
  var census: IonPairing.Census? { pairing?.census }
  /// Times on chains; nil where chains carry no ions.
  var chainRecord: ChainRecord? { chains }

  /// Mean occupation of each plane of a slab; nil without planes, or before a look.
  var planeOccupation: [Double]? { planes?.means }

  private func remainingHops(_ target: SampleTarget) -> Int {
    target.hops.map { $0 - (engine.hops - equilibrationHops) } ?? .max
  }

  private func isDone(_ record: DisplacementRecord, _ target: SampleTarget) -> Bool {
    if target.hops != nil { return remainingHops(target) <= 0 }
    return record.samples >= target.samples
  }

  /// Accepted hops since equilibration.
  var hops: Int { engine.hops - equilibrationHops }

  /// The same by hop class.
  var hopsPerClass: [Int] { zip(engine.hopsPerClass, equilibrationHopsPerClass).map { $0 - $1 } }

  /// Hops that basin steps stood for since equilibration, as expected, by hop class.
  var skippedPerClass: [Double] {
    zip(engine.skippedHopsPerClass, equilibrationSkipped).map { $0 - $1 }
  }

  /// Intervals of time sampled.
  var samples: Int { record?.samples ?? 0 }

  var batches: [Batch] { record?.batches ?? [] }

  /// Nil before sampling.
  var structureRecord: StructureRecord? { structure }

  struct Progress: Sendable {
    let samples: Int
    let hops: Int
    let done: Bool
  }
}

/// How far a replica is to go: so many samples, or exactly so many accepted hops.
struct SampleTarget: Sendable {
  var samples: Int
  var hops: Int?
}
