/// The compound events of a network: paths along which several ions step on at once.
struct PathTable: ~Copyable {
  /// The steps of path p at starts[p]..<starts[p + 1].
  let starts: Buffer<Int32>
  let steps: Buffer<PathStep>
  let isRing: Buffer<Bool>
  let hopClass: Buffer<Int32>
  /// The paths over site i at near[nearStarts[i]..<nearStarts[i + 1]]; empty if there is no path.
  let nearStarts: Buffer<Int32>
  let near: Buffer<Int32>

  init(_ network: SiteNetwork) {
    let events = network.compoundEvents
    var steps: [PathStep] = []
    var starts: [Int32] = [0]
    var paths: [[Int32]] = Array(repeating: [], count: events.count > 0 ? network.siteCount : 0)
    for event in 0..<events.count {
      for index in events.steps(of: event) {
        let step = PathStep(events, index)
        if index == events.steps(of: event).lowerBound {
          paths[Int(step.from)].append(Int32(event))
        }
        // The path of a ring comes back to its first site.
        if index < events.steps(of: event).upperBound - 1 || !events.isRing(event) {
          paths[Int(step.to)].append(Int32(event))
        }
        steps.append(step)
      }
      starts.append(Int32(steps.count))
    }
    var ends: [Int32] = [0]
    for row in paths { ends.append(ends[ends.count - 1] + Int32(row.count)) }
    self.starts = Buffer(copying: starts, or: 0)
    self.steps = Buffer(copying: steps, or: PathStep())
    isRing = Buffer(copying: (0..<events.count).map { events.isRing($0) }, or: false)
    hopClass = Buffer(copying: (0..<events.count).map { Int32(events.hopClass(of: $0)) }, or: 0)
    nearStarts = Buffer(copying: ends, or: 0)
    near = Buffer(copying: Array(paths.joined()), or: 0)
  }

  var count: Int { isRing.count }

  var memory: Int {
    steps.count * MemoryLayout<PathStep>.stride + 4 * (starts.count + nearStarts.count + near.count)
      + 5 * count
  }
}

/// One ion's part of a compound event.
struct PathStep: BitwiseCopyable {
  var from: Int32 = 0
  var to: Int32 = 0
  var image = SIMD3<Int32>.zero
  /// Å, its square in lane 3 (Å²).
  var displacement = SIMD4<Double>.zero
}

extension PathStep {
  init(_ events: EventRows, _ index: Int) {
    let step = events.steps[index]
    let kind = events.stepKinds[Int(step.kind)]
    let d = kind.displacement
    self.init(
      from: step.from, to: step.to, image: kind.image,
      displacement: SIMD4(d.x, d.y, d.z, dot(d, d)))
  }
}

extension LatticeGas {
  /// Lets the ions along a path step on, all at once: those on the starts of all steps go to their
  /// ends, or back. Counts as one hop.
  ///
  /// The ions are the carriers.
  mutating func stepOn(
    _ steps: UnsafeBufferPointer<PathStep>, along: Bool, isRing: Bool, hopClass: Int,
    _ rows: RowPointers
  ) {
    // What leaves the far end: the hole or, in a ring, the ion that goes round first.
    let far = Int(along ? steps[steps.count - 1].to : steps[0].from)
    let near = Int(along ? steps[0].from : steps[steps.count - 1].to)
    let displaced = occupant[far]
    for number in 0..<steps.count {
      let step = steps[along ? steps.count - 1 - number : number]
      let (from, to) = along ? (step.from, step.to) : (step.to, step.from)
      let isLast = number == steps.count - 1
      let ion = isRing && isLast ? displaced : occupant[Int(from)]
      occupant[Int(to)] = ion
      carrierSite[Int(ion)] = to
      for axis in 0..<3 {
        images.add(along ? step.image[axis] : -step.image[axis], at: 3 * Int(ion) + axis)
      }
      travelled += along ? step.displacement : step.displacement * SIMD4(-1, -1, -1, 1)
    }
    if !isRing { occupant[near] = displaced }
    if rows.sharesPlaces && !isRing { changePlace(near, far, rows) }
    hops += 1
    hopsPerClass.add(1, at: hopClass)
  }
}
