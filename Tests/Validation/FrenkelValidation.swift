import Foundation
import IonHop
import Testing

/// Intrinsic conduction: ions leave their sites for interstitial ones at the cost E_f, and the
/// vacancies left behind conduct.
@Suite("Frenkel pairs", .serialized)
struct FrenkelValidation {
  private static let (formation, migration) = (0.6, 0.1)
  private let edge = 6

  /// Regular sites on the corners of cubes, interstitial ones in their centres. Hops to and from
  /// these are slow against those of vacancies, so that they make pairs but carry no charge.
  private func network() throws -> SiteNetwork {
    var draft = NetworkDraft(cell: try .cubic(3))
    draft.addSite(at: .zero, kind: "regular")
    draft.addSite(at: [1.5, 1.5, 1.5], kind: "interstitial", energy: Self.formation)
    draft.addHops(
      between: "regular", and: "regular", distance: 2.9...3.1, barrier: Self.migration,
      frequency: 1e13, hopClass: "vacancy")
    draft.addHops(
      between: "regular", and: "interstitial", distance: 2.5...2.7, barrier: 0.45,
      frequency: 1e13, hopClass: "pair")
    return try SiteNetwork(draft).supercell(edge, edge, edge)
  }

  /// Canonical sums over the number n of pairs, of weight C(Ns, n)² exp(−n E_f/kT): the number of
  /// pairs, and N D_σ/k a² = ⟨n (Ns − n)⟩/(Ns − 1) of vacancies that only exclude each other.
  private func exact(_ temperature: Double) -> (pairs: Double, charge: Double) {
    let sites = edge * edge * edge
    let boltzmann = exp(-Self.formation / (PhysicalConstants.boltzmann * temperature))
    var (weight, sum, pairs, charge) = (1.0, 0.0, 0.0, 0.0)
    for n in 0..<sites {
      sum += weight
      pairs += weight * Double(n)
      charge += weight * Double(n * (sites - n)) / Double(sites - 1)
      let ratio = Double(sites - n) / Double(n + 1)
      weight *= ratio * ratio * boltzmann
    }
    return (pairs / sum, charge / sum)
  }

  @Test("Intrinsic conduction has E_a = E_m + E_f/2")
  func activationEnergy() async throws {
    let temperatures = [800.0, 900, 1050]
    let network = try network()
    let sites = edge * edge * edge
    var study = Study(
      network, species: .lithium, filling: .count(sites), temperatures: temperatures)
    study.sampling.relativeError = 0.025
    study.seed = 7
    let results = try await study.results()
    for point in results.points {
      let kT = PhysicalConstants.boltzmann * point.temperature
      let unit = 9e-16 * 1e13 * exp(-Self.migration / kT)
      let expected = exact(point.temperature)
      let interstitial = try #require(point.occupation["interstitial"])
      #expect(
        abs(interstitial.value * Double(sites) - expected.pairs)
          < 4 * interstitial.standardError * Double(sites))
      #expect(interstitial.standardError < 0.05 * interstitial.value)
      let d = point.chargeDiffusivity
      #expect(d.standardError < 0.03 * d.value)
      // Hops of the other class, rarer by exp(−0.35 eV/kT), carry less than 1 % of the charge.
      let charge = d.value * Double(sites) / unit
      let error = d.standardError * Double(sites) / unit
      #expect(abs(charge - expected.charge) < 4 * error)
    }
    let energy = results.fits[0].activationEnergy
    // The straight line through exact values: few pairs raise the energy a little above E_m + E_f/2,
    // sites running short lower it.
    let slope = straightLine(
      temperatures.map { 1 / (PhysicalConstants.boltzmann * $0) },
      temperatures.map { log(exact($0).charge) })
    #expect(abs(-slope - Self.formation / 2) < 0.01)
    #expect(energy.standardError < 0.015)
    #expect(abs(energy.value - (Self.migration - slope)) < 4 * energy.standardError)
  }

  private func straightLine(_ x: [Double], _ y: [Double]) -> Double {
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let products = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return products / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  }
}
