import Foundation
import IonHopCore

/// Reads tessellations (`.tess`) and raster tessellations (`.tesr`) of Neper, formats 2.x and 3.x (Neper's
/// documentation, "File and Directory Formats", and files 3.4 and 2.1 of its tests, read; R. Quey,
/// P. R. Dawson, F. Barbe, Comput. Methods Appl. Mech. Eng. 200, 1729 (2011),
/// doi:10.1016/j.cma.2011.01.002).
struct NeperReader {
  private let bytes: VoxelBytes

  init(_ bytes: VoxelBytes) { self.bytes = bytes }

  /// Checks the first words and returns what follows.
  private func opened(_ magic: String) throws(InputError) -> VoxelWords {
    var words = VoxelWords(bytes)
    guard try words.next() == magic else {
      throw bytes.error("does not start with \(magic); give a file that Neper wrote", line: 1)
    }
    guard try words.word("**format") == "**format" else {
      throw words.error("no **format behind \(magic); give a whole file of Neper")
    }
    let format = try words.word("the format")
    guard format.hasPrefix("2.") || format.hasPrefix("3.") else {
      throw words.error("format \(format.prefix(20)) is unknown; write it with Neper 3 or 4")
    }
    return words
  }

  // MARK: Raster

  func raster() throws(InputError) -> VoxelRaster {
    var words = try opened("***tesr")
    var (shape, spacing) = (SIMD3<Int>.zero, SIMD3<Double>.zero)
    while let word = try words.next() {
      switch word {
      case "**general":
        let dimension = try words.integer("the dimension")
        guard dimension == 3 else {
          throw words.error("\(dimension) dimensions; write a raster of three")
        }
        shape = try words.integerTriple("the raster's size")
        try check(shape, words)
        spacing = try words.triple("the voxel's size")
      case "**data":
        guard shape.min() > 0 else {
          throw words.error("**data stands before **general; correct the file")
        }
        let format = try words.word("the data's format")
        guard format == "ascii" else {
          throw words.error("the data's format is \(format.prefix(20)); write the raster as ascii")
        }
        guard try words.peek() != "*file" else {
          throw words.error("the data stands in another file; write it into this one as ascii")
        }
        let labels = try words.labels(shape.x * shape.y * shape.z)
        if let label = labels.first(where: { $0 < 0 }) {
          throw words.error("a voxel of cell \(label); cells are numbered from 1, 0 is void")
        }
        return VoxelRaster(shape: shape, spacing: spacing, labels: labels, phases: [0: .pore])
      default: continue
      }
    }
    throw words.error("ends without **data; it is cut off, write it again")
  }

  private func check(_ shape: SIMD3<Int>, _ words: VoxelWords) throws(InputError) {
    do {
      try Microstructure.check(shape: shape, spacing: [1, 1, 1])
    } catch { throw words.error(error.message) }
  }

  // MARK: Tessellation

  func tessellation() throws(InputError) -> NeperTessellation {
    var words = try opened("***tess")
    var tessellation = NeperTessellation(bytes)
    var isWhole = false
    while let word = try words.next() {
      switch word {
      case "**general":
        let dimension = try words.integer("the dimension")
        guard dimension == 3 else {
          throw words.error("\(dimension) dimensions; write a tessellation of three")
        }
      case "**vertex": try tessellation.readVertices(&words)
      case "**face": try tessellation.readFaces(&words)
      case "**polyhedron": try tessellation.readPolyhedra(&words)
      case "**periodicity", "**periodic": try tessellation.readPeriodicity(&words)
      case "***end": isWhole = true
      default: continue
      }
      if isWhole { break }
    }
    guard isWhole else { throw words.error("ends without ***end; it is cut off, write it again") }
    try tessellation.check()
    return tessellation
  }
}

/// Convex polyhedra, each between its faces' planes.
struct NeperTessellation {
  private struct Plane {
    /// Of length one.
    var normal: SIMD3<Double>
    var distance: Double
    var vertices: [Int]
  }

