extension DisplacementRecord {
  /// Writes the record for a checkpoint.
  public func writeState(to writer: inout StateWriter) {
    writer.write(batches.count)
    for batch in batches { batch.writeState(to: &writer) }
    writer.write([samplesPerBatch, sample])
    open.writeState(to: &writer)
    writer.write(origin)
    writer.write(previous.map { UInt8($0 == nil ? 0 : 1) })
    writer.write(previous.map { $0 ?? .zero })
    for origins in ionOrigins { writer.write(origins) }
    writer.write(lastHops)
    writer.write(lastSquares)
    writer.write(lastPerClass)
    writer.write(lastDisplacement)
    species?.writeState(to: &writer)
    writer.write(lastSums)
    writer.write(drifts)
  }

  /// Takes the state of another record of the same plan and engine.
  ///
  /// - Throws: `StateError`
  public mutating func readState(from reader: inout StateReader) throws(StateError) {
    let count = try reader.count(in: 0...Self.capacity, "number of batches")
    batches = Array(repeating: empty, count: count)
    for index in batches.indices { try batches[index].readState(from: &reader) }
    let counters = try reader.numbers(Int.self, count: 2, "samples")
    guard counters.allSatisfy({ $0 >= 0 }), counters[0] > 0 else { throw .unfit("samples") }
    (samplesPerBatch, sample) = (counters[0], counters[1])
    open = empty
    try open.readState(from: &reader)
    origin = try reader.vectors(count: origin.count, "displacements")
    let isKnown = try reader.numbers(UInt8.self, count: previous.count, "displacements")
    let last = try reader.vectors(count: previous.count, "displacements")
    previous = zip(isKnown, last).map { $0 == 0 ? nil : $1 }
    for index in ionOrigins.indices {
      ionOrigins[index] = try reader.numbers(count: positions.count, "ion positions")
    }
    lastHops = try reader.number()
    lastSquares = try reader.number()
    lastPerClass = try reader.numbers(count: lastPerClass.count, "hops of each class")
    lastDisplacement = try reader.vector("displacement")
    try species?.readState(from: &reader)
    lastSums = try reader.vectors(count: lastSums.count, "displacements of species")
    drifts = try reader.vectors(count: drifts.count, "drifts")
  }
}

extension SpeciesRecord {
  func writeState(to writer: inout StateWriter) {
    for level in origin.indices {
      writer.write(origin[level])
      writer.write(previous[level])
    }
    writer.write(sums)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    for level in origin.indices {
      origin[level] = try reader.vectors(count: sums.count, "displacements of species")
      previous[level] = try reader.vectors("displacements of species")
      guard previous[level].isEmpty || previous[level].count == sums.count else {
        throw .unfit("number of species")
      }
    }
    sums = try reader.vectors(count: sums.count, "displacements of species")
  }
}

extension Batch {
  func writeState(to writer: inout StateWriter) {
    writer.write([samples, hops, occupationSamples, fluxCount])
    writer.write(flux)
    for window in windows { window.writeState(to: &writer) }
    writer.write(squaredHopLengths)
    writer.write(displacement)
    writer.write(speciesDisplacements)
    writer.write(hopsPerClass)
    writer.write(occupation)
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    let counters = try reader.numbers(Int.self, count: 4, "samples")
    (samples, hops, occupationSamples) = (counters[0], counters[1], counters[2])
    fluxCount = counters[3]
    flux = try reader.number()
    for level in windows.indices { try windows[level].readState(from: &reader) }
    squaredHopLengths = try reader.number()
    displacement = try reader.vector("displacement")
    speciesDisplacements = try reader.vectors("displacements of species")
    hopsPerClass = try reader.numbers(count: hopsPerClass.count, "hops of each class")
    occupation = try reader.numbers(count: occupation.count, "occupation")
  }
}

extension WindowSums {
  func writeState(to writer: inout StateWriter) {
    writer.write([chargeCount, pairCount, tracerCount])
    writer.write([charge, chargePairs, tracer, driftMemory])
    writer.write(species != nil)
    if let species {
      writer.write(species.products)
      writer.write(species.adjacent)
      writer.write(species.tracer)
    }
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    let counters = try reader.numbers(Int.self, count: 3, "windows")
    (chargeCount, pairCount, tracerCount) = (counters[0], counters[1], counters[2])
    let sums = try reader.numbers(Tensor6.self, count: 4, "sums over windows")
    (charge, chargePairs, tracer) = (sums[0], sums[1], sums[2])
    driftMemory = sums[3]
    species = nil
    guard try reader.flag() else { return }
    let products = try reader.numbers(Tensor6.self, "sums of species")
    let adjacent = try reader.numbers(Tensor6.self, count: products.count, "sums of species")
    let tracer = try reader.numbers(Tensor6.self, "sums of species")
    var all = SpeciesSums(species: tracer.count)
    guard products.count == all.products.count else { throw .unfit("number of species") }
    (all.products, all.adjacent, all.tracer) = (products, adjacent, tracer)
    species = all
  }
}
