/// Nodes and elements of a stack: elements never cross an interface, so each has one region.
struct LayerGrid: PoissonOperator {
  /// Å, rising; in a periodic stack the last node is the first one again and has no unknown.
  let nodes: [Double]
  /// Layer of each element, between node e and e + 1.
  let layerOfElement: [Int]
  let isPeriodic: Bool
  let free: [Bool]
  /// ε/h of each element, e/(V Å²).
  let stiffness: [Double]

  var elementCount: Int { layerOfElement.count }
  /// Number of unknowns.
  var count: Int { isPeriodic ? elementCount : elementCount + 1 }
  /// Å
  func length(_ element: Int) -> Double { nodes[element + 1] - nodes[element] }
  /// Unknown at the upper end of an element.
  func upper(_ element: Int) -> Int { element + 1 < count ? element + 1 : 0 }

  /// - Parameter grounded: true to set the potential of the first node to zero, as nothing else
  ///   does.
  init(
    _ stack: LayerStack, _ model: SpaceChargeModel, nodes: [Double], layers: [Int], grounded: Bool
  ) {
    self.nodes = nodes
    layerOfElement = layers
    isPeriodic = stack.isPeriodic
    stiffness = layers.indices.map {
      SpaceChargeModel.vacuumPermittivity
        * model.regions[stack.layers[layers[$0]].region].permittivity / (nodes[$0 + 1] - nodes[$0])
    }
    var free = Array(repeating: true, count: stack.isPeriodic ? layers.count : nodes.count)
    for (interface, sheet) in stack.sheets {
      if case .potential = sheet { free[Self.node(of: interface, layers)] = false }
    }
    if grounded { free[0] = false }
    self.free = free
  }

  /// The start of the refinement: a few equal elements a layer.
  static func coarse(
    _ stack: LayerStack, _ model: SpaceChargeModel, grounded: Bool
  ) -> LayerGrid {
    let pieces = 8
    var nodes = [0.0]
    var layers: [Int] = []
    var begin = 0.0
    for (index, layer) in stack.layers.enumerated() {
      for piece in 1...pieces {
        nodes.append(begin + layer.thickness * Double(piece) / Double(pieces))
        layers.append(index)
      }
      begin += layer.thickness
    }
    return LayerGrid(stack, model, nodes: nodes, layers: layers, grounded: grounded)
  }

  static func node(of interface: Int, _ layers: [Int]) -> Int {
    layers.firstIndex { $0 >= interface } ?? layers.count
  }

  func node(of interface: Int) -> Int { Self.node(of: interface, layerOfElement) }

  func flux(_ potential: [Double]) -> [Double] {
    var flux = Array(repeating: 0.0, count: count)
    for element in 0..<elementCount {
      let displacement = stiffness[element] * (potential[element] - potential[upper(element)])
      flux[element] += displacement
      flux[upper(element)] -= displacement
    }
    return flux
  }

  func rounding(_ potential: [Double]) -> Double {
    (0..<elementCount).reduce(0) {
      $0 + .ulpOfOne * stiffness[$1] * (abs(potential[$1]) + abs(potential[upper($1)]))
    }
  }

  func solve(
    _ diagonal: [Double], _ right: [Double], tolerance: Double
  ) throws(SpaceChargeError) -> [Double] {
    var main = Array(repeating: 0.0, count: count)
    // Entry i joins unknowns i and i + 1, the last one of a ring the last and the first.
    var side = Array(repeating: 0.0, count: count)
    for element in 0..<elementCount {
      main[element] += stiffness[element]
      main[upper(element)] += stiffness[element]
      side[element] -= stiffness[element]
    }
    for i in 0..<count { main[i] += diagonal[i] }
    for i in 0..<count where !free[i] {
      main[i] = 1
      side[i] = 0
      side[(i + count - 1) % count] = 0
    }
    let system = Tridiagonal(main: main, side: side)
    return isPeriodic ? system.solveRing(right) : system.solve(right)
  }
}

/// A symmetric tridiagonal matrix, positive definite, by Thomas's elimination without pivoting.
struct Tridiagonal {
  var main: [Double]
  /// Entry i couples i and i + 1; the last entry, used by `solveRing`, couples the last and the
  /// first.
  var side: [Double]

  func solve(_ right: [Double]) -> [Double] {
    var (pivots, x) = (main, right)
    for i in 1..<max(1, x.count) {
      let factor = side[i - 1] / pivots[i - 1]
      pivots[i] -= factor * side[i - 1]
      x[i] -= factor * x[i - 1]
    }
    for i in x.indices.reversed() {
      if i + 1 < x.count { x[i] -= side[i] * x[i + 1] }
      x[i] /= pivots[i]
    }
    return x
  }

  /// The same for a ring, whose corner entries are one update of rank one (Sherman and Morrison).
  func solveRing(_ right: [Double]) -> [Double] {
    let last = right.count - 1
    let corner = side[last]
    guard corner != 0, last > 1 else { return solve(right) }
    var open = self
    // The corner c < 0 is |c| (e₀ − e_n)(e₀ − e_n)ᵀ, less |c| at both ends of the main diagonal,
    // where an element of the ring put it: what is left is still positive definite.
    open.main[0] += corner
    open.main[last] += corner
    var ends = Array(repeating: 0.0, count: right.count)
    (ends[0], ends[last]) = (1, -1)
    let (x, z) = (open.solve(right), open.solve(ends))
    let factor = -corner * (x[0] - x[last]) / (1 - corner * (z[0] - z[last]))
    return zip(x, z).map { $0 - factor * $1 }
  }
}
