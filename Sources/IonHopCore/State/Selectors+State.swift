/// What each selector must keep beyond the gas, so that it goes on to the bit.

extension NullEventSelector {
  /// Attempts are drawn and used within one call.
  func writeState(to writer: inout StateWriter) { renewal.writeState(to: &writer) }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    try renewal.readState(from: &reader)
  }
}

extension CompositionRejectionSelector {
  func writeState(to writer: inout StateWriter) {
    groups.writeState(to: &writer)
    renewal.writeState(to: &writer)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    try groups.readState(from: &reader)
    try renewal.readState(from: &reader)
  }
}

extension RejectionFreeSelector {
  func writeState(to writer: inout StateWriter) {
    levels.writeState(to: &writer)
    groups.writeState(to: &writer)
    groupOfHop.writeState(to: &writer)
    renewal.writeState(to: &writer)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    try levels.readState(from: &reader)
    try groups.readState(from: &reader)
    try groupOfHop.readState(from: &reader, "groups of hops")
    try renewal.readState(from: &reader)
  }
}

extension BasinSelector {
  /// Between calls nobody is inside a basin, and no exit waits.
  func writeState(to writer: inout StateWriter) {
    groups.writeState(to: &writer)
    population.writeState(to: &writer)
    writer.write(skipped.perClass)
    writer.write(skipped.squaredLengths)
    writer.write(stays)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    try groups.readState(from: &reader)
    try population.readState(from: &reader, in: 0...Int32.max, "carriers in basins")
    skipped.perClass = try reader.numbers(count: skipped.perClass.count, "skipped hops")
    skipped.squaredLengths = try reader.number()
    stays = try reader.count(in: 0...Int.max, "number of stays")
  }
}

extension RateGroups {
  /// The order of the members counts: it decides whom a random number means. Weights and their total
  /// are sums without rounding, or in a fixed order, so they are made anew.
  func writeState(to writer: inout StateWriter) {
    members.writeState(to: &writer)
    chunks.writeState(to: &writer)
    spare.writeState(to: &writer)
    writer.write(spareCount)
    counts.writeState(to: &writer)
    order.writeState(to: &writer)
    writer.write(movesToRenewal)
    number.writeState(to: &writer)
    group.writeState(to: &writer)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    let items = Int32(truncatingIfNeeded: number.count)
    let most = Int32(truncatingIfNeeded: max(0, spare.count - 1))
    let groups = UInt16(truncatingIfNeeded: counts.count)
    try members.readState(from: &reader, in: 0...max(0, items - 1), "group members")
    try chunks.readState(from: &reader, in: 0...most, "chunks of groups")
    try spare.readState(from: &reader, in: 0...most, "spare chunks")
    spareCount = try reader.count(in: 0...spare.count, "number of spare chunks")
    try counts.readState(from: &reader, in: 0...items, "group sizes")
    try order.readState(from: &reader, in: 1...groups - 1, "order of groups")
    movesToRenewal = try reader.number()
    try number.readState(from: &reader, in: 0...max(0, items - 1), "places in groups")
    try group.readState(from: &reader, in: 0...groups - 1, "groups")
    sumAnew()
  }
}

extension SiteLevels {
  func writeState(to writer: inout StateWriter) {
    writer.write((0..<levels.count).map { levels[$0].now })
    writer.write((0..<levels.count).map { levels[$0].held.word })
  }

  func readState(from reader: inout StateReader) throws(StateError) {
    let now = try reader.numbers(Int32.self, count: levels.count, "site energies")
    let held = try reader.numbers(Int32.self, count: levels.count, "site energies")
    for site in 0..<levels.count {
      levels[site] = Level(now: now[site], held: Held(word: held[site]))
    }
  }
}

extension RenewalState {
  func writeState(to writer: inout StateWriter) {
    writer.write(start)
    writer.write((0..<units.count).map { units[$0].next })
    writer.write((0..<units.count).map { units[$0].word })
    writer.write((0..<bonds.count).map { bonds[$0].seen })
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    start = try reader.number()
    let next = try reader.numbers(Double.self, count: units.count, "renewal times")
    let words = try reader.numbers(UInt32.self, count: units.count, "renewals")
    for unit in 0..<units.count {
      units[unit] = Unit(next: next[unit], word: words[unit], wait: units[unit].wait)
    }
    let seen = try reader.numbers(UInt32.self, count: bonds.count, "renewals of hops")
    for bond in 0..<bonds.count { bonds[bond].seen = seen[bond] }
  }
}
