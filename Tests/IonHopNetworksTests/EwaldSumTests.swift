import Foundation
import IonHopCore
import IonHopNetworks
import Testing

@Suite("Ewald's sum")
struct EwaldSumTests {
  private static let faces: [SIMD3<Double>] = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
  private static let cube: [SIMD3<Double>] = [[2, 0, 0], [0, 2, 0], [0, 0, 2]]

  /// A cation at the origin of a cell, and one anion.
  struct Crystal: Sendable {
    var vectors: [SIMD3<Double>]
    var anion: SIMD3<Double>
    var constant: Double
  }

  /// Madelung constants to ten digits: OEIS A085469, A181152 and A182566, as in Y. Sakamoto, J.
  /// Chem. Phys. 28, 164 (1958), doi:10.1063/1.1744060 (NaCl and CsCl read in tables that quote OEIS,
  /// ZnS in three codes' tests; they agree).
  @Test(
    "V58: Madelung constants of NaCl, CsCl and ZnS",
    arguments: [
      Crystal(vectors: faces, anion: [1, 0, 0], constant: 1.7475645946),
      Crystal(vectors: cube, anion: [1, 1, 1], constant: 1.7626747731),
      Crystal(vectors: faces, anion: [0.5, 0.5, 0.5], constant: 1.6380550534),
    ])
  func madelung(crystal: Crystal) throws {
    let (vectors, anion) = (crystal.vectors, crystal.anion)
    let ewald = EwaldSum(try Cell(vectors[0], vectors[1], vectors[2]))
    let constant = length(anion) * (ewald.potential(at: anion) - ewald.potential(at: .zero))
    #expect(abs(constant - crystal.constant) < 1e-9)
  }

  /// L. M. Fraser et al., Phys. Rev. B 53, 1814 (1996), doi:10.1103/PhysRevB.53.1814, has ξ =
  /// -2.837297 (recalled; the number itself read in several codes).
  @Test("V58: a point charge in a neutralising background on the simple cubic lattice")
  func background() throws {
    let ewald = EwaldSum(try .cubic(7))
    #expect(abs(ewald.potential(at: .zero) * 7 + 2.837297) < 1e-6)
  }

  @Test("The splitting parameter does not matter", arguments: [0.6, 0.8, 1.3, 2])
  func splitting(factor: Double) throws {
    let cell = try Cell.triclinic(a: 6, b: 7, c: 11, alpha: 70, beta: 100, gamma: 115)
    let balanced = Double.pi.squareRoot() / cbrt(cell.volume)
    let (one, other) = (EwaldSum(cell), EwaldSum(cell, splitting: factor * balanced))
    for place: SIMD3<Double> in [.zero, [1, 0.3, -2], [3, 3, 5], [0.1, 0, 0], [-20, 31, 4]] {
      let (p, q) = (one.potential(at: place), other.potential(at: place))
      #expect(abs(p - q) < 1e-13)
    }
  }

  @Test("The choice of the cell does not matter, left-handed and oblique ones included")
  func choiceOfCell() throws {
    let (a, b, c) = (SIMD3(6.0, 0, 0), SIMD3(1.0, 7, 0), SIMD3(-2.0, 1, 9))
    let one = EwaldSum(try Cell(a, b, c))
    for vectors in [[b, a, c], [a, b + a, c - b], [a + 2 * b, b, c + 3 * a]] {
      let other = EwaldSum(try Cell(vectors[0], vectors[1], vectors[2]))
      for place: SIMD3<Double> in [.zero, [1, 0.3, -2], [3, 3, 5]] {
        #expect(abs(one.potential(at: place) - other.potential(at: place)) < 1e-13)
      }
    }
  }

  @Test("A cell repeated holds the charges of all its parts")
  func repeated() throws {
    let cell = try Cell.triclinic(a: 4, b: 5, c: 6, alpha: 80, beta: 95, gamma: 110)
    let (one, whole) = (EwaldSum(cell), EwaldSum(try cell.repeated([2, 1, 3])))
    var sum = 0.0
    for x in 0..<2 {
      for z in 0..<3 {
        sum += whole.potential(at: [1, 2, 0.5] + cell.cartesian([Double(x), 0, Double(z)]))
      }
    }
    #expect(abs(sum - one.potential(at: [1, 2, 0.5])) < 1e-13)
  }

  /// Charges that are their own mirror image have no dipole, whose surface term would set the sums
  /// apart; what is left falls as 1/shells², and two sums extrapolate it away.
  @Test("The energy of charges at random is the sum over neutral cells in growing cubes")
  func directSum() throws {
    let edge = 5.0
    let half: [(SIMD3<Double>, Double)] = [
      ([0.7, 0.4, 1.9], 1), ([2.2, -1.3, 0.2], -1), ([-0.9, 1.6, 0.8], 0.5),
      ([1.1, 2.1, -1.7], -0.5),
    ]
    let charges = half + half.map { (-$0.0, $0.1) }
    let ewald = EwaldSum(try .cubic(edge))
    var energy = 0.0
    for (p, q) in charges {
      for (r, s) in charges { energy += q * s * ewald.potential(at: r - p) / 2 }
    }
    let (near, far) = (cubes(charges, edge, 12), cubes(charges, edge, 24))
    #expect(abs((far * 49 * 49 - near * 25 * 25) / (49 * 49 - 25 * 25) - energy) < 1e-7)
  }

  /// Half the energy of the charges with those of (2 n + 1)³ cells.
  private func cubes(_ charges: [(SIMD3<Double>, Double)], _ edge: Double, _ n: Int) -> Double {
    var energy = 0.0
    for (p, q) in charges {
      for (r, s) in charges {
        for x in -n...n {
          for y in -n...n {
            for z in -n...n {
              let apart = length(r - p + edge * SIMD3(Double(x), Double(y), Double(z)))
              if apart > 1e-9 { energy += q * s / apart / 2 }
            }
          }
        }
      }
    }
    return energy
  }
}
