import IonHopCore

extension StructureRecord {
  /// Writes the record for a checkpoint.
  public func writeState(to writer: inout StateWriter) {
    writer.write(batches.count)
    for batch in batches { batch.writeState(to: &writer) }
    open.writeState(to: &writer)
    writer.write(looksPerBatch)
    writer.write(lastHops)
    writer.write(start)
    writer.write(hasMoved.map { UInt8($0 ? 1 : 0) })
  }

  /// Takes the state of another record of the same bonds and engine.
  ///
  /// - Throws: `StateError`
  public mutating func readState(from reader: inout StateReader) throws(StateError) {
    let count = try reader.count(in: 0...Self.capacity, "number of batches")
    batches = Array(repeating: emptySums, count: count)
    for index in batches.indices { try batches[index].readState(from: &reader) }
    open = emptySums
    try open.readState(from: &reader)
    looksPerBatch = try reader.count(in: 1...Int.max, "looks a batch")
    lastHops = try reader.numbers(count: lastHops.count, "hops of each class")
    start = try reader.numbers(count: start.count, "ion positions")
    hasMoved = try reader.numbers(UInt8.self, count: hasMoved.count, "moved ions").map { $0 != 0 }
  }
}

extension StructureSums {
  func writeState(to writer: inout StateWriter) {
    writer.write(looks)
    writer.write(occupied)
    writer.write(together)
    writer.write(hops)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    looks = try reader.number()
    occupied = try reader.numbers(count: occupied.count, "occupation")
    together = try reader.numbers(count: together.count, "pairs")
    hops = try reader.numbers(count: hops.count, "hops of each class")
  }
}
