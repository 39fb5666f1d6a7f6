import Foundation
import IonHopCore

/// Finds radii that give the radical cells of fixed points the volumes asked for.
///
/// The volumes are the gradient of a concave function of the weights wᵢ = rᵢ², whose second
/// derivatives are face areas over twice the distance of the points: ∂Vᵢ/∂wⱼ = −Aᵢⱼ/(2 dᵢⱼ). A
/// damped Newton search finds its only maximum (J. Kitagawa, Q. Mérigot, B. Thibert, J. Eur. Math.
/// Soc. 21, 2603 (2019), doi:10.4171/JEMS/889); for grains D. P. Bourne, P. J. J. Kok, S. M. Roper,
/// W. D. T. Spanjer, Philos. Mag. 100, 2677 (2020), doi:10.1080/14786435.2020.1790053 (abstract
/// read; the rest from memory, tested by the volumes it finds).
struct VolumeFit {
  private let points: [SIMD3<Double>]
  private let volumes: [Double]
  private let cell: Cell
  private var weights: [Double]
  private static let mostSteps = 200

  /// - Parameter volumes: positive; they add up to the volume of the cell (Å³).
  init(_ points: [SIMD3<Double>], volumes: [Double], in cell: Cell) {
    (self.points, self.volumes, self.cell) = (points, volumes, cell)
    weights = Array(repeating: 0, count: points.count)
  }

  /// - Parameter tolerance: largest deviation of a volume, relative to the mean volume.
  func tessellation(tolerance: Double) throws(InputError) -> PeriodicTessellation {
    var fit = self
    var cells = try fit.tessellate(fit.weights)
    let mean = cell.volume / Double(points.count)
    // No cell may vanish on the way, or its weight would have no hold.
    let least = 0.5 * min(volumes.min() ?? 0, cells.polyhedra.map(\.volume).min() ?? 0)
    for _ in 0..<Self.mostSteps {
      let miss = fit.miss(cells)
      guard miss.map(abs).max() ?? 0 > tolerance * mean else { return cells }
      let step = fit.newtonStep(cells, towards: miss)
      let old = Self.size(miss)
      var share = 1.0
      while true {
        let trial = zip(fit.weights, step).map { $0 + share * $1 }
        let next = try fit.tessellate(trial)
        let isWhole = next.polyhedra.allSatisfy { $0.volume >= least }
        if isWhole, Self.size(fit.miss(next)) <= (1 - share / 2) * old {
          (fit.weights, cells) = (trial, next)
          break
        }
        share /= 2
        guard share > 1e-9 else {
          throw GrainStructure.error(
            "no radii give these grains their volumes; use a smaller spread or another seed",
            at: "diameterSpread")
        }
      }
    }
    throw GrainStructure.error(
      "the volumes did not settle in \(Self.mostSteps) steps; use a smaller spread or another seed",
      at: "diameterSpread")
  }

  private func tessellate(_ weights: [Double]) throws(InputError) -> PeriodicTessellation {
    // Only differences count; the least radius is zero.
    let least = weights.min() ?? 0
    return try PeriodicTessellation(
      of: points, radii: weights.map { ($0 - least).squareRoot() }, in: cell)
  }

  private func miss(_ cells: PeriodicTessellation) -> [Double] {
    zip(volumes, cells.polyhedra).map { $0 - $1.volume }
  }

  private static func size(_ list: [Double]) -> Double {
    list.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Solves the network of conductances A/(2d) for the weights by conjugate gradients with the
  /// diagonal as preconditioner.
  private func newtonStep(
    _ cells: PeriodicTessellation, towards miss: [Double]
  ) -> [Double] {
    let bonds = cells.polyhedra.enumerated().map { i, polyhedron in
      polyhedron.faces.filter { $0.neighbour != i }.map { face in
        let d =
          cells.polyhedra[face.neighbour].point - polyhedron.point
          + cell.cartesian(SIMD3<Double>(face.image))
        return (to: face.neighbour, g: face.area / (2 * length(d)))
      }
    }
    let diagonal = bonds.map { max($0.reduce(0) { $0 + $1.g }, .leastNormalMagnitude) }
    func product(_ x: [Double]) -> [Double] {
      bonds.indices.map { i in
        bonds[i].reduce(diagonal[i] * x[i]) { $0 - $1.g * x[$1.to] }
      }
    }
    func inner(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    var x = Array(repeating: 0.0, count: miss.count)
    // The right side must add up to zero, as the volumes do but for rounding.
    let mean = miss.reduce(0, +) / Double(miss.count)
    var r = miss.map { $0 - mean }
    var z = zip(r, diagonal).map { $0 / $1 }
    var p = z
    var rz = inner(r, z)
    let goal = 1e-8 * Self.size(r)
    for _ in 0..<10 * miss.count + 100 where Self.size(r) > goal {
      let q = product(p)
      let step = rz / inner(p, q)
      guard step.isFinite else { break }
      for i in x.indices {
        x[i] += step * p[i]
        r[i] -= step * q[i]
      }
      z = zip(r, diagonal).map { $0 / $1 }
      let next = inner(r, z)
      p = zip(z, p).map { $0 + next / rz * $1 }
      rz = next
    }
    return x
  }
}
