import IonHopAnalysis
import IonHopCore

extension Replica {
  /// All that the replica's future and results depend on, its plan apart.
  var state: [UInt8] {
    var writer = StateWriter()
    engine.writeState(to: &writer)
    writer.write([pieces, equilibrationHops])
    writer.write(equilibrationHopsPerClass)
    writer.write(equilibrationSkipped)
    planes?.writeState(to: &writer)
    pairing?.writeState(to: &writer)
    chains?.writeState(to: &writer)
    writer.write(record != nil)
    record?.writeState(to: &writer)
    structure?.writeState(to: &writer)
    return writer.bytes
  }

  /// Takes the state of an earlier replica of the same point.
  ///
  /// - Throws: `StateError`
  func readState(
    from reader: inout StateReader, _ sampling: SamplingPlan
  ) throws(StateError) {
    try engine.readState(from: &reader)
    let counters = try reader.numbers(Int.self, count: 2, "equilibration")
    guard counters.allSatisfy({ $0 >= 0 }) else { throw .unfit("equilibration") }
    (pieces, equilibrationHops) = (counters[0], counters[1])
    let classes = equilibrationHopsPerClass.count
    equilibrationHopsPerClass = try reader.numbers(count: classes, "hops of each class")
    equilibrationSkipped = try reader.numbers(count: classes, "skipped hops")
    try planes?.readState(from: &reader)
    try pairing?.readState(from: &reader)
    try chains?.readState(from: &reader)
    guard try reader.flag() else { return }
    var (record, structure) = (newRecord(sampling), newStructure())
    try record.readState(from: &reader)
    try structure.readState(from: &reader)
    guard reader.isAtEnd else { throw .unfit("length") }
    (self.record, self.structure) = (record, structure)
  }
}
