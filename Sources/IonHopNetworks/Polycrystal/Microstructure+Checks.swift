import IonHopCore

extension Microstructure {
  /// Axes along which labels do not go on through the periodic border: the image of something that
  /// is not periodic has an open surface there.
  ///
  /// At a border that continues the structure about as many neighbours differ as between two layers
  /// inside; at one that does not most do, and more than twice as many as between any two layers
  /// inside. A border that is itself a boundary of a regular structure has its like inside.
  public var openAxes: [Int] {
    (0..<3).filter { axis in
      guard shape[axis] > 2 else { return false }
      let shares = (0..<shape[axis]).map { differing(after: $0, along: axis) }
      let inside = shares.dropLast().max() ?? 0
      return shares[shape[axis] - 1] > max(0.3, 2 * inside)
    }
  }

  /// Share of neighbours with other labels between a layer and the next.
  private func differing(after layer: Int, along axis: Int) -> Double {
    let (u, v) = ((axis + 1) % 3, (axis + 2) % 3)
    var count = 0
    for p in 0..<shape[u] {
      for q in 0..<shape[v] {
        var voxel = SIMD3<Int>.zero
        (voxel[axis], voxel[u], voxel[v]) = (layer, p, q)
        var next = voxel
        next[axis] = layer + 1 == shape[axis] ? 0 : layer + 1
        if labels[index(voxel)] != labels[index(next)] { count += 1 }
      }
    }
    return Double(count) / Double(shape[u] * shape[v])
  }

  /// - Throws: `InputError` naming the axes with an open surface.
  public func checkPeriodic() throws(InputError) {
    let axes = openAxes.map { ["x", "y", "z"][$0] }
    guard axes.isEmpty else {
      throw Self.error(
        "the labels do not go on through the periodic border along \(axes.joined(separator: ", ")): an open surface; give a periodic structure, or mirrored() this one",
        at: "labels")
    }
  }

  /// The structure and its mirror images along axes: periodic whatever it was.
  ///
  /// - Throws: `InputError` where that makes too many voxels.
  public func mirrored(along axes: [Int]) throws(InputError) -> Microstructure {
    var double = shape
    for axis in axes where (0...2).contains(axis) { double[axis] = 2 * shape[axis] }
    try Self.check(shape: double, spacing: spacing)
    var mirrored: [Int32] = []
    mirrored.reserveCapacity(double.x * double.y * double.z)
    for z in 0..<double.z {
      for y in 0..<double.y {
        for x in 0..<double.x {
          let source = SIMD3(x, y, z)
          mirrored.append(
            labels[
              index(
                [
                  min(source.x, 2 * shape.x - 1 - source.x),
                  min(source.y, 2 * shape.y - 1 - source.y),
                  min(source.z, 2 * shape.z - 1 - source.z),
                ])])
        }
      }
    }
    return try Microstructure(shape: double, spacing: spacing, labels: mirrored, phases: phases)
  }

  /// - Parameter known: whether a label has a material.
  /// - Throws: `InputError` naming the least label without one, and a voxel that has it.
  public func checkMaterials(_ known: (Int32) -> Bool) throws(InputError) {
    guard let label = phases.keys.filter({ !known($0) }).min() else { return }
    let voxel = labels.firstIndex(of: label) ?? 0
    let place = [voxel % shape.x, voxel / shape.x % shape.y, voxel / shape.x / shape.y]
    throw Self.error(
      "label \(label), first at voxel \(place), has no material; name one for it", at: "labels")
  }

  /// True for voxels where three or more grains meet: among the voxel and its six neighbours.
  public var tripleJunctions: [Bool] {
    var result = Array(repeating: false, count: labels.count)
    forEachVoxel { voxel, index in
      var others: (Int32, Int32)?
      let own = labels[index]
      for axis in 0..<3 {
        for step in [-1, 1] {
          var near = voxel
          near[axis] += step
          let label = self.label(at: near)
          guard label != own else { continue }
          guard let known = others else {
            others = (label, label)
            continue
          }
          if label != known.0 { result[index] = true }
        }
      }
    }
    return result
  }

  /// Along which axes voxels of some labels form a path through the periodic box.
  ///
  /// False along an axis means zero conductivity there, where no other phase conducts.
  public func percolation(of isConducting: (Int32) -> Bool) -> [Bool] {
    var percolates = [false, false, false]
    var image = Array(repeating: SIMD3<Int32>(repeating: .min), count: labels.count)
    let unseen = SIMD3<Int32>(repeating: .min)
    var stack: [SIMD3<Int>] = []
    forEachVoxel { start, first in
      guard image[first] == unseen, isConducting(labels[first]) else { return }
      image[first] = .zero
      stack.append(start)
      while let voxel = stack.popLast() {
        let here = image[index(voxel)]
        for axis in 0..<3 {
          for step in [-1, 1] {
            var next = voxel
            next[axis] += step
            var there = here
            if next[axis] < 0 || next[axis] == shape[axis] {
              next[axis] = next[axis] < 0 ? shape[axis] - 1 : 0
              there[axis] += Int32(step)
            }
            let k = index(next)
            guard isConducting(labels[k]) else { continue }
            if image[k] == unseen {
              image[k] = there
              stack.append(next)
            } else {
              for a in 0..<3 where image[k][a] != there[a] { percolates[a] = true }
            }
          }
        }
      }
    }
    return percolates
  }
}
