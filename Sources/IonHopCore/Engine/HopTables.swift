/// Tables that the loop reads beside the network's rows: shared by all replicas of a point.
struct HopTables: Sendable {
  /// Displacement (Å) of each hop kind in lanes 0–2, its square (Å²) in lane 3.
  let steps: [SIMD4<Double>]
  /// Twice the hop class of each kind, plus one if it crosses the border of the cell.
  let codes: [Int32]
  let images: [SIMD3<Int32>]
  /// Hops from every site, or 0 where the number varies.
  let coordination: Int
  let largestCoordination: Int

  init(_ network: SiteNetwork) {
    steps = network.hopKinds.map { kind in
      let d = kind.displacement
      return SIMD4(d.x, d.y, d.z, dot(d, d))
    }
    codes = network.hopKinds.map { 2 * Int32($0.hopClass) + ($0.image == .zero ? 0 : 1) }
    images = network.hopKinds.map(\.image)
    coordination = network.uniformCoordination ?? 0
    largestCoordination = network.largestCoordination
  }
}

/// Raw read-only pointers to a network's rows and tables, valid while the loop runs.
///
/// Made by `withRows` and not kept: the arrays behind it own the memory.
struct RowPointers {
  let rowStart: UnsafePointer<Int32>
  let rows: UnsafePointer<HopRecord>
  let steps: UnsafePointer<SIMD4<Double>>
  let codes: UnsafePointer<Int32>
  let images: UnsafePointer<SIMD3<Int32>>
  let coordination: Int

  /// First hop of a site's row. A lattice of equal coordination needs no look-up.
  @inline(__always)
  func start(of site: Int) -> Int {
    coordination > 0 ? site &* coordination : Int(rowStart[site])
  }

  @inline(__always)
  func end(of site: Int) -> Int {
    coordination > 0 ? (site &+ 1) &* coordination : Int(rowStart[site &+ 1])
  }
}

func withRows<Result>(
  _ network: SiteNetwork, _ tables: HopTables, _ body: (RowPointers) -> Result
) -> Result {
  network.rowStart.withUnsafeBufferPointer { rowStart in
    network.rows.withUnsafeBufferPointer { rows in
      tables.steps.withUnsafeBufferPointer { steps in
        tables.codes.withUnsafeBufferPointer { codes in
          tables.images.withUnsafeBufferPointer { images in
            body(
              RowPointers(
                rowStart: rowStart.baseAddress!, rows: rows.baseAddress!,
                steps: steps.baseAddress!, codes: codes.baseAddress!,
                images: images.baseAddress!, coordination: tables.coordination))
          }
        }
      }
    }
  }
}
