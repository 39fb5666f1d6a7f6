import Foundation
import IonHopCore

/// A bond or compound event as its surroundings see it.
struct EventMidpoint {
  /// Of the hop from the lower to the higher site, or of the compound event, as in `BarrierEvent`.
  var number: Int
  var isCompound: Bool
  /// Index into the network's `hopClasses`.
  var hopClass: Int
  /// Å, unwrapped
  var place: SIMD3<Double>
  /// The sites of the event itself, and where they lie seen from `place` (Å).
  var own: [(site: Int, offset: SIMD3<Double>)]

  /// True for a site of the event itself, false for an image of one elsewhere.
  func isOwn(_ site: Int, at offset: SIMD3<Double>) -> Bool {
    own.contains { $0.site == site && length($0.offset - offset) < SiteOrbits.same }
  }
}

extension SiteNetwork {
  /// Visits all bonds, each once, and all compound events. The midpoint of a compound event is the
  /// mean of those of its steps.
  func forEachMidpoint<Failure: Error>(
    _ body: (EventMidpoint) throws(Failure) -> Void
  ) throws(Failure) {
    for site in 0..<siteCount {
      for number in hopRange(from: site) {
        let hop = hop(number, from: site)
        guard hop.from < hop.to || hop.leadsToOwnImage else { continue }
        let half = hop.displacement / 2
        try body(
          EventMidpoint(
            number: number, isCompound: false, hopClass: hop.hopClass,
            place: position(of: site) + half, own: [(hop.from, -half), (hop.to, half)]))
      }
    }
    for event in 0..<compoundEvents.count { try body(midpoint(ofEvent: event)) }
  }

  private func midpoint(ofEvent event: Int) -> EventMidpoint {
    let steps = compoundEvents.steps(of: event)
    let first = Int(compoundEvents.steps[steps.lowerBound].from)
    var place = position(of: first)
    var visited = [(site: first, offset: place)]
    var sum = SIMD3<Double>.zero
    for step in steps {
      let displacement = compoundEvents.displacement(of: step)
      sum += place + displacement / 2
      place += displacement
      visited.append((Int(compoundEvents.steps[step].to), place))
    }
    let middle = sum / Double(steps.count)
    return EventMidpoint(
      number: event, isCompound: true, hopClass: compoundEvents.hopClass(of: event), place: middle,
      own: visited.map { ($0.site, $0.offset - middle) })
  }
}

extension SiteNetwork.Hop {
  /// True for one of the two hops along a bond between a site and its own image.
  fileprivate var leadsToOwnImage: Bool {
    guard from == to else { return false }
    for axis in 0..<3 where image[axis] != 0 { return image[axis] > 0 }
    return false
  }
}

/// Finds the sites of a network within a window of distances, over all periodic images.
///
/// Sites are sorted into boxes along the cell vectors; a search looks at the boxes that a sphere can
/// meet.
struct SiteFinder {
  private let network: SiteNetwork
  private let boxes: SIMD3<Int>
  /// Sites of box b at members[starts[b]..<starts[b + 1]].
  private var starts: [Int32] = [0]
  private var members: [Int32] = []
  /// Fractional, in [0, 1].
  private let fractions: [SIMD3<Double>]

  /// - Parameter reach: the farthest that searches will look (Å).
  init(_ network: SiteNetwork, reach: Double) {
    self.network = network
    let cell = network.cell
    let room = cell.volume / Double(network.siteCount)
    // Boxes no smaller than the room of a site, so that there are no more boxes than sites.
    let edge = max(reach, cbrt(room))
    var boxes = SIMD3<Int>(repeating: 1)
    for axis in 0..<3 { boxes[axis] = max(1, Int(min(cell.thickness[axis] / edge, 1e3))) }
    self.boxes = boxes
    fractions = (0..<network.siteCount).map {
      let f = cell.fractional(network.position(of: $0))
      return f - f.rounded(.down)
    }
    var rows: [[Int32]] = Array(repeating: [], count: boxes.x * boxes.y * boxes.z)
    for (site, fraction) in fractions.enumerated() {
      let box = SIMD3<Int>((fraction * SIMD3<Double>(boxes)).rounded(.down))
      rows[number(of: pointwiseMin(box, boxes &- 1))].append(Int32(site))
    }
    for row in rows {
      members += row
      starts.append(Int32(members.count))
    }
  }

  private func number(of box: SIMD3<Int>) -> Int { (box.x * boxes.y + box.y) * boxes.z + box.z }

  /// Calls `body` with each image of a site whose distance from `place` lies in a window, and where it
  /// lies seen from there (Å).
  func forEachSite(
    around place: SIMD3<Double>, _ window: ClosedRange<Double>,
    _ body: (_ site: Int, _ offset: SIMD3<Double>) -> Void
  ) {
    let middle = network.cell.fractional(place)
    // A little more than the sphere, as a site may lie on the border of a box.
    let reach = (window.upperBound + 1e-6) / network.cell.thickness
    let count = SIMD3<Double>(boxes)
    let low = SIMD3<Int>(((middle - reach) * count).rounded(.down))
    let high = SIMD3<Int>(((middle + reach) * count).rounded(.down))
    for x in low.x...high.x {
      for y in low.y...high.y {
        for z in low.z...high.z {
          let (box, image) = wrapped(SIMD3(x, y, z))
          for member in starts[box]..<starts[box + 1] {
            let site = Int(members[Int(member)])
            let offset = network.cell.cartesian(fractions[site] + image - middle)
            if window.contains(length(offset)) { body(site, offset) }
          }
        }
      }
    }
  }

  private func wrapped(_ box: SIMD3<Int>) -> (number: Int, image: SIMD3<Double>) {
    var (inside, image) = (SIMD3<Int>.zero, SIMD3<Double>.zero)
    for axis in 0..<3 {
      let n = boxes[axis]
      inside[axis] = ((box[axis] % n) + n) % n
      image[axis] = Double((box[axis] - inside[axis]) / n)
    }
    return (number(of: inside), image)
  }
}
