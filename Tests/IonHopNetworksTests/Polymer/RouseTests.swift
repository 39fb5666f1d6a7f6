import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Rouse chains")
struct RouseTests {
  private func chain(_ beads: Int) throws -> RouseChain {
    try RouseChain(beads: beads, bondLength: 1, beadDiffusivity: 1)
  }

  @Test("V81: mean squared displacement of 50 beads")
  func displacement() throws {
    let chain = try chain(50)
    for (t, g) in [(1.0, 1.96725), (10, 6.76247), (100, 25.5355), (1000, 136.660)] {
      #expect(abs(chain.meanSquareDisplacement(after: t) / g - 1) < 1e-5)
    }
  }

  @Test("g(t) is 6 D t at both ends, with D of a bead and of the whole, and √t between")
  func regimes() throws {
    let chain = try chain(400)
    #expect(abs(chain.meanSquareDisplacement(after: 1e-5) / 6e-5 - 1) < 1e-3)
    let late = 1e3 * chain.rouseTime
    let rest = chain.meanSquareDisplacement(after: late) - 6 * late / 400
    #expect(rest > 0 && rest < 400)  // the radius of gyration, twice
    // Between, as on an endless chain: g = √(12 D₀ b² t/π).
    let t = 1e-2 * chain.rouseTime
    #expect(abs(chain.meanSquareDisplacement(after: t) / (12 * t / .pi).squareRoot() - 1) < 0.05)
  }

  @Test("The mean over the beads is the mean of the beads; ends move most")
  func beads() throws {
    let chain = try chain(20)
    let each = (0..<20).map { chain.meanSquareDisplacement(ofBead: $0, after: 3) }
    #expect(
      abs(each.reduce(0, +) / 20 / chain.meanSquareDisplacement(after: 3) - 1) < 1e-12)
    #expect(each[0] > 1.3 * each[10])
    #expect(chain.meanSquareDisplacement(ofBead: 20, after: 3).isNaN)
  }

  @Test("V82: diffusivity of an ion that is carried and changes chains")
  func carried() throws {
    let chain = try chain(50)
    for (time, d) in [(10.0, 0.100826), (100, 0.039027), (1000, 0.022634)] {
      #expect(abs(chain.carriedDiffusivity(transferTime: time) - d) < 6e-7)
    }
  }

  @Test("V82 by Monte Carlo", arguments: [10.0, 100, 1000])
  func carriedWalk(transferTime: Double) throws {
    let chain = try chain(50)
    var walk = try RouseWalk(chain, transferTime: transferTime, seed: 4)
    walk.advance(transfers: 30_000)
    let (d, error) = walk.diffusivity
    #expect(abs(d - chain.carriedDiffusivity(transferTime: transferTime)) < 4 * error)
    #expect(error < 0.015 * d)
    #expect(walk.alongChainHops == 0)
  }

  @Test("Steps between chains add their squared length over six times τ₃")
  func transferSteps() throws {
    let chain = try chain(10)
    var walk = try RouseWalk(chain, transferTime: 20, transferLength: 3, seed: 6)
    walk.advance(transfers: 30_000)
    let (d, error) = walk.diffusivity
    let exact = chain.carriedDiffusivity(transferTime: 20) + 9.0 / (6 * 20)
    #expect(abs(d - exact) < 4 * error)
  }

  @Test("Along a chain that stands still: D = (k b²/3)/√(1 + 4 k τ₃)")
  func alongChain() throws {
    let frozen = try RouseChain(beads: 400, bondLength: 1, beadDiffusivity: 1e-12)
    var walk = try RouseWalk(frozen, alongChainRate: 0.5, transferTime: 8, seed: 7)
    walk.advance(transfers: 12_000)
    let (d, error) = walk.diffusivity
    let exact = RouseChain.alongChainDiffusivity(rate: 0.5, bondLength: 1, transferTime: 8)
    #expect(abs(exact - 0.5 / 3 / 17.0.squareRoot()) < 1e-12)
    // Reflection at the ends takes about 2·√(2 k τ₃)/400 of it.
    #expect(abs(d - exact) < 4 * error + 0.015 * exact)
    #expect(abs(Double(walk.alongChainHops) / 12_000 - 8) < 0.4)
  }

  @Test("All three processes: more than any one of them, less than their sum")
  func threeProcesses() throws {
    let chain = try chain(40)
    var walk = try RouseWalk(chain, alongChainRate: 0.5, transferTime: 30, seed: 9)
    walk.advance(transfers: 40_000)
    let carried = chain.carriedDiffusivity(transferTime: 30)
    let along = RouseChain.alongChainDiffusivity(rate: 0.5, bondLength: 1, transferTime: 30)
    let (d, error) = walk.diffusivity
    #expect(d > max(carried, along) + 4 * error)
    #expect(d < carried + along + 4 * error)
  }

  @Test("Short chains carry ions as 1/N, long ones regardless of N")
  func chainLength() throws {
    func d(_ beads: Int, _ time: Double) throws -> Double {
      try chain(beads).carriedDiffusivity(transferTime: time)
    }
    // The Rouse limit: no transfer within the time of the slowest mode.
    for beads in [5, 10, 20] {
      #expect(abs(try d(beads, 1e7) * Double(beads) - 1) < 1e-3)
    }
    #expect(abs(try d(400, 100) / d(800, 100) - 1) < 0.05)
    // With N the carried part falls to a plateau, never below.
    let values = try [5, 10, 20, 50, 100, 200].map { try d($0, 100) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test("A chain may be given by its Rouse time")
  func rouseTime() throws {
    let chain = try RouseChain(beads: 54, bondLength: 6, rouseTime: 45e-9)
    #expect(abs(chain.rouseTime / 45e-9 - 1) < 1e-12)
  }

  @Test("Bad numbers are refused")
  func refusals() throws {
    #expect(throws: PolymerError.self) {
      try RouseChain(beads: 0, bondLength: 1, beadDiffusivity: 1)
    }
    #expect(throws: PolymerError.self) {
      try RouseChain(beads: 1, bondLength: 1, rouseTime: 1)
    }
    let long = try chain(10_000)
    #expect(throws: PolymerError.self) { _ = try RouseWalk(long, transferTime: 1, seed: 1) }
  }
}