  private let bytes: VoxelBytes
  private var vertices: [Int: SIMD3<Double>] = [:]
  private var planes: [Int: Plane] = [:]
  /// Numbers of faces, negative where the normal points inwards.
  private var polyhedra: [(id: Int, faces: [Int], line: Int)] = []
  private var isPeriodic = [false, false, false]
  private var periods = SIMD3<Double>.zero

  init(_ bytes: VoxelBytes) { self.bytes = bytes }

  mutating func readVertices(_ words: inout VoxelWords) throws(InputError) {
    for _ in 0..<(try words.count("the number of vertices")) {
      let id = try words.integer("a vertex")
      vertices[id] = try words.triple("vertex \(id)")
      _ = try words.integer("the state of vertex \(id)")
    }
  }

  mutating func readFaces(_ words: inout VoxelWords) throws(InputError) {
    for _ in 0..<(try words.count("the number of faces")) {
      let id = try words.integer("a face")
      var corners: [Int] = []
      for _ in 0..<(try words.count("vertices of face \(id)")) {
        let corner = try words.integer("a vertex of face \(id)")
        guard vertices[corner] != nil else {
          throw words.error("face \(id): vertex \(corner) does not exist; correct it")
        }
        corners.append(corner)
      }
      for _ in 0..<(try words.count("edges of face \(id)")) { _ = try words.integer("an edge") }
      let distance = try words.number("plane of face \(id)")
      let normal = try words.triple("plane of face \(id)")
      guard abs(length(normal) - 1) < 1e-3 else {
        throw words.error(
          "face \(id): the normal has a length of \(length(normal)), not 1; correct it")
      }
      _ = try words.integer("the state of face \(id)")
      _ = try words.integer("the point of face \(id)")
      _ = try words.triple("the point of face \(id)")
      planes[id] = Plane(normal: normal, distance: distance, vertices: corners)
    }
  }

  mutating func readPolyhedra(_ words: inout VoxelWords) throws(InputError) {
    for _ in 0..<(try words.count("the number of polyhedra")) {
      let id = try words.integer("a polyhedron")
      let count = try words.count("faces of polyhedron \(id)")
      guard id > 0, id <= Int(Int32.max), count >= 4 else {
        throw words.error(
          "polyhedron \(id) with \(count) faces; number from 1, with 4 faces at least")
      }
      var faces: [Int] = []
      for _ in 0..<count {
        let face = try words.integer("a face of polyhedron \(id)")
        guard face != .min, planes[abs(face)] != nil else {
          throw words.error("polyhedron \(id): face \(face) does not exist; correct it")
        }
        faces.append(face)
      }
      polyhedra.append((id, faces, words.line))
    }
  }

  mutating func readPeriodicity(_ words: inout VoxelWords) throws(InputError) {
    guard try words.word("*general") == "*general" else {
      throw words.error("no *general behind the periodicity; correct the file")
    }
    let flags = try words.integerTriple("the periodic directions")
    isPeriodic = (0..<3).map { flags[$0] != 0 }
    periods = try words.triple("the periods")
    for axis in 0..<3 where isPeriodic[axis] && periods[axis] <= 0 {
      throw words.error("a period of \(periods[axis]); give a positive one")
    }
  }

  func check() throws(InputError) {
    guard !vertices.isEmpty, !planes.isEmpty, !polyhedra.isEmpty else {
      throw bytes.error(
        "lacks vertices, faces or polyhedra; give a tessellation of three dimensions")
    }
  }

  private func corners(of faces: [Int]) -> [SIMD3<Double>] {
    faces.flatMap { planes[abs($0)]?.vertices ?? [] }.compactMap { vertices[$0] }
  }

