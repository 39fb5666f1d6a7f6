import Foundation

/// One ion's part of a compound event: it goes from one site to the next on the path.
public struct EventStep: Sendable, Equatable {
  /// Number of the site that an ion leaves.
  public var from: Int
  /// Number of the site that it moves to.
  public var to: Int
  /// Å, through the periodic cell.
  public var displacement: SIMD3<Double>

  /// A step from site to site by a displacement (Å).
  public init(from: Int, to: Int, displacement: SIMD3<Double>) {
    (self.from, self.to, self.displacement) = (from, to, displacement)
  }
}

extension NetworkDraft {
  /// Several ions that step on at once along a path.
  public struct Event: Sendable {
    /// Steps of the ions that move at once.
    public var steps: [EventStep]
    /// eV, the same both ways.
    public var barrier: Double
    /// Hz
    public var frequency: Double
    /// A name among the `hopClasses` of the network.
    public var eventClass: String
  }

  /// Adds a compound event: the ion at the start of each step goes to its end, all at once.
  ///
  /// Every site on the path but the last holds an ion, the last is empty. A closed path, which ends
  /// where it began, is a ring of at least three ions. The reverse event is implied.
  public mutating func addEvent(
    steps: [EventStep], barrier: Double, frequency: Double, eventClass: String
  ) {
    events.append(
      Event(steps: steps, barrier: barrier, frequency: frequency, eventClass: eventClass))
  }

  /// Adds all compound events along open paths over sites of given kinds, each once: a path and the
  /// same path backwards are one event.
  ///
  /// - Parameters:
  ///   - kinds: of the sites on the path, one more than ions move.
  ///   - distances: a window for each step (Å), both ends included.
  ///   - angle: between one step and the next, at the site between (degrees); 180 is straight on.
  /// - Returns: the number of events added.
  @discardableResult
  public mutating func addEvents(
    along kinds: [String], distances: [ClosedRange<Double>], angle: ClosedRange<Double> = 0...180,
    barrier: Double, frequency: Double, eventClass: String
  ) -> Int {
    let before = events.count
    var known: Set<[Int]> = []
    for walk in walks(along: kinds, distances: distances, angle: angle) {
      let path = EventPath(walk.steps, images: walk.images)
      guard path.revisited == nil, !path.isRing, known.insert(path.key).inserted else { continue }
      let steps = walk.steps
      addEvent(steps: steps, barrier: barrier, frequency: frequency, eventClass: eventClass)
    }
    return events.count - before
  }

  private struct Walk {
    var end: Int
    var steps: [EventStep] = []
    var images: [SIMD3<Int32>] = []
  }

  /// All walks over sites of given kinds with steps and angles in their windows.
  private func walks(
    along kinds: [String], distances: [ClosedRange<Double>], angle: ClosedRange<Double>
  ) -> [Walk] {
    guard let first = kinds.first, distances.count == kinds.count - 1 else { return [] }
    var walks = sites.indices.filter { sites[$0].kind == first }.map { Walk(end: $0) }
    for (kind, distance) in zip(kinds.dropFirst(), distances) {
      var near: [Int: [Neighbour]] = [:]
      for end in Set(walks.map(\.end)) {
        near[end] = neighbours(of: end, kind: kind, distance: distance)
      }
      walks = walks.flatMap { walk in
        (near[walk.end] ?? []).compactMap { next in
          let step = EventStep(from: walk.end, to: next.site, displacement: next.displacement)
          guard walk.steps.last.map({ turn($0, step, isIn: angle) }) ?? true else { return nil }
          return Walk(
            end: next.site, steps: walk.steps + [step], images: walk.images + [next.image])
        }
      }
    }
    return walks
  }

  /// True if the angle at the site between two steps lies in a window (degrees).
  private func turn(
    _ first: EventStep, _ second: EventStep, isIn window: ClosedRange<Double>
  ) -> Bool {
    let (back, on) = (-first.displacement, second.displacement)
    // The arc tangent keeps its digits near 0 and 180°, where the arc cosine loses half of them.
    let angle = atan2(length(cross(back, on)), dot(back, on)) * 180 / .pi
    return angle >= window.lowerBound - 1e-6 && angle <= window.upperBound + 1e-6
  }
}

/// The sites of a compound event, each with the cell it lies in seen from the first.
struct EventPath {
  struct Place: Hashable {
    var site: Int
    var image: SIMD3<Int32>
  }

  let places: [Place]

  init(_ steps: [EventStep], images: [SIMD3<Int32>]) {
    var places = steps.first.map { [Place(site: $0.from, image: .zero)] } ?? []
    for (step, image) in zip(steps, images) {
      places.append(Place(site: step.to, image: places[places.count - 1].image &+ image))
    }
    self.places = places
  }

  /// Ends where it began, in the same cell.
  var isRing: Bool { places.count > 1 && places.first == places.last }

  /// A site that the path meets twice, other than by closing.
  var revisited: Int? {
    var met: Set<Place> = []
    return (isRing ? places.dropLast() : places[...]).first { !met.insert($0).inserted }?.site
  }

  /// The same for an event, its reverse, its translations and, in a ring, for every start.
  var key: [Int] {
    let open = isRing ? Array(places.dropLast()) : places
    let starts = isRing ? Array(open.indices) : [0]
    let variants = [open, open.reversed()].flatMap { path in
      starts.map { flattened(Array(path[$0...] + path[..<$0])) }
    }
    return variants.min { $0.lexicographicallyPrecedes($1) } ?? []
  }

  private func flattened(_ path: [Place]) -> [Int] {
    guard let origin = path.first?.image else { return [] }
    return path.flatMap { place in
      let image = place.image &- origin
      return [place.site, Int(image.x), Int(image.y), Int(image.z)]
    }
  }
}
