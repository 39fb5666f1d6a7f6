import Foundation
import IonHopAnalysis
import IonHopNetworks
import IonHopStudies
import Testing

@testable import IonHopReports

@Suite("Methods and references")
struct MethodsTests {
  @Test(
    "Citations of the lattice files fall into authors, journal, volume, page and year",
    arguments: [
      (
        "B. J. Morgan, R. Soc. Open Sci. 4, 170824 (2017)",
        ["B. J. Morgan", "R. Soc. Open Sci.", "4", "170824", "2017"]
      ),
      (
        "J.-P. Soulié, G. Renaudin, R. Černý, K. Yvon, J. Alloys Compd. 346, 200 (2002)",
        [
          "J.-P. Soulié and G. Renaudin and R. Černý and K. Yvon", "J. Alloys Compd.", "346", "200",
          "2002",
        ]
      ),
      (
        "K. Homma et al., Solid State Ionics 182, 53 (2011)",
        ["K. Homma and others", "Solid State Ionics", "182", "53", "2011"]
      ),
      ("OBELiX data set (NRC and Mila, 2025), structure of Li3YCl6", ["", "", "", "", "2025"]),
      ("CRC Handbook of Chemistry and Physics", ["", "", "", "", ""]),
      (
        "A. R. Allnatt, A. B. Lidiard, Atomic Transport in Solids, Cambridge (1993)",
        ["A. R. Allnatt and A. B. Lidiard", "", "", "", "1993"]
      ),
    ])
  func citations(text: String, parts: [String]) {
    let citation = Citation(text)
    let found = [
      citation.authors, citation.journal, citation.volume, citation.pages, citation.year,
    ]
    #expect(found.map { $0 ?? "" } == parts)
  }

  @Test("BibTeX keeps each work once, tells equal keys apart, and escapes what LaTeX would read")
  func bibTeX() {
    let first = Source(
      key: "A 1", citation: "A. Author, J. Phys. 1, 2 (1999)", doi: "10.1/a_b", note: "50 % & {x}")
    let other = Source(key: "A1", citation: "Another_work, 2001")
    let text = Bibliography([first, first, other]).bibTeX
    #expect(
      text == """
        @article{A1,
          author = {A. Author},
          journal = {J. Phys.},
          volume = {1},
          pages = {2},
          year = {1999},
          doi = {10.1/a_b},
          annote = {50 \\% \\& \\{x\\}},
        }

        @misc{A1b,
          howpublished = {Another\\_work, 2001},
        }

        """)
  }

  @Test("What a paper needs stands in the methods, and every key in them has an entry")
  func methods() async throws {
    let source = Source(
      key: "Model2000", citation: "A. Author, J. Phys. 1, 2 (2000)", doi: "10.1/x")
    let results = try await smallStudy(sources: [source])
    let folder = try Folder()
    try Report(results).write(to: folder.url)
    let text = try folder.text("methods.txt")
    for part in [
      "27 sites", "9 Li", "400 to 600 K", "seed \(results.provenance.seed)",
      "2 independent replicas",
      "10 %", results.provenance.generator, "Arrhenius", results.provenance.version,
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let bibliography = try folder.text("references.bib")
    let keys = Set(text.matches(of: /\[([^\]]+)\]/).flatMap { $0.1.split(separator: ", ") })
    #expect(keys.count >= 6 && keys.contains("Model2000"))
    for key in keys { #expect(bibliography.contains("{\(key),"), "\(key)") }
  }
}
