extension NetworkDraft {
  /// Two sites whose ions interact.
  public struct Pair: Sendable {
    /// Number of a site.
    public var first: Int
    /// Number of the other site.
    public var second: Int
    /// From the first to the second, Å, through the periodic cell.
    public var displacement: SIMD3<Double>
    /// Of the pair when both sites hold an ion (eV).
    public var energy: Double
  }

  /// Adds the energy (eV) of two ions that stand on both sites at once; both directions are implied.
  ///
  /// - Parameter displacement: from the first site to the second, Å.
  public mutating func addPair(
    _ i: Int, _ j: Int, displacement: SIMD3<Double>, energy: Double
  ) {
    pairs.append(Pair(first: i, second: j, displacement: displacement, energy: energy))
  }

  /// Adds all pairs of sites of two kinds whose distance through the periodic cell lies in a window.
  ///
  /// In a cell of few sites a site may be paired with its own image; supercells unfold such pairs.
  ///
  /// - Parameters:
  ///   - distance: Å, both ends included.
  ///   - energy: of each pair of ions (eV).
  /// - Returns: the number of pairs added.
  @discardableResult
  public mutating func addPairs(
    between kindA: String, and kindB: String, distance: ClosedRange<Double>, energy: Double
  ) -> Int {
    let before = pairs.count
    for (i, first) in sites.enumerated() where first.kind == kindA {
      for near in neighbours(of: i, kind: kindB, distance: distance) {
        // Within one kind every pair is met from both ends.
        guard kindA != kindB || isFirst(i, near.site, near.displacement) else { continue }
        addPair(i, near.site, displacement: near.displacement, energy: energy)
      }
    }
    return pairs.count - before
  }

  /// True at one of the two ends of a pair.
  private func isFirst(_ i: Int, _ j: Int, _ d: SIMD3<Double>) -> Bool {
    guard i == j else { return i < j }
    // Rounding may leave 1e-16 where the components of an image of the cell are zero.
    let image = cell.fractional(d).rounded(.toNearestOrEven)
    for axis in 0..<3 where image[axis] != 0 { return image[axis] > 0 }
    return false
  }

  // MARK: Images

  /// The cell image in which a displacement (Å) ends; nil if it does not lead to an image of `to`.
  func image(
    from: Int, to: Int, displacement: SIMD3<Double>
  ) -> SIMD3<Int32>? {
    let straight = sites[to].position - sites[from].position
    let shift = cell.fractional(displacement - straight)
    let whole = shift.rounded(.toNearestOrEven)
    let residue = cell.cartesian(shift - whole)
    let farthest = max(abs(whole.x), abs(whole.y), abs(whole.z))
    guard length(residue) < 1e-4, length(displacement) > 0, farthest < 1e6 else { return nil }
    return SIMD3<Int32>(whole)
  }

  /// From positions and image, not as given: closed loops then close to the last digit, and a fast
  /// cage does not walk away on a displacement rounded in a file.
  func displacement(from: Int, to: Int, image: SIMD3<Int32>) -> SIMD3<Double> {
    sites[to].position - sites[from].position + cell.cartesian(SIMD3<Double>(image))
  }
}
