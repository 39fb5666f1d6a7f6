import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies
import Testing

@testable import IonHopReports

@Suite("The headline")
struct HeadlineTests {
  @Test(
    "It tells σ near 300 K, E_a with its error, and what correlation leaves of one class of hops")
  func lattice() async throws {
    let results = try await smallStudy()
    let text = try #require(results.headline)
    let fit = try #require(results.fits.first)
    #expect(
      text.hasPrefix("At 400 K the conductivity is \(formatted(results[400].conductivity.mean))"))
    #expect(text.contains("activation energy of \(formatted(fit.activationEnergy))"))
    #expect(text.contains("400 to 600 K"))
    #expect(text.contains("Correlations between hops leave"))
    #expect(try Report(results).html().contains("class=\"headline\""))
  }

  @Test("Of several classes it names the one with the largest share of the dissipation")
  func bottleneck() async throws {
    var results = try await smallStudy(temperatures: [300])
    var entry = try #require(results.points[0].hopClasses?["nn"])
    entry.dissipationShare = 0.25
    results.points[0].hopClasses = ["fast": entry]
    entry.dissipationShare = 0.75
    results.points[0].hopClasses?["slow"] = entry
    #expect(
      try #require(results.headline).hasSuffix(
        "Hops of class slow limit it most: 75 % of a current’s dissipation."))
  }

  @Test("Without a point there is none")
  func empty() async throws {
    var results = try await smallStudy(temperatures: [300])
    results.points = []
    #expect(results.headline == nil)
  }

  @Test("An experiment is drawn, listed beside the fit, and its own activation energy is told")
  func experiment() async throws {
    let results = try await smallStudy()
    // Twice the study's fit, exactly: σT is Arrhenius, so the activation energies agree.
    let fit = try #require(results.fits.first)
    let points = [350.0, 450, 550].map {
      ConductivityDatum(temperature: $0, conductivity: 2 * fit.conductivity(at: $0))
    }
    let experiment = Experiment(name: "<pellet> 'A'", points: points)
    let energy = try #require(experiment.activationEnergy)
    #expect(abs(energy.value - fit.activationEnergy.value) < 1e-9)
    let folder = try Folder()
    try Report(results, experiment: experiment).write(to: folder.url)
    let html = try folder.text("report.html")
    #expect(html.contains("Beside the experiment") && html.contains("&lt;pellet&gt;"))
    #expect(!html.contains("<pellet>"))
    #expect(html.components(separatedBy: "<td>0.5</td>").count == 4)
    #expect(try folder.text("plots/arrhenius.csv").contains("\n<pellet> 'A',"))
  }

  @Test("An experiment is a table with units that is read again as it was written")
  func table() {
    let experiment = Experiment(
      name: "a \"b\"\nc",
      points: [ConductivityDatum(temperature: 300, conductivity: 1e-3, standardError: 1e-4)])
    #expect(
      experiment.table
        == "temperature (K),conductivity (S/cm),standard error (S/cm),source\n300.0,0.001,0.0001,\"a ”b” c\"\n"
    )
  }
}
