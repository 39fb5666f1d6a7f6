import Foundation
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Boundaries of known materials")
struct BoundaryMaterialTests {
  private func study(_ boundary: String, in folder: URL? = nil) throws -> PolycrystalStudy {
    let file = PolycrystalFile.bricks.replacing(
      try #require(PolycrystalFile.bricks.firstMatch(of: #/boundary: \{.*\}\n/#)).output,
      with: "boundary: \(boundary)\n")
    return try PolycrystalFile.study(file, in: folder)
  }

  @Test("Every boundary of the library is read, has a width, a permittivity and sources")
  func library() throws {
    let names = try BoundaryMaterial.all().map(\.name)
    #expect(
      names == ["LATP", "LGPS", "LLTO", "LLZO", "Li3OCl", "Li3PS4", "Li6PS5Cl"])
    for name in names {
      let study = try study(name)
      let boundary = try #require(study.model.boundary)
      #expect(boundary.width != nil && boundary.permittivity != nil)
      #expect(study.sources.count >= 2)
      #expect(study.sources.allSatisfy { !$0.citation.isEmpty && $0.note != nil })
      guard case .area(let law) = boundary.resistance else {
        Issue.record("\(name) has no area resistance")
        continue
      }
      #expect(law.value(at: 400) > law.value(at: 300))
    }
  }

  @Test("A name stands for the numbers of its file")
  func numbers() throws {
    let boundary = try #require(try study("LLTO").model.boundary)
    guard case .area(let law) = boundary.resistance else { return }
    #expect(abs(1 / law.value(at: 300) - 6.4) < 1e-9)
    #expect(boundary.width == 20)
  }

  @Test("A file of one's own is read too; what is wrong with it is told with its name")
  func own() throws {
    let folder = try TemporaryFolder()
    let file = folder.url("mine.yaml")
    try Data("name: mine\nboundary: { areaResistance: 7 }\n".utf8).write(to: file)
    let boundary = try #require(try study("mine.yaml", in: folder.url).model.boundary)
    guard case .area(let law) = boundary.resistance else { return }
    #expect(abs(1 / law.value(at: 300) - 7) < 1e-9)

    try Data("name: mine\nboundary: { areaResistence: 7 }\n".utf8).write(to: file)
    let error = #expect(throws: InputError.self) { try study("mine.yaml", in: folder.url) }
    #expect(error?.description.contains("mine.yaml:2") == true)
    #expect(error?.description.contains("areaResistance") == true)
    try Data("name: mine\nboundary: LLZO\n".utf8).write(to: file)
    #expect(throws: InputError.self) { try study("mine.yaml", in: folder.url) }
  }

  @Test("A name that nothing has is told the nearest one, or all")
  func unknown() throws {
    let near = #expect(throws: InputError.self) { try study("LLZ0") }
    #expect(near?.description.contains("did you mean \"LLZO\"?") == true)
    #expect(near?.keyPath == "model.polycrystal.boundary")
    #expect(throws: InputError.self) { try study("[1, 2]") }
    #expect(throws: InputError.self) { try study("no-such-file.yaml") }
  }
}
