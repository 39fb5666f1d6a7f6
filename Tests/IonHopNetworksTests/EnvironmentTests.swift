import IonHopCore
import Testing

@testable import IonHopNetworks

/// Midpoints of the host lattice's hops have eight sites at 3.354 Å beside them, and ten at 4.5 Å, two
/// in line with the hop.
@Suite("Barriers by the ions near: which sites count")
struct EnvironmentTests {
  private static func rules(_ entries: String) -> String { "environment: [\(entries)]\n" }

  static let beside = "{ class: nearest, near: [A], distance: [3.3, 3.4], perIon: 0.02 }"
  static let farther = "{ class: nearest, near: [A], distance: [4.4, 4.55], table: [0, 0.03] }"

  private static let triclinic = """
    name: skew
    title: Two kinds in a triclinic cell
    cell: { a: 3.1, b: 4.3, c: 5.2, alpha: 71, beta: 83, gamma: 64 }
    sites:
      A: { position: [0.02, 0, 0] }
      B: { position: [0.5, 0.4, 0.99] }
    hops:
      - { class: hop, between: [A, B], distance: [0, 3.4], barrier: 0.3, frequency: 1e13 }
    concerted:
      - { class: kick, path: [A, B, A], distances: [[0, 3.4], [0, 3.4]], angle: [100, 180], barrier: 0.3, frequency: 1e13 }
    environment:
      - { class: hop, near: [B], distance: [0, 4.9], perIon: 0.01 }
      - { class: hop, near: [A, B], distance: [1.0, 6.3], perIon: 0.01 }
      - { class: kick, near: [A], distance: [0, 5.5], perIon: 0.01 }
    mobile: { Li: { charge: 1, fraction: 0.5 } }

    """

  /// The sites near an event by brute force over all sites and images of a cell or two around.
  private func sites(
    _ rule: Lattice.EnvironmentRule, near event: EventMidpoint, _ network: SiteNetwork
  ) -> [Int] {
    var found: [Int] = []
    for site in 0..<network.siteCount
    where rule.kinds.contains(network.siteKinds[network.kind(of: site)])
      && !event.own.contains(where: { $0.site == site })
    {
      for x in -2...2 {
        for y in -2...2 {
          for z in -2...2 {
            let image = network.cell.cartesian(SIMD3(Double(x), Double(y), Double(z)))
            let distance = length(network.position(of: site) + image - event.place)
            if rule.distance.contains(distance) { found.append(site) }
          }
        }
      }
    }
    return found.sorted()
  }

  @Test("The sites that count are those in the window, through the border too, in any cell")
  func lists() throws {
    let host = try HostLattice.lattice(
      "concerted: [{ class: kick, path: [A, A, A], distances: [[2.9, 3.1], [2.9, 3.1]], angle: [85, 95], barrier: 0.2, frequency: 1e13 }]\n"
        + Self.rules(
          "\(Self.beside), \(Self.farther), { class: kick, near: [A], distance: [0, 3.8], perIon: 0.01 }"
        ))
    let skew = try Lattice.parse(Self.triclinic, file: "skew.yaml")
    for (lattice, cells) in [(host, (4, 4, 5)), (skew, (6, 4, 4))] {
      let network = try lattice.network(supercell: cells)
      let environment = try #require(try lattice.environment(on: network))
      var counted = 0
      network.forEachMidpoint { event in
        let lists = environment.sites(
          near: event.number, isCompound: event.isCompound, hopClass: event.hopClass)
        let rules = lattice.environmentRules.filter {
          $0.hopClass == network.hopClasses[event.hopClass]
        }
        #expect(lists == rules.map { sites($0, near: event, network) })
        counted += lists.reduce(0) { $0 + $1.count }
      }
      #expect(counted > 10 * network.siteCount)
    }
  }

  @Test("Two bent paths between the same sites have surroundings of their own")
  func bentPaths() throws {
    let lattice = try HostLattice.lattice(
      "concerted: [{ class: kick, path: [A, A, A], distances: [[2.9, 3.1], [2.9, 3.1]], angle: [85, 95], barrier: 0.2, frequency: 1e13 }]\n"
        + Self.rules("{ class: kick, near: [A], distance: [0, 3.3], perIon: 0.01 }"))
    let network = try lattice.network(supercell: (4, 4, 4))
    let environment = try #require(try lattice.environment(on: network))
    let events = network.compoundEvents
    var byEnds: [[Int]: [[Int]]] = [:]
    for event in 0..<events.count {
      let steps = events.steps(of: event)
      let ends = [
        Int(events.steps[steps.lowerBound].from), Int(events.steps[steps.upperBound - 1].to),
      ].sorted()
      byEnds[ends, default: []] += environment.sites(
        near: event, isCompound: true, hopClass: events.hopClass(of: event))
    }
    // 3.182 Å from the mean midpoint lie the fourth corner of the square, and two beside its corner.
    #expect(byEnds.count == 6 * 64)
    #expect(byEnds.values.allSatisfy { $0.count == 2 && $0[0] != $0[1] && $0[0].count == 3 })
  }

