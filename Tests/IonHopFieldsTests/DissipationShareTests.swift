import Foundation
import IonHopCore
import Testing

@testable import IonHopFields

@Suite("Shares of hop classes in the dissipation")
struct DissipationShareTests {
  private let conditions = Conditions(temperature: 500)
  private var kT: Double { conditions.thermalEnergy }

  @Test("Two classes in series share as their resistances, whatever their lengths")
  func series() throws {
    var draft = NetworkDraft(cell: try Cell([5, 0, 0], [0, 9, 0], [0, 0, 9]))
    draft.addSite(at: .zero)
    draft.addSite(at: [2, 0, 0])
    draft.addHop(
      from: 0, to: 1, displacement: [2, 0, 0], barrier: 0.3, frequency: 1e13, hopClass: "fast")
    draft.addHop(
      from: 1, to: 0, displacement: [3, 0, 0], barrier: 0.4, frequency: 1e13, hopClass: "slow")
    draft.addReverseHops()
    let network = try SiteNetwork(draft).supercell(4, 1, 1)
    let shares = try DissipationShares(
      network, conditions: conditions, occupation: Array(repeating: 0.3, count: network.siteCount))
    let found = try #require(shares.ofClass)
    let (fast, slow) = (exp(0.3 / kT), exp(0.4 / kT))
    #expect(abs(found[0] - fast / (fast + slow)) < 1e-12)
    #expect(abs(found[1] - slow / (fast + slow)) < 1e-12)
  }

  @Test("Occupation enters as f(1 − f) of both ends: three sites, two of them nearly full")
  func occupied() throws {
    var draft = NetworkDraft(cell: try Cell([9, 0, 0], [0, 9, 0], [0, 0, 9]))
    for (index, energy) in [0, 0, 0.1].enumerated() {
      draft.addSite(
        at: [3 * Double(index), 0, 0], kind: energy == 0 ? "A" : "B", energy: energy)
    }
    for (from, to, name) in [(0, 1, "A-A"), (1, 2, "A-B"), (2, 0, "A-B")] {
      draft.addHop(
        from: from, to: to, displacement: [3, 0, 0], barrier: 0.3, frequency: 1e13, hopClass: name)
    }
    draft.addReverseHops()
    let network = try SiteNetwork(draft).supercell(3, 1, 1)
    // Fermi functions of one chemical potential, 0.2 eV above the A sites.
    let (a, b) = (1 / (1 + exp(-0.2 / kT)), 1 / (1 + exp(-0.1 / kT)))
    let occupation = (0..<network.siteCount).map { network.kind(of: $0) == 0 ? a : b }
    let found = try #require(
      try DissipationShares(network, conditions: conditions, occupation: occupation).ofClass)
    let k = exp(-0.3 / kT)
    let (aa, ab) = (1 / (a * (1 - a) * k), 2 / (a * (1 - b) * k * exp(-0.05 / kT)))
    #expect(abs(found[0] - aa / (aa + ab)) < 1e-10)
  }

  @Test("On a random net each share is the class's ∂ln D/∂ln ν")
  func sensitivity() throws {
    func network(_ factors: [Double]) throws -> SiteNetwork {
      var numbers = try RandomStream(seed: 5)
      var draft = NetworkDraft(cell: try .cubic(12))
      for site in 0..<64 {
        draft.addSite(at: 3 * SIMD3(Double(site / 16), Double(site / 4 % 4), Double(site % 4)))
      }
      for site in 0..<64 {
        for (axis, stride) in [16, 4, 1].enumerated() {
          let next = (site / stride % 4) == 3 ? site - 3 * stride : site + stride
          var step = SIMD3<Double>.zero
          step[axis] = 3
          let hopClass = Int(numbers.integer(below: 3))
          draft.addHop(
            from: site, to: next, displacement: step, barrier: 0.2 + 0.3 * numbers.uniform(),
            frequency: 1e13 * factors[hopClass], hopClass: "class \(hopClass)")
        }
      }
      draft.addReverseHops()
      return try SiteNetwork(draft)
    }
    let base = try network([1, 1, 1])
    let found = try #require(
      try DissipationShares(
        base, conditions: conditions, occupation: Array(repeating: 0.5, count: 64)
      ).ofClass)
    #expect(abs(found.reduce(0, +) - 1) < 1e-12)
    let step = 1e-4
    for name in base.hopClasses {
      let number = Int(String(name.suffix(1))) ?? 0
      func logD(_ sign: Double) throws -> Double {
        var factors = [1.0, 1, 1]
        factors[number] = exp(sign * step)
        return log(try ExactDiffusivity(network(factors), conditions: conditions).mean)
      }
      let slope = (try logD(1) - logD(-1)) / (2 * step)
      let index = try #require(base.hopClasses.firstIndex(of: name))
      #expect(abs(found[index] - slope) < 1e-6)
    }
  }

  @Test("Interactions and fields are refused")
  func refused() throws {
    var draft = NetworkDraft(cell: try .cubic(3))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
      hopClass: "nn")
    let network = try SiteNetwork(draft).supercell(3, 3, 3)
    var interacting = conditions
    interacting.pairEnergy = 0.05
    var driven = conditions
    driven.field = [1e-4, 0, 0]
    let half = Array(repeating: 0.5, count: 27)
    #expect(throws: FieldError.interactionsSet) {
      try DissipationShares(network, conditions: interacting, occupation: half)
    }
    #expect(throws: FieldError.fieldSet) {
      try DissipationShares(network, conditions: driven, occupation: half)
    }
  }
}
