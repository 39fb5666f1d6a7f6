import Foundation
import IonHopAnalysis
import IonHopStudies
import Testing

@testable import IonHopReports

/// What new users met, and must not meet again.
@Suite("Found by new users")
struct NewUserTests {
  @Test("A per cent sign in a label is no format of numbers")
  func perCent() async throws {
    let results = try await smallStudy()
    let runs = ["dense 95 %", "5 % pores"].map { ComparedRun($0, results) }
    let html = try ComparisonReport(try Comparison(runs), runs: runs).html()
    #expect(html.contains("5 % pores") && !html.contains("%%"))
  }

  @Test("A point cut short before ions were seen to diffuse is left out of a fit, and told")
  func cutShort() async throws {
    var results = try await smallStudy()
    let whole = try results.fit(.arrhenius)
    #expect(whole.notes.isEmpty)
    results.points[0].converged = false
    results.points[0].tracerIsDiffusive = false
    results.points[0].conductivity.value *= 10
    let fit = try results.fit(.arrhenius)
    #expect(fit.degreesOfFreedom == whole.degreesOfFreedom - 1)
    #expect(abs(fit.activationEnergy.value - 0.3) < 5 * fit.activationEnergy.standardError + 0.01)
    #expect(fit.notes.contains { $0.hasPrefix("left out") && $0.contains("400.0 K") })
    // Of two temperatures none can be left out, but the doubt is told.
    results.points.removeLast()
    let both = try results.fit(.arrhenius)
    #expect(both.notes.contains { $0.hasPrefix("not to be trusted") })
  }
}