  /// Voxels by the polyhedron that holds their centre.
  ///
  /// Along periodic axes polyhedra reach beyond the box, and their voxels are brought back into it.
  func raster(shape: SIMD3<Int>?) throws(InputError) -> VoxelRaster {
    guard let shape else {
      throw bytes.error("a tessellation has no voxels; give their number along x, y and z")
    }
    do {
      try Microstructure.check(shape: shape, spacing: [1, 1, 1])
    } catch { throw bytes.error(error.message) }
    let all = Array(vertices.values)
    let lower = all.reduce(SIMD3(repeating: .infinity)) { pointwiseMin($0, $1) }
    let upper = all.reduce(SIMD3(repeating: -.infinity)) { pointwiseMax($0, $1) }
    var edges = upper - lower
    // Where the structure is periodic any box of one period will do.
    for axis in 0..<3 where isPeriodic[axis] { edges[axis] = periods[axis] }
    guard all.count > 3, lower.min() > -1e12, upper.max() < 1e12, edges.min() > 0 else {
      throw bytes.error("the vertices span no volume; correct them")
    }
    let spacing = edges / SIMD3<Double>(shape)
    var box = VoxelBox(shape: shape, spacing: spacing, origin: lower, isPeriodic: isPeriodic)
    for polyhedron in polyhedra {
      let planes = polyhedron.faces.compactMap { face in
        self.planes[abs(face)].map { plane in
          face > 0 ? (plane.normal, plane.distance) : (-plane.normal, -plane.distance)
        }
      }
      guard box.paint(Int32(polyhedron.id), planes, corners(of: polyhedron.faces)) else {
        throw bytes.error(
          "polyhedron \(polyhedron.id) is larger than the box; correct it", line: polyhedron.line)
      }
    }
    guard let empty = box.firstEmpty else {
      return VoxelRaster(shape: shape, spacing: spacing, labels: box.labels)
    }
    throw bytes.error(
      "no polyhedron holds the voxel at \(empty); the cells must fill a box along x, y and z")
  }
}

/// Voxels that polyhedra paint; on curved faces of regularised cells the one that reaches least
/// beyond its planes wins.
private struct VoxelBox {
  let shape: SIMD3<Int>
  let spacing: SIMD3<Double>
  let origin: SIMD3<Double>
  let isPeriodic: [Bool]
  var labels: [Int32]
  /// How far the centre lies beyond the planes of the cell that has it.
  private var beyond: [Double]

  init(shape: SIMD3<Int>, spacing: SIMD3<Double>, origin: SIMD3<Double>, isPeriodic: [Bool]) {
    (self.shape, self.spacing, self.origin) = (shape, spacing, origin)
    self.isPeriodic = isPeriodic
    labels = Array(repeating: 0, count: shape.x * shape.y * shape.z)
    beyond = Array(repeating: spacing.max(), count: labels.count)
  }

  /// - Returns: false for a polyhedron larger than the box.
  mutating func paint(
    _ label: Int32, _ planes: [(SIMD3<Double>, Double)], _ corners: [SIMD3<Double>]
  ) -> Bool {
    let lower = corners.reduce(SIMD3(repeating: .infinity)) { pointwiseMin($0, $1) } - origin
    let upper = corners.reduce(SIMD3(repeating: -.infinity)) { pointwiseMax($0, $1) } - origin
    let (low, high) = ((lower / spacing).rounded(.down) - 1, (upper / spacing).rounded(.up) + 1)
    guard all(high - low .<= 2 * SIMD3<Double>(shape) + 8), all(low .> -1e9), all(high .< 1e9)
    else { return false }
    let (first, last) = (SIMD3<Int>(low), SIMD3<Int>(high))
    for z in first.z...last.z {
      for y in first.y...last.y {
        for x in first.x...last.x {
          guard let index = index([x, y, z]) else { continue }
          let centre = origin + (SIMD3<Double>(SIMD3(x, y, z)) + 0.5) * spacing
          var worst = -Double.infinity
          for (normal, distance) in planes { worst = max(worst, dot(normal, centre) - distance) }
          guard worst < beyond[index] else { continue }
          beyond[index] = worst
          labels[index] = label
        }
      }
    }
    return true
  }

  private func index(_ voxel: SIMD3<Int>) -> Int? {
    var inside = voxel
    for axis in 0..<3 {
      if isPeriodic[axis] {
        inside[axis] = ((voxel[axis] % shape[axis]) + shape[axis]) % shape[axis]
      } else if voxel[axis] < 0 || voxel[axis] >= shape[axis] {
        return nil
      }
    }
    return inside.x + shape.x * (inside.y + shape.y * inside.z)
  }

  var firstEmpty: [Int]? {
    labels.firstIndex(of: 0).map { [$0 % shape.x, $0 / shape.x % shape.y, $0 / shape.x / shape.y] }
  }
}
