import IonHopCore

/// The sites of the mobile species in one cell, split positions joined, named by Wyckoff letters.
struct MobileSites {
  /// The sites of one symmetry orbit.
  struct Kind {
    var name: String
    /// Labels of the structure file.
    let label: String
    /// Fractional; the first stands for all in a lattice file.
    let positions: [SIMD3<Double>]
    /// Mean number of mobile ions on a site.
    let share: Double
    /// Other species on the same site.
    let immobile: [CrystalStructure.Occupant]
  }

  private(set) var kinds: [Kind] = []
  /// All other atoms (fractional); partially occupied ones count in full.
  private(set) var host: [SIMD3<Double>] = []
  private(set) var notes: [String] = []

  /// - Parameter merging: Å; sites of the species nearer than this hold one ion between them.
  init(
    of species: String, in structure: CrystalStructure, merging: Double
  ) throws(InputError) {
    var positions: [(site: Int, position: SIMD3<Double>)] = []
    for atom in structure.atoms {
      if structure.sites[atom.site].holds(species) {
        positions.append(atom)
      } else {
        host.append(atom.position)
      }
    }
    guard !positions.isEmpty else {
      let known = structure.elements
      throw InputError(
        file: structure.file,
        message: "holds no \(species); \(suggestion(for: species, in: known, what: "its elements"))"
      )
    }
    let groups = try Self.groups(positions, in: structure, merging: merging)
    addKinds(groups, positions, species: species, structure)
    nameKinds(structure, species)
  }

  // MARK: Split sites

  private struct Group {
    var members: [Int]
    /// Fractional.
    var centre: SIMD3<Double>
  }

  /// Single linkage: sites joined by steps shorter than `merging`.
  private static func groups(
    _ sites: [(site: Int, position: SIMD3<Double>)], in structure: CrystalStructure,
    merging: Double
  ) throws(InputError) -> [Group] {
    let cell = structure.cell
    var isTaken = Array(repeating: false, count: sites.count)
    var groups: [Group] = []
    for start in sites.indices where !isTaken[start] {
      isTaken[start] = true
      var members = [start]
      // Unwrapped, so that a group across the cell's face has a mean.
      var places = [sites[start].position]
      var next = 0
      while next < members.count {
        for other in sites.indices where !isTaken[other] {
          let step = cell.shortest(sites[other].position - places[next])
          guard length(cell.cartesian(step)) < merging else { continue }
          isTaken[other] = true
          members.append(other)
          places.append(places[next] + step)
        }
        next += 1
      }
      let centre = places.reduce(.zero, +) / Double(places.count)
      let radius = places.map { length(cell.cartesian($0 - centre)) }.max() ?? 0
      guard radius <= merging else {
        throw InputError(
          file: structure.file,
          message:
            "sites nearer than \(merging) Å form chains from \(structure.sites[sites[start].site].label) on, not pairs; give a smaller --merge"
        )
      }
      groups.append(Group(members: members, centre: centre))
    }
    return groups
  }

  // MARK: Kinds

  private mutating func addKinds(
    _ groups: [Group], _ sites: [(site: Int, position: SIMD3<Double>)], species: String,
    _ structure: CrystalStructure
  ) {
    let cell = structure.cell
    var isKnown = Array(repeating: false, count: groups.count)
    for (index, group) in groups.enumerated() where !isKnown[index] {
      let orbit = cell.orbit(of: group.centre, under: structure.operations)
      for other in groups.indices where !isKnown[other] {
        isKnown[other] = orbit.contains { cell.coincide($0, groups[other].centre) }
      }
      let members = group.members.map { structure.sites[sites[$0].site] }
      var labels: [String] = []
      for label in members.map(\.label) where !labels.contains(label) { labels.append(label) }
      kinds.append(
        Kind(
          name: labels.joined(separator: "+"), label: labels.joined(separator: "+"),
          positions: orbit, share: members.reduce(0) { $0 + $1.share(of: species) },
          immobile: members.flatMap(\.occupants).filter { $0.element != species }))
      if group.members.count > 1 {
        let apart = group.members.dropFirst().map {
          cell.shortestDistance(
            fractional: sites[$0].position - sites[group.members[0]].position)
        }
        let (near, far) = (decimals(apart.min() ?? 0, 2), decimals(apart.max() ?? 0, 2))
        notes.append(
          "\(labels.joined(separator: " and ")): each \(group.members.count) split positions, \(near == far ? near : "\(near) to \(far)") Å apart, were joined to one site at their centre (--merge 0 keeps them)"
        )
      }
    }
  }

  /// Multiplicity and Wyckoff letter, where spglib sees the group that the file names; else the
  /// labels of the file.
  private mutating func nameKinds(_ structure: CrystalStructure, _ species: String) {
    var atoms: [(kind: Int, position: SIMD3<Double>)] = []
    for (index, kind) in kinds.enumerated() { atoms += kind.positions.map { (index, $0) } }
    let hostKinds = structure.sites.map { site in
      structure.sites.firstIndex { $0.occupants == site.occupants } ?? 0
    }
    for atom in structure.atoms where !structure.sites[atom.site].holds(species) {
      atoms.append((kinds.count + hostKinds[atom.site], atom.position))
    }
    let found = SymmetryFinder(cell: structure.cell, atoms: atoms, tolerance: 0.01)
    var first = 0
    for index in kinds.indices {
      let count = kinds[index].positions.count
      if let found, found.operations.count == structure.operations.count,
        found.standardPositions.count == atoms.count
      {
        kinds[index].name = "\(count)\(found.letters[first])"
      }
      first += count
    }
    distinguishNames()
  }

  /// Two orbits of one Wyckoff position become 16hA and 16hB.
  private mutating func distinguishNames() {
    let names = kinds.map(\.name)
    for index in kinds.indices {
      let same = names.indices.filter { names[$0] == names[index] }
      guard same.count > 1, let place = same.firstIndex(of: index) else { continue }
      kinds[index].name += place < 26 ? String(UnicodeScalar(UInt8(65 + place))) : "-\(place + 1)"
    }
  }
}

extension Cell {
  /// The shortest image of a fractional vector.
  func shortest(_ d: SIMD3<Double>) -> SIMD3<Double> {
    let wrapped = d - d.rounded(.toNearestOrEven)
    var best = wrapped
    for x in -1...1 {
      for y in -1...1 {
        for z in -1...1 {
          let image = wrapped + SIMD3(Double(x), Double(y), Double(z))
          if length(cartesian(image)) < length(cartesian(best)) - 1e-9 { best = image }
        }
      }
    }
    return best
  }
}

/// A number with so many decimals, without trailing zeros.
func decimals(_ value: Double, _ digits: Int) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let rounded = (value * scale).rounded() / scale
  return rounded == rounded.rounded() && abs(rounded) < 1e9 ? "\(Int(rounded))" : "\(rounded)"
}
