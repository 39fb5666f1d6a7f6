import IonHopCore

extension Microstructure {
  /// Distance (Å) of every voxel's centre from the nearest change of label, to within a voxel.
  ///
  /// Exact Euclidean distances between centres of voxels by lower envelopes of parabolas, axis by
  /// axis (P. F. Felzenszwalb, D. P. Huttenlocher, Theory Comput. 8, 415 (2012),
  /// doi:10.4086/toc.2012.v008a019), on periodic lines; half a voxel more for the face itself.
  /// Infinite where all labels are alike.
  public func boundaryDistances() -> [Double] {
    var squares = Array(repeating: Double.infinity, count: labels.count)
    forEachVoxel { voxel, index in
      for axis in 0..<3 {
        var (next, last) = (voxel, voxel)
        next[axis] += 1
        last[axis] -= 1
        if label(at: next) != labels[index] || label(at: last) != labels[index] {
          squares[index] = 0
        }
      }
    }
    for axis in 0..<3 where shape[axis] > 1 { spread(&squares, along: axis) }
    let half = spacing.sum() / 6
    return squares.map { $0.squareRoot() + half }
  }

  private func spread(_ squares: inout [Double], along axis: Int) {
    let (u, v) = ((axis + 1) % 3, (axis + 2) % 3)
    let n = shape[axis]
    var line = Array(repeating: 0.0, count: 3 * n)
    for p in 0..<shape[u] {
      for q in 0..<shape[v] {
        var voxel = SIMD3<Int>.zero
        (voxel[u], voxel[v]) = (p, q)
        for k in 0..<n {
          voxel[axis] = k
          let value = squares[index(voxel)]
          // Three periods: from the middle one the nearest image is never beyond.
          (line[k], line[n + k], line[2 * n + k]) = (value, value, value)
        }
        let result = Self.envelope(line, spacing: spacing[axis])
        for k in 0..<n {
          voxel[axis] = k
          squares[index(voxel)] = result[n + k]
        }
      }
    }
  }

  /// min over j of f(j) + (h (i − j))² for every i.
  private static func envelope(_ f: [Double], spacing h: Double) -> [Double] {
    var roots: [Int] = []
    var starts: [Double] = []
    for q in f.indices where f[q].isFinite {
      var start = -Double.infinity
      while let last = roots.last {
        let (x, y) = (Double(q), Double(last))
        start = ((f[q] / h / h + x * x) - (f[last] / h / h + y * y)) / (2 * (x - y))
        guard start <= starts[starts.count - 1] else { break }
        roots.removeLast()
        starts.removeLast()
        start = -.infinity
      }
      roots.append(q)
      starts.append(start)
    }
    guard !roots.isEmpty else { return f }
    var k = 0
    return f.indices.map { i in
      while k + 1 < roots.count, starts[k + 1] < Double(i) { k += 1 }
      let d = h * Double(i - roots[k])
      return f[roots[k]] + d * d
    }
  }
}

extension GrainNetwork {
  /// One lattice through a structure of voxels; sites in pores are left out.
  ///
  /// The grain of a site is the label of its voxel, its distance that of the voxel.
  ///
  /// - Parameter isOpen: whether sites in voxels of a label exist; by default all but pores do.
  /// - Throws: `InputError` where the box is not the network's cell, where labels do not go on through
  ///   the periodic border, or where no hop is left.
  public init(
    _ network: SiteNetwork, in voxels: Microstructure, isOpen: ((Int32) -> Bool)? = nil
  ) throws(InputError) {
    try Self.checkSame(network.cell, voxels.cell)
    try voxels.checkPeriodic()
    let distances = voxels.boundaryDistances()
    let places = (0..<network.siteCount).map {
      voxels.index(voxels.voxel(at: network.position(of: $0)))
    }
    let kept = places.map { place in
      let label = voxels.labels[place]
      return isOpen?(label) ?? (voxels.phases[label] != .pore)
    }
    let sites = places.indices.filter { kept[$0] }
    let open: SiteNetwork
    do {
      open = try network.altered(keeping: kept)
    } catch {
      throw GrainStructure.error(
        "no hop is left outside of the pores; correct the labels", at: "labels")
    }
    self.init(
      network: open, grain: sites.map { voxels.labels[places[$0]] },
      distance: sites.map { distances[places[$0]] },
      junctionDistance: Array(repeating: .infinity, count: sites.count))
  }
}
