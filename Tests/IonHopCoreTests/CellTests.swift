import Testing

@testable import IonHopCore

@Suite("Periodic cells")
struct CellTests {
  @Test("A triclinic cell maps fractional to Cartesian coordinates and back")
  func roundTrip() throws {
    let cell = try Cell.triclinic(a: 4, b: 5, c: 6, alpha: 80, beta: 95, gamma: 110)
    let place = SIMD3(0.2, -1.3, 0.7)
    let back = cell.fractional(cell.cartesian(place))
    #expect(length(back - place) < 1e-12)
    #expect(abs(length(cell.b) - 5) < 1e-12)
    #expect(abs(length(cell.c) - 6) < 1e-12)
    #expect(abs(dot(cell.a, cell.c) / 24 - -0.08715574274765817) < 1e-12)  // cos 95°
  }

  @Test("Vectors in one plane are refused with the mend")
  func flat() {
    #expect(throws: NetworkError.self) { try Cell([1, 0, 0], [0, 1, 0], [1, 1, 0]) }
    #expect(throws: NetworkError.self) { try Cell.cubic(0) }
    #expect(throws: NetworkError.self) { try Cell.cubic(.nan) }
  }
}
