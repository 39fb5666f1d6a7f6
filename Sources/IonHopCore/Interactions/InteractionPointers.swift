import CGSL
import Foundation

/// Raw read-only pointers to an `InteractionModel`, for the loop; valid while the model lives.
struct InteractionPointers {
  let law: HopLaw
  private let bondOfHop: UnsafePointer<Int32>
  private let bonds: UnsafePointer<EventTable.Bond>
  private let bondCount: Int
  private let kinds: UnsafePointer<HopLaw.Kind>
  private let ends: UnsafePointer<Int32>
  private let endsAreEqual: Bool
  private let alongHops: Int32
  /// Nil where pairs are those of hops.
  private let pairStarts: UnsafePointer<Int32>?
  private let pairs: UnsafePointer<PairLevels.Pair>
  let paths: PathPointers

  init(_ model: InteractionModel) {
    law = model.law
    bondOfHop = UnsafePointer(model.events.bondOfHop.base)
    bonds = UnsafePointer(model.events.bonds.base)
    bondCount = model.events.bonds.count
    kinds = UnsafePointer(model.kinds.base)
    ends = UnsafePointer(model.pairs.ends.base)
    endsAreEqual = model.pairs.ends.count == 1
    alongHops = model.pairs.alongHops
    pairStarts =
      model.pairs.starts.count > 0 ? UnsafePointer(model.pairs.starts.base) : nil
    pairs = UnsafePointer(model.pairs.pairs.base)
    paths = PathPointers(model.events.paths, model.pathKinds)
  }

  /// The event of which a hop is one direction.
  @inline(__always)
  func event(of hop: Int) -> Int { Int(bondOfHop[hop]) }

  @inline(__always)
  func bond(_ event: Int) -> EventTable.Bond { bonds[event] }

  /// The number of an event among the paths; below zero for a bond.
  @inline(__always)
  func path(_ event: Int) -> Int { event &- bondCount }

  @inline(__always)
  func event(ofPath path: Int) -> Int { bondCount &+ path }

  @inline(__always)
  func prefetch(_ event: Int) { if event < bondCount { ionhop_prefetch(bonds + event) } }

  /// The sites whose ions share an energy with an ion on a site, and how much.
  @inline(__always)
  func forEachPair(
    of site: Int, _ rows: RowPointers, _ body: (_ other: Int, _ energy: Int32) -> Void
  ) {
    if let pairStarts {
      for index in Int(pairStarts[site])..<Int(pairStarts[site &+ 1]) {
        body(Int(pairs[index].site), pairs[index].energy)
      }
    } else {
      for hop in rows.start(of: site)..<rows.end(of: site) {
        body(Int(rows.record(hop).target), alongHops)
      }
    }
  }

  /// Rate of an ion's hop (1/s), from the levels of the ion and of its hole, which counts the ion
  /// among its pairs, and what the surroundings add to its barrier (kT).
  @inline(__always)
  func rate(
    ofHop hop: Int, _ kind: Int32, raised: Double, ion: Int32, hole: Int32
  ) -> Double {
    law.rate(
      kinds[Int(kind)], raised: raised, along: true, initial: Int(ion), final: final(hole, hop))
  }

  /// The group of the rate of an ion's hop along a hop or against it.
  @inline(__always)
  func group(ofHop hop: Int, _ kind: Int32, along: Bool, ion: Int32, hole: Int32) -> Int {
    law.group(kinds[Int(kind)], along: along, initial: Int(ion), final: final(hole, hop))
  }

  /// Rate at which the ions along a path step on (1/s); in a ring either way.
  @inline(__always)
  func rate(ofPath path: Int, raised: Double, along: Bool, ion: Int32, hole: Int32) -> Double {
    let kind = paths.kind(of: path)
    guard paths.isRing(path) else {
      return law.rate(
        kind, raised: raised, along: along, initial: Int(ion),
        final: final(hole, ofEvent: event(ofPath: path)))
    }
    return law.rate(kind, raised: raised, along: true, initial: Int(ion), final: Int(ion))
      + law.rate(kind, raised: raised, along: false, initial: Int(ion), final: Int(ion))
  }

  /// The probability that the ions of a ring go round along its path, not back.
  @inline(__always)
  func shareAlong(ofRing path: Int) -> Double {
    let kind = paths.kind(of: path)
    return 1 / (1 + exp(kind.against - kind.along))
  }

  /// The group of that rate.
  @inline(__always)
  func group(ofPath path: Int, along: Bool, ion: Int32, hole: Int32) -> Int {
    let kind = paths.kind(of: path)
    guard paths.isRing(path) else {
      return law.group(
        kind, along: along, initial: Int(ion), final: final(hole, ofEvent: event(ofPath: path)))
    }
    // Twice the greater of the two ways.
    return 1
      + max(
        law.group(kind, along: true, initial: Int(ion), final: Int(ion)),
        law.group(kind, along: false, initial: Int(ion), final: Int(ion)))
  }

  @inline(__always)
  private func final(_ hole: Int32, ofEvent event: Int) -> Int {
    Int(hole) &- Int(ends[endsAreEqual ? 0 : event])
  }

  @inline(__always)
  private func final(_ hole: Int32, _ hop: Int) -> Int {
    Int(hole) &- Int(ends[endsAreEqual ? 0 : event(of: hop)])
  }
}
