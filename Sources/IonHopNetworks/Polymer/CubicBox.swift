import IonHopCore

/// Points in a periodic cube, sorted into boxes so that near ones are found in linear time.
struct CubicBox {
  /// Å
  let edge: Double
  private let boxes: Int
  private var members: [[Int]]
  private(set) var positions: [SIMD3<Double>] = []

  /// - Parameter range: the longest distance that will be asked for (Å), below half the edge.
  init(edge: Double, range: Double) {
    self.edge = edge
    // More boxes than points would cost more to visit than they save.
    boxes = max(1, min(64, Int(edge / max(range, 1e-3 * edge))))
    members = Array(repeating: [], count: boxes * boxes * boxes)
  }

  /// - Returns: the point's number.
  @discardableResult
  mutating func add(_ position: SIMD3<Double>) -> Int {
    members[number(index(of: position))].append(positions.count)
    positions.append(position)
    return positions.count - 1
  }

  /// From one point to the nearest image of another (Å).
  func displacement(from a: SIMD3<Double>, to b: SIMD3<Double>) -> SIMD3<Double> {
    let d = b - a
    return d - edge * (d / edge).rounded(.toNearestOrEven)
  }

  /// Calls `body` with the number and displacement of every point within a distance (Å).
  func forEach(
    near position: SIMD3<Double>, within distance: Double,
    _ body: (_ point: Int, _ displacement: SIMD3<Double>) -> Void
  ) {
    let home = index(of: position)
    // Fewer than three boxes a side would be visited twice through the border.
    let reach = boxes < 3 ? 0...(boxes - 1) : -1...1
    for x in reach {
      for y in reach {
        for z in reach {
          let box = boxes < 3 ? SIMD3(x, y, z) : home &+ SIMD3(x, y, z)
          for point in members[number(box)] {
            let d = displacement(from: position, to: positions[point])
            if dot(d, d) <= distance * distance { body(point, d) }
          }
        }
      }
    }
  }

  func isFree(_ position: SIMD3<Double>, within distance: Double) -> Bool {
    guard distance > 0 else { return true }
    var free = true
    forEach(near: position, within: distance) { _, d in
      if dot(d, d) < distance * distance { free = false }
    }
    return free
  }

  private func index(of position: SIMD3<Double>) -> SIMD3<Int> {
    let f = position / edge
    let inside = (f - f.rounded(.down)) * Double(boxes)
    return SIMD3<Int>(inside).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: boxes - 1))
  }

  private func number(_ index: SIMD3<Int>) -> Int {
    var i = index
    for axis in 0..<3 { i[axis] = (i[axis] + boxes) % boxes }
    return i.x + boxes * (i.y + boxes * i.z)
  }
}
