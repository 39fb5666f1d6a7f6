import Foundation
import IonHop
import Testing

/// One interstitial ion on the silver lattice of AgBr: it pushes an ion of the fcc lattice into
/// another of the eight interstices around, and takes its place.
///
/// K. Compaan, Y. Haven, Trans. Faraday Soc. 54, 1498 (1958), doi:10.1039/TF9585401498 (recalled):
/// f = 2/3 if both ions move along one line, 32/33 if they turn by the least angle. On L³ primitive
/// cells f was found by the 2(L³ + 1) linear equations of tracer and interstitial (independent
/// program): 27 cells 0.706070, 0.970917, 0.965836 for the three angles, 125 cells collinear
/// 0.675744; extrapolated from 125 and 216 cells 0.969697 = 32/33 and 0.964283 = 27/28.
@Suite("Interstitialcies", .serialized)
struct InterstitialcyValidation {
  struct Case: Sendable {
    /// Between both steps, at the site between (degrees).
    let angle: Double
    let cells: Int
    let f: Double
    /// Σ over both ions of their squared steps, over the squared step of the charge.
    let tracerShare: Double
    /// Of such events for an interstitial.
    let ways: Double
  }

  private static let cases = [
    Case(angle: 180, cells: 3, f: 0.7060702875, tracerShare: 6.0 / 12, ways: 4),
    Case(angle: 180, cells: 5, f: 0.6757444702, tracerShare: 6.0 / 12, ways: 4),
    Case(angle: 109.47, cells: 3, f: 0.9709172260, tracerShare: 6.0 / 8, ways: 12),
    Case(angle: 70.53, cells: 3, f: 0.9658356417, tracerShare: 6.0 / 4, ways: 12),
  ]

  /// Å; a step is (1, 1, 1).
  private let edge = 4.0

  private func network(_ row: Case) throws -> SiteNetwork {
    let half = edge / 2
    var draft = NetworkDraft(cell: try Cell([0, half, half], [half, 0, half], [half, half, 0]))
    draft.addSite(at: .zero, kind: "lattice")
    // So high that a pair of vacancy and interstitial never forms, and recombines at once.
    for place in [SIMD3(1.0, 1, 1), [-1, -1, -1]] {
      draft.addSite(at: place, kind: "interstice", energy: 1.5)
    }
    let step = 1.7...1.75
    draft.addHops(
      between: "lattice", and: "interstice", distance: step, barrier: 0.8, frequency: 1e13,
      hopClass: "recombination")
    draft.addEvents(
      along: ["interstice", "lattice", "interstice"], distances: [step, step],
      angle: (row.angle - 0.1)...(min(180, row.angle + 0.1)), barrier: 0.3, frequency: 1e13,
      eventClass: "interstitialcy")
    return try SiteNetwork(draft).supercell(row.cells, row.cells, row.cells)
  }

  @Test("Tracer, charge and Haven ratio of interstitialcies of three angles", arguments: cases)
  func correlation(_ row: Case) async throws {
    let sites = row.cells * row.cells * row.cells
    let result = try await validationPoint(try network(row), ions: sites + 1, error: 0.008)
    let f = result.correlationFactor
    #expect(f.standardError < 0.01 * row.f)
    #expect(abs(f.value - row.f) < 4 * f.standardError)
    let haven = result.havenRatio
    #expect(abs(haven.value - row.f * row.tracerShare) < 4 * haven.standardError)
    // The interstitial's place is a random walk of the charge's steps.
    let kT = PhysicalConstants.boltzmann * 600
    let exact =
      1e-16 * row.ways * 1e13 * exp(-0.3 / kT) * 6 / row.tracerShare / 6 / Double(sites + 1)
    let d = result.chargeDiffusivity
    #expect(d.standardError < 0.02 * exact)
    #expect(abs(d.value - exact) < 4 * d.standardError)
  }
}
