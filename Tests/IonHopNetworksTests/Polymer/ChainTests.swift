import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

/// A melt that is easy to reason about: bonds of 4 Å, 50 monomers, low density.
func meltComposition(
  chains: Int = 40, monomers: Int = 60, model: ChainModel = .freelyJointed,
  density: Double = 1, minimumDistance: Double = 0, monomersPerSite: Int = 5, crossLinks: Int = 0
) -> MeltComposition {
  MeltComposition(
    chains: chains, monomers: monomers, model: model, bondLength: 4, monomerMass: 44,
    density: density, monomersPerSite: monomersPerSite, minimumDistance: minimumDistance,
    crossLinks: crossLinks)
}

@Suite("Polymer chains")
struct ChainTests {
  @Test(
    "End-to-end distances are those of ideal chains",
    arguments: [
      ChainModel.freelyJointed, .freelyRotating(bondAngle: 109.5),
      .wormLike(persistenceLength: 12), .wormLike(persistenceLength: 0.5),
      .wormLike(persistenceLength: 4000),
    ])
  func endToEnd(model: ChainModel) throws {
    let composition = meltComposition(chains: 4000, monomers: 40, model: model)
    let melt = try PolymerMelt(composition, seed: 3)
    let squares = melt.ends.map { dot($0.last - $0.first, $0.last - $0.first) }
    let mean = squares.reduce(0, +) / 4000
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3999
    let exact = model.meanSquareEndToEnd(bonds: 39, bondLength: 4)
    #expect(abs(mean - exact) < 4 * (variance / 4000).squareRoot() + 1e-9 * exact)
  }

  @Test("⟨R²⟩ has its known limits: n b² for free joints, (n b)² for rods, C∞ n b² for long chains")
  func endToEndLimits() {
    #expect(ChainModel.freelyJointed.meanSquareEndToEnd(bonds: 39, bondLength: 4) == 39 * 16)
    let rod = ChainModel.wormLike(persistenceLength: 4e7)
    #expect(abs(rod.meanSquareEndToEnd(bonds: 10, bondLength: 4) / 1600 - 1) < 1e-5)
    // Tetrahedral angle, cos = 1/3: C∞ = (1 + 1/3)/(1 − 1/3) = 2.
    let angle = 180 - acos(1.0 / 3) * 180 / .pi
    let rotating = ChainModel.freelyRotating(bondAngle: angle)
    let long = rotating.meanSquareEndToEnd(bonds: 100_000, bondLength: 1)
    #expect(abs(long / 200_000 - 1) < 2e-5)
  }

  @Test("The bending stiffness gives back the mean cosine that it is made for")
  func stiffness() {
    for cosine in [1e-4, 0.1, 0.5, 0.9, 0.999] {
      let k = BondWalk.stiffness(cosine: cosine)
      #expect(abs(1 / tanh(k) - 1 / k - cosine) < 1e-9)
    }
  }

  @Test("Density and chain length give the cell; sites stand every five monomers")
  func composition() throws {
    let melt = try PolymerMelt(meltComposition(), seed: 1)
    // 2400 monomers of 44 g/mol at 1 g/cm³: 175 353 Å³.
    #expect(abs(pow(melt.edge, 3) - 2400 * 44 / 0.602_214_076) < 1e-6 * pow(melt.edge, 3))
    #expect(melt.sites.count == 40)
    #expect(melt.sites.allSatisfy { $0.count == 12 })
    for chain in melt.sites {
      for (a, b) in zip(chain, chain.dropFirst()) { #expect(length(b - a) <= 20 + 1e-9) }
    }
  }

  @Test("One site a monomer: neighbours along the chain are one bond apart")
  func everyMonomer() throws {
    let melt = try PolymerMelt(meltComposition(monomers: 20, monomersPerSite: 1), seed: 1)
    for chain in melt.sites {
      #expect(chain.count == 20)
      for (a, b) in zip(chain, chain.dropFirst()) { #expect(abs(length(b - a) - 4) < 1e-9) }
    }
  }

  @Test("No two sites are nearer than asked")
  func minimumDistance() throws {
    let melt = try PolymerMelt(meltComposition(minimumDistance: 4), seed: 5)
    let sites = melt.sites.flatMap { $0 }
    for i in sites.indices {
      for j in sites.indices where j < i {
        let d = sites[i] - sites[j]
        let near = d - melt.edge * (d / melt.edge).rounded(.toNearestOrEven)
        #expect(length(near) >= 4)
      }
    }
  }

  @Test("Cross-links join sites of different chains within reach, each at most once")
  func crossLinks() throws {
    let melt = try PolymerMelt(meltComposition(crossLinks: 25), seed: 2)
    #expect(melt.crossLinks.count == 25)
    var taken: Set<[Int]> = []
    for link in melt.crossLinks {
      #expect(link.first.chain != link.second.chain)
      #expect(length(link.displacement) <= 10)
      #expect(taken.insert([link.first.chain, link.first.site]).inserted)
      #expect(taken.insert([link.second.chain, link.second.site]).inserted)
      let straight =
        melt.sites[link.second.chain][link.second.site]
        - melt.sites[link.first.chain][link.first.site] - link.displacement
      let cells = straight / melt.edge
      let fromWhole = cells - cells.rounded(.toNearestOrEven)
      #expect(length(fromWhole) < 1e-9)
    }
    #expect(abs(melt.composition.crossLinkDensity - 25 / 1.753_53e-19) < 1e-5 * 25 / 1.753_53e-19)
  }

  @Test("The same seed grows the same chains, another seed others")
  func seeds() throws {
    let one = try PolymerMelt(meltComposition(), seed: 8)
    #expect(try PolymerMelt(meltComposition(), seed: 8).sites == one.sites)
    #expect(try PolymerMelt(meltComposition(), seed: 9).sites != one.sites)
  }

  @Test("What cannot be built is refused with a reason")
  func refusals() {
    func error(_ composition: MeltComposition) -> PolymerError? {
      do {
        _ = try PolymerMelt(composition, seed: 1)
        return nil
      } catch { return error as? PolymerError }
    }
    #expect(
      error(meltComposition(monomers: 1))
        == .badValue(
          key: "monomers", value: 1, mend: "give a number from 2.0 to 20000000.0"))
    #expect(error(meltComposition(chains: 0)) != nil)
    #expect(error(meltComposition(density: .nan)) != nil)
    #expect(error(meltComposition(monomersPerSite: 61)) != nil)
    #expect(error(meltComposition(model: .freelyRotating(bondAngle: 181))) != nil)
    #expect(error(meltComposition(model: .wormLike(persistenceLength: 0))) != nil)
    #expect(
      error(meltComposition(chains: 400, density: 4, minimumDistance: 9))?.description
        .contains("lower the distance or the density") == true)
    guard case .tooFewContacts(5000, let found) = error(meltComposition(crossLinks: 5000)) else {
      Issue.record("5000 cross-links were made of 480 sites")
      return
    }
    #expect(found > 0 && found <= 240)
  }
}
