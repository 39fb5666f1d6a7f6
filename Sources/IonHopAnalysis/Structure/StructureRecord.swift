import IonHopCore

/// Who stands beside whom, who has moved at all, and along which hops: of one replica, by looks at
/// even intervals of time.
///
/// A look costs a pass over the ions and over at most 100 000 bonds a class. Looks are kept in batches
/// of time that are merged pairwise once there are 64, as those of `DisplacementRecord`.
public struct StructureRecord: Sendable {
  private let bonds: BondSample
  var batches: [StructureSums] = []
  var open: StructureSums
  var looksPerBatch = 1
  var lastHops: [Double]
  var start: [Double]
  private var positions: [Double]
  var hasMoved: [Bool]

  static let capacity = 64

  /// An empty record of an engine's network.
  public init(_ engine: borrowing Engine, bonds: BondSample) {
    self.bonds = bonds
    open = StructureSums(kinds: bonds.kindCount, classes: bonds.ends.count)
    lastHops = Self.hops(engine)
    positions = Array(repeating: 0, count: 3 * engine.plan.ions)
    engine.writePositions(into: &positions)
    start = positions
    hasMoved = Array(repeating: false, count: engine.plan.ions)
  }

  var emptySums: StructureSums {
    StructureSums(kinds: bonds.kindCount, classes: bonds.ends.count)
  }

  /// Ions seen so far, at any look, no nearer to where they began than the longest hop is long.
  var movedIons: Int { hasMoved.count { $0 } }
  var ions: Int { hasMoved.count }

  /// Adds the present configuration.
  public mutating func look(at engine: borrowing Engine) {
    open.looks += 1
    let counts = engine.occupationCounts()
    for kind in counts.indices { open.occupied[kind] += counts[kind] }
    for (hopClass, ends) in bonds.ends.enumerated() {
      var together = 0
      for index in stride(from: 0, to: ends.count, by: 2)
      where engine.isOccupied(Int(ends[index])) && engine.isOccupied(Int(ends[index + 1])) {
        together += 1
      }
      open.together[hopClass] += together
    }
    let hops = Self.hops(engine)
    for hopClass in hops.indices { open.hops[hopClass] += hops[hopClass] - lastHops[hopClass] }
    lastHops = hops
    followIons(engine)
    if open.looks == looksPerBatch { closeBatch() }
  }

  private static func hops(_ engine: borrowing Engine) -> [Double] {
    zip(engine.hopsPerClass, engine.skippedHopsPerClass).map { Double($0) + $1 }
  }

  private mutating func followIons(_ engine: borrowing Engine) {
    engine.writePositions(into: &positions)
    // A hop of exactly that length counts, whatever rounding says.
    let reach = bonds.longest * (1 - 1e-6)
    for ion in hasMoved.indices where !hasMoved[ion] {
      let d = SIMD3(
        positions[3 * ion] - start[3 * ion], positions[3 * ion + 1] - start[3 * ion + 1],
        positions[3 * ion + 2] - start[3 * ion + 2])
      hasMoved[ion] = dot(d, d) >= reach * reach
    }
  }

  private mutating func closeBatch() {
    batches.append(open)
    open = emptySums
    guard batches.count == Self.capacity else { return }
    batches = stride(from: 0, to: batches.count, by: 2).map { i in
      var pair = batches[i]
      pair += batches[i + 1]
      return pair
    }
    looksPerBatch *= 2
  }
}