  @Test("A supercell has the lists of the cell that it repeats")
  func supercells() throws {
    for lattice in [
      try HostLattice.lattice(Self.rules("\(Self.beside), \(Self.farther)")),
      try Lattice.parse(Self.triclinic, file: "skew.yaml"),
    ] {
      let cell = try lattice.network(supercell: (6, 4, 4))
      let doubled = try cell.supercell(2, 2, 2)
      let small = try #require(try lattice.environment(on: cell))
      let large = try small.on(doubled)
      #expect(small.least == large.least && small.most == large.most)
      #expect(large.fits(doubled) && !large.fits(cell))
      // The supercell numbers its sites cell after cell.
      var compared = 0
      func fold(_ site: Int) -> Int { site % cell.siteCount }
      for site in 0..<doubled.siteCount {
        for (number, twin) in zip(doubled.hopRange(from: site), cell.hopRange(from: fold(site))) {
          let (hop, copy) = (doubled.hop(number, from: site), cell.hop(twin, from: fold(site)))
          #expect(fold(hop.to) == copy.to)
          let (a, b) = (
            large.sites(near: number, isCompound: false, hopClass: hop.hopClass),
            small.sites(near: twin, isCompound: false, hopClass: hop.hopClass)
          )
          // A bond is numbered from its lower site, which may be the other end in the copy.
          guard !a.isEmpty, !b.isEmpty else { continue }
          #expect(a.map { $0.map(fold).sorted() } == b)
          compared += 1
        }
      }
      #expect(compared > doubled.hopCount / 3)
      for event in 0..<doubled.compoundEvents.count {
        let twin = event % cell.compoundEvents.count
        let hopClass = cell.compoundEvents.hopClass(of: twin)
        let lists = large.sites(near: event, isCompound: true, hopClass: hopClass)
        let copies = small.sites(near: twin, isCompound: true, hopClass: hopClass)
        #expect(lists.map { $0.map(fold).sorted() } == copies)
      }
    }
  }

