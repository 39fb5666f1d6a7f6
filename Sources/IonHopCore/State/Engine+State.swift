import CGSL

extension Engine {
  /// Writes all that the engine's future depends on, its plan apart.
  ///
  /// Between two calls of `advance` the loops keep nothing else: what they drew ahead is drawn anew.
  ///
  /// - Complexity: O(sites)
  public func writeState(to writer: inout StateWriter) {
    writer.write(time)
    writer.write(timeError)
    random.writeState(to: &writer)
    gas.writeState(to: &writer)
    loop.writeState(to: &writer)
  }

  /// Takes the state of another engine of the same plan and generator: from here on both do the same,
  /// to the bit.
  ///
  /// - Throws: `StateError`; the engine is then of no use any more.
  /// - Complexity: O(sites)
  public mutating func readState(from reader: inout StateReader) throws(StateError) {
    time = try reader.number()
    timeError = try reader.number()
    guard time.isFinite, time >= 0, timeError.isFinite else { throw .unfit("clock") }
    try random.readState(from: &reader)
    try gas.readState(from: &reader)
    try loop.readState(from: &reader)
  }
}

extension RandomStream {
  /// Writes the generator's state and the words drawn ahead.
  public func writeState(to writer: inout StateWriter) {
    let start = gsl_rng_state(generator).assumingMemoryBound(to: UInt8.self)
    writer.write(UnsafeBufferPointer(start: start, count: gsl_rng_size(generator)))
    words.writeState(to: &writer)
    writer.write(position)
  }

  /// Goes on where another stream of the same generator was.
  ///
  /// - Throws: `StateError`
  public mutating func readState(from reader: inout StateReader) throws(StateError) {
    // GSL's states are flat: `gsl_rng_fwrite` writes them the same way.
    let state = try reader.numbers(
      UInt8.self, count: gsl_rng_size(generator), "random number generator")
    gsl_rng_state(generator).copyMemory(from: state, byteCount: state.count)
    try words.readState(from: &reader, "random words")
    position = try reader.count(in: 0...words.count, "place among the random words")
  }
}

extension LatticeGas {
  /// Hops counted by kind are zero between calls of `advance`, and are not written.
  func writeState(to writer: inout StateWriter) {
    occupant.writeState(to: &writer)
    carrierSite.writeState(to: &writer)
    images.writeState(to: &writer)
    hopsPerClass.writeState(to: &writer)
    writer.write((0..<4).map { travelled[$0] })
    writer.write(hops)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    let sites = Int32(truncatingIfNeeded: occupant.count)
    try occupant.readState(from: &reader, in: -sites - 1...Self.barred, "occupation")
    try carrierSite.readState(from: &reader, in: 0...max(0, sites - 1), "carriers")
    try images.readState(from: &reader, "images")
    try hopsPerClass.readState(from: &reader, "hops of each class")
    let travelled = try reader.numbers(Double.self, count: 4, "displacement")
    self.travelled = SIMD4(travelled[0], travelled[1], travelled[2], travelled[3])
    hops = try reader.count(in: 0...Int.max, "number of hops")
    try checkOccupation()
  }

  /// Every carrier stands where it says, every other site holds none, and no ion's number is too large.
  private func checkOccupation() throws(StateError) {
    var standing = 0
    for site in 0..<occupant.count {
      if let carrier = carrier(at: site) {
        standing += 1
        guard carrier < carrierCount, Int(carrierSite[carrier]) == site else {
          throw .unfit("occupation")
        }
      } else if occupant[site] < 0, carriers == .vacancies {
        guard Int(~occupant[site]) < ionCount else { throw .unfit("occupation") }
      }
    }
    guard standing == carrierCount else { throw .unfit("number of carriers") }
  }
}
