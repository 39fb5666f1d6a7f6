import Foundation

/// Raw read-only pointers to the compound events of an `InteractionModel`, for the loop; valid while
/// the model lives.
struct PathPointers {
  let count: Int
  private let starts: UnsafePointer<Int32>
  private let steps: UnsafePointer<PathStep>
  private let rings: UnsafePointer<Bool>
  private let hopClasses: UnsafePointer<Int32>
  private let nearStarts: UnsafePointer<Int32>
  private let near: UnsafePointer<Int32>
  private let kinds: UnsafePointer<HopLaw.Kind>
  private let kindOfPath: UnsafePointer<Int32>

  init(_ paths: borrowing PathTable, _ kinds: borrowing PathKinds) {
    count = paths.count
    starts = UnsafePointer(paths.starts.base)
    steps = UnsafePointer(paths.steps.base)
    rings = UnsafePointer(paths.isRing.base)
    hopClasses = UnsafePointer(paths.hopClass.base)
    nearStarts = UnsafePointer(paths.nearStarts.base)
    near = UnsafePointer(paths.near.base)
    self.kinds = UnsafePointer(kinds.kinds.base)
    kindOfPath = UnsafePointer(kinds.kindOfPath.base)
  }

  @inline(__always)
  func steps(of path: Int) -> UnsafeBufferPointer<PathStep> {
    let start = Int(starts[path])
    return UnsafeBufferPointer(start: steps + start, count: Int(starts[path &+ 1]) &- start)
  }

  @inline(__always)
  func isRing(_ path: Int) -> Bool { rings[path] }

  @inline(__always)
  func hopClass(of path: Int) -> Int { Int(hopClasses[path]) }

  @inline(__always)
  func kind(of path: Int) -> HopLaw.Kind { kinds[Int(kindOfPath[path])] }

  /// The paths over a site.
  @inline(__always)
  func near(_ site: Int) -> UnsafeBufferPointer<Int32> {
    let start = Int(nearStarts[site])
    return UnsafeBufferPointer(start: near + start, count: Int(nearStarts[site &+ 1]) &- start)
  }

  /// Which way the ions along a path can step on, if any; in a ring both ways, of which this is one.
  @inline(__always)
  func way(of path: Int, _ levels: SiteLevels.Reader) -> PathWay {
    let steps = steps(of: path)
    if !steps.dropFirst().allSatisfy({ levels.isIon(Int($0.from)) }) { return .blocked }
    let first = levels.isIon(Int(steps[0].from))
    if rings[path] { return first ? .along : .blocked }
    let end = Int(steps[steps.count &- 1].to)
    if first { return levels.isHole(end) ? .along : .blocked }
    return levels.isIon(end) && levels.isHole(Int(steps[0].from)) ? .back : .blocked
  }
}

/// Which way ions can step on along a path.
enum PathWay {
  case blocked, along, back
}

/// What the rates of compound events need beside the levels of their ends.
struct PathKinds: ~Copyable {
  let kinds: Buffer<HopLaw.Kind>
  let kindOfPath: Buffer<Int32>

  private struct Key: Hashable {
    var barrier: Double
    var frequency: Double
    var work: Double
  }

  /// - Parameter zero: energy that absolute barriers count from (eV), that of the lowest site.
  init(_ network: SiteNetwork, _ conditions: Conditions, _ law: HopLaw, zero: Double) {
    let events = network.compoundEvents
    let kT = conditions.thermalEnergy
    var numbers: [Int32] = []
    var keys: [Key: Int32] = [:]
    var known: [HopLaw.Kind] = []
    for event in 0..<events.count {
      let steps = events.steps(of: event)
      let displacement = steps.reduce(SIMD3<Double>.zero) { $0 + events.displacement(of: $1) }
      let key = Key(
        barrier: network.barrierForEnds(ofEvent: event, conditions.rateLaw) - zero,
        frequency: events.frequency(of: event),
        work: conditions.charge(of: events.kind(of: event).species)
          * dot(conditions.field, displacement))
      let number = keys[key] ?? Int32(known.count)
      if keys.updateValue(number, forKey: key) == nil {
        known.append(
          law.kind(
            barrier: key.barrier / kT, logFrequency: log(key.frequency), work: key.work / (2 * kT)))
      }
      numbers.append(number)
    }
    kinds = Buffer(copying: known, or: HopLaw.Kind())
    kindOfPath = Buffer(copying: numbers, or: 0)
  }

  var memory: Int { kinds.count * MemoryLayout<HopLaw.Kind>.stride + 4 * kindOfPath.count }
}

extension SiteNetwork {
  /// The barrier of a compound event as it is seen from one of its ends (eV): where a law counts it
  /// from zero energy, the energies of the sites between, which keep an ion, are no part of it.
  func barrierForEnds(ofEvent event: Int, _ law: RateLaw) -> Double {
    let barrier = compoundEvents.barrier(of: event)
    guard law.isAbsolute else { return barrier }
    let between = compoundEvents.steps(of: event).dropFirst()
    return between.reduce(barrier) {
      $0 - energy(of: Int(compoundEvents.steps[$1].from))
    }
  }
}