  @Test("Cells so small that a window holds a site twice, or an image of the ion, are refused")
  func smallCells() throws {
    let beside = try HostLattice.lattice(Self.rules(Self.beside))
    #expect(throws: EnvironmentError.smallCell(hopClass: "nearest", distance: 3.4)) {
      try beside.environment(on: beside.network(supercell: (4, 2, 4)))
    }
    #expect(try beside.environment(on: beside.network(supercell: (3, 3, 3))) != nil)
    let far = "{ class: nearest, near: [A], distance: [7.45, 7.505], perIon: 0.01 }"
    let chain = try HostLattice.lattice(Self.rules(far))
    // 9 Å along the hop lies the image of its own site in a supercell of three.
    #expect(throws: EnvironmentError.self) {
      try chain.environment(on: chain.network(supercell: (3, 12, 12)))
    }
    #expect(try chain.environment(on: chain.network(supercell: (12, 12, 12))) != nil)
    #expect(
      "\(EnvironmentError.smallCell(hopClass: "a", distance: 2))".contains("larger supercell"))
  }

  @Test("The extremes are those of the tables as far as sites reach; beyond a table its end holds")
  func extremes() throws {
    func environment(_ entries: String) throws -> EnvironmentBarrier {
      let lattice = try HostLattice.lattice(Self.rules(entries))
      return try #require(try lattice.environment(on: lattice.network(supercell: (4, 4, 4))))
    }
    let sum = try environment("\(Self.beside), \(Self.farther)")
    #expect(sum.least == 0 && abs(sum.most - (8 * 0.02 + 0.03)) < 1e-15)
    #expect(sum.hopClasses == ["nearest"])
    // Eight sites lie beside a hop: what the table says of nine and more is never met.
    let short = try environment(
      Self.beside.replacing(
        "perIon: 0.02", with: "table: [0.05, -0.04, 0.01, 0, 0, 0, 0, 0, 0.02, -0.2, 0.4]"))
    #expect(short.least == -0.04 && short.most == 0.05)
    let rule = Lattice.EnvironmentRule(
      hopClass: "a", kinds: ["A"], distance: 0...3, shift: .table([0, 0.1, 0.3]))
    #expect((0..<5).map(rule.shift(ions:)) == [0, 0.1, 0.3, 0.3, 0.3])
  }

  @Test("Shifts that may bring a barrier below zero, or a saddle below a site, are refused")
  func lowBarriers() throws {
    let low = try HostLattice.lattice(Self.rules(Self.beside.replacing("0.02", with: "-0.038")))
    let network = try low.network(supercell: (4, 4, 4))
    #expect {
      try low.environment(on: network)
    } throws: { error in
      "\(error)".contains("class nearest: barrier 0.3 eV") && "\(error)".contains("below zero")
    }
    let enough = try HostLattice.lattice(Self.rules(Self.beside.replacing("0.02", with: "-0.0375")))
    #expect(try enough.environment(on: network)?.least == -0.3)
    let high = try network.altered(
      siteEnergies: Array(repeating: 0.2, count: network.siteCount))
    #expect(try enough.environment(on: high) != nil)
    #expect {
      try enough.environment(on: high, rateLaw: .transitionState)
    } throws: { error in
      "\(error)".contains("below the energy 0.2 eV of a site")
    }
  }

  @Test("A lone ion meets the barriers that tables give for no ion")
  func emptied() throws {
    let lattice = try HostLattice.lattice(
      Self.rules("\(Self.beside), \(Self.farther.replacing("[0, 0.03]", with: "[0.07, 0]"))"))
    let network = try lattice.network(supercell: (4, 4, 4))
    let environment = try #require(try lattice.environment(on: network))
    let alone = try environment.emptied(network)
    #expect(alone.hops(from: 5).allSatisfy { abs($0.barrier - 0.37) < 1e-15 })
    #expect(alone.hopCount == network.hopCount)
  }

  @Test("A variant replaces the list, and can take it away")
  func variants() throws {
    let text =
      Self.rules(Self.beside)
      + "variants: { other: { environment: [\(Self.farther)] }, none: { environment: ~ } }\n"
    #expect(
      try HostLattice.lattice(text, variant: "other").environmentRules.map(\.shift) == [
        .table([0, 0.03])
      ])
    let none = try HostLattice.lattice(text, variant: "none")
    #expect(try none.environmentRules.isEmpty && none.environment(on: none.network()) == nil)
  }

  // MARK: Errors

  struct Broken: Sendable, CustomTestStringConvertible {
    let entry: String
    let key: String
    let mention: String
    var testDescription: String { "\(key): \(mention)" }
  }

  private static func changed(_ part: String, _ new: String, _ key: String, _ mention: String)
    -> Broken
  {
    Broken(entry: beside.replacing(part, with: new), key: "environment[0]" + key, mention: mention)
  }

  static let broken: [Broken] = [
    changed("class: nearest", "class: nerest", ".class", "did you mean \"nearest\"?"),
    changed("class: nearest, ", "", "", "\"class\" is missing"),
    changed("near: [A]", "near: [B]", ".near[0]", "unknown site kind \"B\""),
    changed("near: [A]", "near: [A, A]", ".near[1]", "A is listed twice"),
    changed("near: [A]", "near: []", ".near", "an empty list; give the kinds"),
    changed("near: [A]", "near: A", ".near", "not a list"),
    changed("near: [A], ", "", "", "\"near\" is missing"),
    changed("[3.3, 3.4]", "[3.4, 3.3]", ".distance", "reversed"),
    changed("[3.3, 3.4]", "[1, 2]", ".distance", "no site A lies 1.0 to 2.0 Å from the midpoint"),
    changed("distance: [3.3, 3.4], ", "", "", "\"distance\" is missing"),
    changed("perIon: 0.02", "perIon: 20 K", ".perIon", "accepted are eV, meV or kJ/mol"),
    changed("perIon: 0.02", "perIon: .nan", ".perIon", "not a finite number"),
    changed(", perIon: 0.02", "", "", "none of perIon, table is given"),
    changed("perIon: 0.02", "perIon: 1, table: [0]", "", "perIon and table exclude each other"),
    changed("perIon: 0.02", "table: []", ".table", "an empty list; give energies"),
    changed("perIon: 0.02", "table: 0.1", ".table", "not a list"),
    changed("perIon: 0.02", "table: [0, x]", ".table[1]", "not an energy"),
    changed("perIon", "perIons", ".perIons", "did you mean \"perIon\"?"),
  ]

  @Test("What is wrong is said with key and mend", arguments: broken)
  func errors(_ broken: Broken) throws {
    let error = #expect(throws: InputError.self) {
      try HostLattice.lattice(Self.rules(broken.entry))
    }
    let message = "\(try #require(error))"
    #expect(error?.keyPath == broken.key, "\(message)")
    #expect(message.contains(broken.mention), "\(message)")
    #expect(message.hasPrefix("host.yaml:"), "\(message)")
  }
}
