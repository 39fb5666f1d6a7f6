import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("The library of glasses")
struct GlassMaterialTests {
  private func value(_ text: String) throws -> InputValue {
    try #require(try InputDocument(text: "key: \(text)", file: "study.yaml").value(at: "key"))
  }

  private func named(_ name: String) throws -> GlassMaterial {
    try GlassMaterial.named(value(name), relativeTo: URL(fileURLWithPath: "."))
  }

  @Test("Every file reads, names itself and cites a source for each published value")
  func all() throws {
    let names = GlassMaterial.names
    #expect(names.contains("Li2S-P2S5") && names.contains("LiPON") && names.count >= 5)
    for name in names {
      let glass = try named(name)
      #expect(glass.name == name && !glass.title.isEmpty && !glass.sources.isEmpty)
      _ = try glass.composition(nil)
    }
  }

  /// By the balance of charge: Li/P = x/(1 − x) is 3 of PS4, 2 of P2S7 and 1 of P2S6.
  @Test(
    "The units of Li2S-P2S5 follow from the balance of charge",
    arguments: [60.0, 66.666667, 70, 72.5, 75])
  func shares(percent: Double) throws {
    let glass = try named("Li2S-P2S5")
    let composition = try #require(try glass.composition(value("\(percent)")))
    let exact = try SiteClasses.thiophosphateShares(lithiumSulfide: percent / 100)
    #expect(abs(composition.shares["PS4", default: -1] - exact.ortho) < 1e-6)
    #expect(abs(composition.shares["P2S7", default: -1] - exact.pyro) < 1e-6)
    #expect(abs(composition.shares["P2S6", default: -1] - exact.meta) < 1e-6)
  }

  /// Li per Å³ of x Li2S · (1 − x) P2S5 at 1.85 g/cm³ over the density of sites.
  @Test("Ions fill the sites as the density says", arguments: [60.0, 66.666667, 70, 75])
  func filling(percent: Double) throws {
    let composition = try #require(
      try named("Li2S-P2S5").composition(value("\(percent)")))
    let x = percent / 100
    let mass = x * (2 * 6.94 + 32.06) + (1 - x) * (2 * 30.974 + 5 * 32.06)
    let lithium = 2 * x * 1.85 / mass * 0.602214
    #expect(abs(try #require(composition.fraction) - lithium / 0.0371) < 0.002)
  }

  @Test("Between the rows of the table lie straight lines, and published values only on them")
  func interpolation() throws {
    let glass = try named("Li2S-P2S5")
    let (a, b) = (try glass.composition(value("70")), try glass.composition(value("72.5")))
    let middle = try #require(try glass.composition(value("71.25")))
    let mean = (try #require(a?.fraction) + #require(b?.fraction)) / 2
    #expect(abs(try #require(middle.fraction) - mean) < 1e-12)
    #expect(abs(middle.shares.values.reduce(0, +) - 1) < 1e-9)
    #expect(middle.published.isEmpty && a?.published.isEmpty == false)
  }

  @Test("What is not there is refused with what is")
  func errors() throws {
    let unknown = #expect(throws: InputError.self) { try named("LiPOM") }
    #expect(try #require(unknown).description.contains("LiPON"))
    let outside = #expect(throws: InputError.self) {
      try named("Li2S-P2S5").composition(value("90"))
    }
    #expect(try #require(outside).description.contains("60.0 to 80.0"))
    let single = #expect(throws: InputError.self) { try named("LiPON").composition(value("3")) }
    #expect(try #require(single).description.contains("one composition"))
  }

  @Test(
    "A broken table is refused in one line",
    arguments: [
      ("{ quantity: x, default: 1, table: [] }", "empty"),
      ("{ quantity: x, default: 1, table: [{ at: 1 }, { at: 0 }] }", "rise"),
      ("{ quantity: x, default: 1, table: [{ at: 1 }, { at: 2, fraction: 0.5 }] }", "other keys"),
      ("{ quantity: x, default: 5, table: [{ at: 1 }] }", "outside"),
      ("{ quantity: x, default: 1, table: [{ at: 1, fraction: 2 }] }", "2"),
    ])
  func tables(text: String, part: String) throws {
    let error = #expect(throws: InputError.self) {
      try GlassCompositionTable(value(text), sources: [])
    }
    let message = try #require(error).description
    #expect(message.contains(part) && message.contains("study.yaml"), "\(message)")
  }
}
