import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Symmetry operations")
struct SymmetryOperationTests {
  @Test("Coordinates in all their spellings")
  func parsing() throws {
    let glide = try #require(SymmetryOperation("-x+1/2, -y, z+1/2"))
    #expect(glide.apply(to: [0.1, 0.2, 0.3]) == [0.4, -0.2, 0.8])
    #expect(SymmetryOperation("1/2 - X, -y, 0.5+z") == glide)
    #expect(SymmetryOperation("-x-1/2,-Y,z + 3/2") == glide)
    #expect(SymmetryOperation("-y, x-y, z+0.3333")?.shift.z == 8)
    for bad in [
      "", "x, y", "x, y, z, x", "x, x, z", "x, y, w", "x, y, z+1/0", "x, y, z+1/7", "x y, z, ",
      "1, 2, 3",
    ] {
      #expect(SymmetryOperation(bad) == nil, "\(bad)")
    }
  }

  @Test("Generators close to the groups of the tables")
  func closing() throws {
    func order(_ generators: String...) throws -> Int? {
      SymmetryOperation.group(
        generatedBy: try generators.map { try #require(SymmetryOperation($0)) })?
        .count
    }
    #expect(try order() == 1)
    #expect(try order("-x, -y, -z") == 2)
    #expect(try order("-y, x-y, z") == 3)
    #expect(try order("z, x, y", "-x, y, z", "y, x, z") == 48)
    // International Tables for Crystallography A, no. 230 (Ia-3d) and no. 225 (Fm-3m).
    #expect(
      try order(
        "x+1/2, y+1/2, z+1/2", "-x+1/2, -y, z+1/2", "-x, y+1/2, -z+1/2", "z, x, y",
        "y+3/4, x+1/4, -z+1/4", "-x, -y, -z") == 96)
    #expect(
      try order("x, y+1/2, z+1/2", "x+1/2, y, z+1/2", "z, x, y", "-x, y, z", "y, x, z") == 192)
    #expect(try order("x+y, y, z") == nil)
    #expect(try order("x+1/24, y, z", "x, y+1/24, z") == nil)
  }

  @Test("An operation must keep the metric of the cell")
  func metric() throws {
    let threefold = try #require(SymmetryOperation("-y, x-y, z"))
    let hexagonal = try Cell.triclinic(a: 3, b: 3, c: 5, alpha: 90, beta: 90, gamma: 120)
    #expect(threefold.preserves(hexagonal))
    #expect(!threefold.preserves(try .cubic(3)))
  }
}
