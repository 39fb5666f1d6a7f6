import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Periodic tessellations")
struct PolycrystalTessellationTests {
  static func points(_ count: Int, in cell: Cell, seed: UInt64) throws -> [SIMD3<Double>] {
    var numbers = try RandomStream(seed: seed)
    return (0..<count).map { _ in
      let (x, y, z) = (numbers.uniform(), numbers.uniform(), numbers.uniform())
      return cell.cartesian([x, y, z])
    }
  }

  static let triclinic = try! Cell([50, 3, -2], [12, 41, 5], [-9, 14, 63])

  static func tessellation(_ count: Int, radical: Bool, seed: UInt64) throws
    -> PeriodicTessellation
  {
    let places = try points(count, in: triclinic, seed: seed)
    var numbers = try RandomStream(seed: seed + 1)
    let radii = radical ? places.map { _ in 8 * numbers.uniform() } : []
    return try PeriodicTessellation(of: places, radii: radii, in: triclinic)
  }

  /// The least power distance over many images, from the definition.
  static func owner(of place: SIMD3<Double>, in cells: PeriodicTessellation) -> Int {
    var best = (power: Double.infinity, point: 0)
    for (point, polyhedron) in cells.polyhedra.enumerated() {
      for x in -2...2 {
        for y in -2...2 {
          for z in -2...2 {
            let image = cells.cell.cartesian([Double(x), Double(y), Double(z)])
            let d = place - polyhedron.point - image
            let power = dot(d, d) - cells.radii[point] * cells.radii[point]
            if power < best.power { best = (power, point) }
          }
        }
      }
    }
    return best.point
  }

  @Test(
    "Cells of a triclinic box fill it, and faces agree from both sides",
    arguments: [(1, false), (2, true), (7, true), (40, false), (200, true)])
  func geometry(count: Int, radical: Bool) throws {
    let cells = try Self.tessellation(count, radical: radical, seed: UInt64(count))
    let volume = cells.polyhedra.reduce(0) { $0 + $1.volume }
    #expect(abs(volume / Self.triclinic.volume - 1) < 1e-9)
    for (i, polyhedron) in cells.polyhedra.enumerated() {
      // The divergence theorem: 3 V = Σ h A, and no net area.
      let fromFaces = polyhedron.faces.reduce(0) { $0 + $1.distance * $1.area } / 3
      #expect(abs(fromFaces - polyhedron.volume) < 1e-6 * Self.triclinic.volume)
      let net = polyhedron.faces.reduce(SIMD3<Double>.zero) { $0 + $1.normal * $1.area }
      #expect(length(net) < 1e-6 * 2500)
      for face in polyhedron.faces where face.area > 1e-3 {
        let back = cells.polyhedra[face.neighbour].faces.first {
          $0.neighbour == i && $0.image == 0 &- face.image
        }
        #expect(abs((back?.area ?? 0) / face.area - 1) < 1e-5)
        for corner in face.corners {
          #expect(abs(dot(corner, face.normal) - face.distance) < 1e-6)
        }
      }
    }
  }

  @Test("The walk finds the cell of a place, as the definition does", arguments: [false, true])
  func places(radical: Bool) throws {
    let cells = try Self.tessellation(30, radical: radical, seed: 5)
    for place in try Self.points(300, in: Self.triclinic, seed: 6) {
      let moved = place + Self.triclinic.cartesian([3, -2, 1])
      let owner = cells.owner(of: moved, near: 11)
      #expect(owner.point == Self.owner(of: place, in: cells))
      let end =
        cells.polyhedra[owner.point].point
        + Self.triclinic.cartesian(SIMD3<Double>(owner.image)) + owner.offset
      #expect(length(end - moved) < 1e-9)
    }
  }

  @Test("Four cells meet at a vertex, at equal power distance; Euler counts the vertices")
  func vertices() throws {
    let cells = try Self.tessellation(60, radical: false, seed: 9)
    let vertices = cells.vertices()
    for vertex in vertices {
      #expect(vertex.cells.count == 4)
      let distances = vertex.cells.map { corner in
        length(
          cells.polyhedra[corner.point].point
            + Self.triclinic.cartesian(SIMD3<Double>(corner.image)) - vertex.position)
      }
      #expect(distances.max()! - distances.min()! < 1e-5)
    }
    // On a torus V − E + F − C = 0, and four edges meet at each vertex: E = 2V, so V = F − C.
    let faces = cells.polyhedra.reduce(0) { $0 + $1.faces.count } / 2
    #expect(vertices.count == faces - 60)
  }

  @Test("A regular arrangement, where eight cells meet, is whole too")
  func cubes() throws {
    let cell = try Cell.cubic(12)
    var points: [SIMD3<Double>] = []
    for x in 0..<4 {
      for y in 0..<4 {
        for z in 0..<4 { points.append(3 * SIMD3(Double(x), Double(y), Double(z))) }
      }
    }
    let cells = try PeriodicTessellation(of: points, in: cell)
    #expect(cells.polyhedra.allSatisfy { abs($0.volume - 27) < 1e-9 })
    #expect(cells.polyhedra.allSatisfy { $0.faces.filter { $0.area > 1e-6 }.count == 6 })
    let vertices = cells.vertices()
    #expect(vertices.count == 64)
  }

  @Test("Cells slanted beyond all measure hold the same tessellation")
  func slanted() throws {
    let upright = try Cell([40, 0, 0], [0, 30, 0], [0, 0, 20])
    let slanted = try Cell(
      upright.a, upright.b + 41 * upright.a, upright.c - 57 * upright.b + 13 * upright.a)
    let places = try Self.points(25, in: upright, seed: 21)
    let (one, two) = (
      try PeriodicTessellation(of: places, in: upright),
      try PeriodicTessellation(of: places, in: slanted)
    )
    for (p, q) in zip(one.polyhedra, two.polyhedra) {
      #expect(abs(p.volume - q.volume) < 1e-6)
      let real = { (list: [PeriodicTessellation.Face]) in list.filter { $0.area > 1e-3 } }
      #expect(real(p.faces).count == real(q.faces).count)
    }
    for place in places {
      let moved = place + [1, 2, 3]
      #expect(one.owner(of: moved).point == two.owner(of: moved).point)
    }
  }

  @Test("Stretching keeps cells and places together")
  func stretched() throws {
    let round = try Self.tessellation(20, radical: true, seed: 3)
    let factors = SIMD3(2, 1, 0.5)
    let long = try round.stretched(by: factors)
    for place in try Self.points(100, in: Self.triclinic, seed: 4) {
      #expect(long.owner(of: place * factors).point == round.owner(of: place).point)
    }
    for polyhedron in long.polyhedra {
      let fromFaces = polyhedron.faces.reduce(0) { $0 + $1.distance * $1.area } / 3
      #expect(abs(fromFaces - polyhedron.volume) < 1e-6 * Self.triclinic.volume)
    }
  }

  @Test("Points that make no tessellation are refused")
  func refused() throws {
    func message(_ points: [SIMD3<Double>], _ radii: [Double] = []) throws -> String {
      let error = #expect(throws: InputError.self) {
        try PeriodicTessellation(of: points, radii: radii, in: Self.triclinic)
      }
      return "\(error!)"
    }
    #expect(try message([]).contains("no point"))
    #expect(try message([[1, 1, 1], [.nan, 0, 0]]).contains("point 1"))
    #expect(try message([[1, 1, 1]], [-1]).contains("negative radius"))
    #expect(try message([[1, 1, 1]], [1, 2]).contains("2 radii for 1"))
    #expect(try message([[1, 1, 1], [51, 4, -1]]).contains("on one spot"))
  }
}
