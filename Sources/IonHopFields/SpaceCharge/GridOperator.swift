import IonHopCore

/// The Poisson equation of a periodic grid as a sparse matrix.
struct GridOperator: PoissonOperator {
  let free: [Bool]
  /// K, with the rows and columns of fixed voxels cut off but their diagonal kept.
  private let matrix: SparseMatrix
  private let diagonal: [Int]
  /// Bonds from each voxel to a higher number, and both fixed and free ones: what `flux` sums.
  private let bonds: [Bond]

  private struct Bond {
    let from: Int32
    let to: Int32
    /// e/V
    let conductance: Double
  }

  /// - Parameter permittivity: relative, of each voxel; across a face it is the harmonic mean.
  init(cell: Cell, shape: SIMD3<Int>, permittivity: [Double], free: [Bool]) {
    self.free = free
    var bonds: [Bond] = []
    let stencil = GridStencil(cell: cell, shape: shape)
    bonds.reserveCapacity(stencil.bonds.count * permittivity.count)
    var index = 0
    for x in 0..<shape.x {
      for y in 0..<shape.y {
        for z in 0..<shape.z {
          for bond in stencil.bonds {
            let other = Self.index(SIMD3(x, y, z) &+ bond.offset, shape)
            guard other != index else { continue }
            let (a, b) = (permittivity[index], permittivity[other])
            bonds.append(
              Bond(
                from: Int32(index), to: Int32(other),
                conductance: SpaceChargeModel.vacuumPermittivity * bond.weight * 2 * a * b
                  / (a + b)))
          }
          index += 1
        }
      }
    }
    self.bonds = bonds
    (matrix, diagonal) = Self.assemble(bonds, free)
  }

  /// Voxels run fastest along c.
  static func index(_ place: SIMD3<Int>, _ shape: SIMD3<Int>) -> Int {
    let x = (place.x % shape.x + shape.x) % shape.x
    let y = (place.y % shape.y + shape.y) % shape.y
    let z = (place.z % shape.z + shape.z) % shape.z
    return (x * shape.y + y) * shape.z + z
  }

  /// By rows, without a list of triplets that would take more memory than the matrix.
  private static func assemble(
    _ bonds: [Bond], _ free: [Bool]
  ) -> (matrix: SparseMatrix, diagonal: [Int]) {
    let size = free.count
    var start = Array(repeating: 0, count: size + 1)
    for bond in bonds {
      start[Int(bond.from) + 1] += 1
      start[Int(bond.to) + 1] += 1
    }
    for row in 0..<size { start[row + 1] += start[row] }
    var next = start
    var neighbours = Array(repeating: (column: Int32(0), value: 0.0), count: start[size])
    for bond in bonds {
      neighbours[next[Int(bond.from)]] = (bond.to, bond.conductance)
      neighbours[next[Int(bond.to)]] = (bond.from, bond.conductance)
      next[Int(bond.from)] += 1
      next[Int(bond.to)] += 1
    }
    var starts = [0]
    var columns: [Int] = []
    var values: [Double] = []
    var diagonal: [Int] = []
    columns.reserveCapacity(start[size] + size)
    values.reserveCapacity(start[size] + size)
    for row in 0..<size {
      var entries = [(column: Int32(row), value: 0.0)]
      for neighbour in neighbours[start[row]..<start[row + 1]] {
        entries[0].value += neighbour.value
        guard free[row], free[Int(neighbour.column)] else { continue }
        // A ring of two voxels has both neighbours in one place.
        if let known = entries.dropFirst().firstIndex(where: { $0.column == neighbour.column }) {
          entries[known].value -= neighbour.value
        } else {
          entries.append((neighbour.column, -neighbour.value))
        }
      }
      entries.sort { $0.column < $1.column }
      for entry in entries {
        if entry.column == row { diagonal.append(columns.count) }
        columns.append(Int(entry.column))
        values.append(entry.value)
      }
      starts.append(columns.count)
    }
    return (SparseMatrix(starts: starts, columns: columns, values: values), diagonal)
  }

  func flux(_ potential: [Double]) -> [Double] {
    var flux = Array(repeating: 0.0, count: potential.count)
    for bond in bonds {
      let (i, j) = (Int(bond.from), Int(bond.to))
      let displacement = bond.conductance * (potential[i] - potential[j])
      flux[i] += displacement
      flux[j] -= displacement
    }
    return flux
  }

  func rounding(_ potential: [Double]) -> Double {
    bonds.reduce(0) {
      $0 + .ulpOfOne * $1.conductance
        * (abs(potential[Int($1.from)]) + abs(potential[Int($1.to)]))
    }
  }

  func solve(
    _ slope: [Double], _ right: [Double], tolerance: Double
  ) throws(SpaceChargeError) -> [Double] {
    var shifted = matrix
    for (row, place) in diagonal.enumerated() {
      shifted.values[place] += free[row] ? slope[row] : 1
    }
    do {
      let solver = try MultigridSolver(shifted)
      return try solver.solve(right, tolerance: tolerance).values
    } catch {
      throw .solver(error)
    }
  }
}
