import Foundation
import IonHopAnalysis
import IonHopCore
import Testing

@testable import IonHopNetworks
@testable import IonHopReports
@testable import IonHopStudies

@Suite("The report")
struct ReportTests {
  /// Results of a tiny study, with sources and values that try to break the page and the plots.
  private func results(temperatures: [Double], name: String = "small") async throws -> StudyResults
  {
    try await smallStudy(
      temperatures: temperatures, name: name,
      sources: [Source(key: "A'1", citation: "A & B <i>", doi: "10.1/x\"y")],
      published: [
        PublishedValue(
          quantity: "conductivity", value: 1e-3, unit: "S/cm", temperature: 500,
          kind: "it's `measured` \"$x\" @{a}", source: "A'1")
      ])
  }

  @Test("It holds two plots, the numbers, and nothing that a browser would fetch")
  func complete() async throws {
    let results = try await results(temperatures: [400, 500, 600])
    let html = try Report(results).html()
    #expect(html.components(separatedBy: "<svg").count == 3)
    #expect(html.contains(formatted(results.points[0].conductivity.mean)))
    #expect(html.contains("Arrhenius"))
    for fetch in ["src=", "<link", "@import", "url(http", "<script"] {
      #expect(!html.contains(fetch))
    }
  }

  @Test("Names and comments cannot become markup")
  func escaping() async throws {
    let html = try Report(
      try await results(temperatures: [500], name: "<script>alert('x')</script>")
    ).html()
    #expect(!html.contains("<script>alert"))
    #expect(html.contains("&lt;script&gt;"))
    #expect(!html.contains("A & B <i>"))
  }

  @Test("One temperature, none, and a run cut short still give a page")
  func partial() async throws {
    var results = try await results(temperatures: [500])
    #expect(try Report(results).html().contains("<svg"))
    results.points = []
    results.complete = false
    results.model.published = []
    let html = try Report(results).html()
    #expect(!html.contains("<svg"))
    #expect(html.contains("Incomplete"))
  }

  @Test("The two plots share no element id, and each refers only to its own")
  func distinctIds() async throws {
    let html = try Report(try await results(temperatures: [400, 500])).html()
    let ids = html.matches(of: /\sid=["']([^"']+)["']/).map { String($0.1) }
    #expect(ids.count > 10)
    #expect(Set(ids).count == ids.count)
    let targets = html.matches(of: /href=["']#([^"']+)["']/).map { String($0.1) }
    #expect(!targets.isEmpty && Set(targets).isSubset(of: ids))
  }

  @Test("Numbers that are missing or infinite in a results file print as dashes")
  func incompleteNumbers() async throws {
    var results = try await results(temperatures: [400, 500, 600])
    results.points[0].hopsPerSecond = .infinity
    results.points[0].conductivity.tensor = []
    results.points[0].conductivity.value = .nan
    results.points[1].tracerIsDiffusive = false
    for index in results.fits.indices { results.fits[index].covariance = [] }
    let html = try Report(results).html()
    #expect(html.contains("<td>–</td>"))
    #expect(html.contains("†"))
  }

  @Test("What gnuplot complains of reaches the user")
  func failingGnuplot() throws {
    let gnuplot = try Gnuplot.find()
    #expect {
      try gnuplot.draw(
        Drawing(columns: ["x", "y"], settings: "set nonsense", curves: [Curve.line]),
        name: "broken")
    } throws: { error in
      guard case .gnuplotFailed(plot: "broken", let message) = error as? ReportError else {
        return false
      }
      return message.contains("nonsense")
    }
  }

  @Test("A text inside a plot runs no command and ends no string")
  func hostileLegend() throws {
    let witness = FileManager.default.temporaryDirectory
      .appending(path: "ionhop-legend-\(UUID().uuidString)").path
    let names = [
      "'; system 'touch \(witness)'; #", "`touch \(witness)`", "a\n!touch \(witness)",
      "@{}_^ \\", "<script>&\"",
    ]
    for name in names {
      let curve = Curve(rows: [[1, 1], [2, 2]], style: "lines", title: name)
      let drawing = Drawing(columns: [name, "y"], settings: "", curves: [curve])
      let svg = try Gnuplot.find().draw(drawing, name: "hostile").embedded
      #expect(svg.hasPrefix("<svg") && !svg.contains("<script"))
    }
    #expect(!FileManager.default.fileExists(atPath: witness))
  }

  @Test("Without gnuplot the error says how to get it")
  func missingGnuplot() async throws {
    let results = try await results(temperatures: [500])
    #expect(throws: ReportError.gnuplotMissing) {
      try Report(results, gnuplotPath: "/nowhere").html()
    }
    #expect("\(ReportError.gnuplotMissing)".contains("apt install gnuplot"))
  }

  @Test(
    "Values are printed with the error of their last digits",
    arguments: [
      (3.1e-4, 9e-6, "3.10(9)×10⁻⁴"), (0.35, 0.01, "0.350(10)"), (0.35, 0.02, "0.35(2)"),
      (12.0, 0, "12"), (.nan, 1, "–"), (6000, 300, "6.0(3)×10³"), (0.5, 0.0961, "0.50(10)"),
      (0, 0.002, "0.000(2)"), (-3.1e-4, 2e-3, "−0.000(2)"), (99_999.7, 0, "1×10⁵"),
    ])
  func numbers(value: Double, error: Double, expected: String) {
    #expect(formatted(value, standardError: error) == expected)
  }
}

extension Curve {
  fileprivate static var line: Curve {
    Curve(rows: [[1, 1], [2, 2]], style: "lines", title: "line")
  }
}
