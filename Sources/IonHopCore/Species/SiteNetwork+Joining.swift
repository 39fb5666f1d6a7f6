extension SiteNetwork {
  /// One network of several species, each with its own sites, hops, pairs and compound events.
  ///
  ///     let network = try SiteNetwork.joining(
  ///       [SpeciesLayer("Li", charge: 1, forLithium), SpeciesLayer("Na", charge: 1, forSodium)],
  ///       sharing: .sameSites)
  ///
  /// Site kinds and hop classes get the name of their species in front: "Li 24d".
  ///
  /// - Parameter pairs: what ions of different species, or of one beyond its own network's pairs,
  ///   do to each other; each pair once.
  /// - Throws: `NetworkError.unlikeLayers`, `.badPlaces`, `.badLayerPair` or `.tooManyNames`.
  /// - Complexity: O(sites, hops and pairs)
  public static func joining(
    _ layers: [SpeciesLayer], sharing places: SharedPlaces = .none, pairs: [LayerPair] = []
  ) throws(NetworkError) -> SiteNetwork {
    guard let first = layers.first?.network else { throw .empty }
    guard Set(layers.map(\.name)).count == layers.count else {
      throw .unlikeLayers("two species have one name")
    }
    for layer in layers {
      guard layer.network.cell == first.cell else {
        throw .unlikeLayers("the cell of \(layer.name) is not that of \(layers[0].name)")
      }
      guard layer.network.layers == nil else {
        throw .unlikeLayers("\(layer.name) has layers itself")
      }
      guard layer.charge.isFinite else { throw .unlikeLayers("a charge is not a number") }
    }
    var joint = LayerStack(layers)
    for layer in layers { try joint.append(layer) }
    let rows = try joint.pairRows(layers, beside: pairs)
    return SiteNetwork(
      cell: first.cell, siteKinds: joint.siteKinds, hopClasses: joint.hopClasses,
      coordinates: joint.coordinates, kindOfSite: joint.kindOfSite,
      energies: joint.energies.allSatisfy { $0 == 0 } ? [] : joint.energies,
      rowStart: joint.rowStart,
      rows: HopRows(joint.rows, sites: joint.siteCount, kinds: joint.kinds.count),
      hopKinds: joint.kinds, pairs: rows, compoundEvents: joint.events,
      layers: try joint.layers(layers, places))
  }
}

/// Grows the arrays of a network one layer at a time.
private struct LayerStack {
  private(set) var siteKinds: [String] = []
  private(set) var hopClasses: [String] = []
  private(set) var coordinates: [Double] = []
  private(set) var kindOfSite: [UInt16] = []
  private(set) var energies: [Double] = []
  private(set) var rowStart: [Int32] = [0]
  private(set) var rows: [HopRecord] = []
  private(set) var kinds: [HopKind] = []
  private(set) var events = EventRows()
  private var starts = [0]

  init(_ layers: [SpeciesLayer]) {
    rows.reserveCapacity(layers.reduce(0) { $0 + $1.network.hopCount })
  }

  var siteCount: Int { kindOfSite.count }

  mutating func append(_ layer: SpeciesLayer) throws(NetworkError) {
    let network = layer.network
    let species = UInt16(starts.count - 1)
    let (site, kind) = (Int32(siteCount), Int32(kinds.count))
    let (siteKind, hopClass) = (siteKinds.count, hopClasses.count)
    siteKinds += network.siteKinds.map { "\(layer.name) \($0)" }
    hopClasses += network.hopClasses.map { "\(layer.name) \($0)" }
    guard max(siteKinds.count, hopClasses.count) <= 1 << 16 else { throw .tooManyNames(layer.name) }
    guard siteCount + network.siteCount < Int(Int32.max),
      rows.count + network.hopCount < Int(Int32.max)
    else { throw .tooLarge(sites: siteCount + network.siteCount, hops: rows.count) }
    coordinates += network.coordinates
    kindOfSite += network.kindOfSite.map { $0 + UInt16(siteKind) }
    energies += (0..<network.siteCount).map(network.energy(of:))
    kinds += network.hopKinds.map { old in
      var new = old
      new.hopClass += UInt16(hopClass)
      new.species = species
      return new
    }
    for from in 0..<network.siteCount {
      for record in network.rows[network.hopRange(from: from)] {
        rows.append(HopRecord(target: record.target + site, kind: record.kind + kind))
      }
      rowStart.append(Int32(rows.count))
    }
    appendEvents(of: network, species, site: Int(site), hopClass: UInt16(hopClass))
    starts.append(siteCount)
  }

  private mutating func appendEvents(
    of network: SiteNetwork, _ species: UInt16, site: Int, hopClass: UInt16
  ) {
    let old = network.compoundEvents
    for event in 0..<old.count {
      var kind = old.kind(of: event)
      kind.hopClass += hopClass
      kind.species = species
      events.appendEvent(
        kind,
        steps: old.steps[old.steps(of: event)].map {
          (Int($0.from) + site, Int($0.to) + site, old.stepKinds[Int($0.kind)])
        })
    }
  }

  /// The pairs of all layers and those between them.
  func pairRows(
    _ layers: [SpeciesLayer], beside added: [LayerPair]
  ) throws(NetworkError) -> PairRows {
    guard !added.isEmpty || layers.contains(where: \.network.hasPairs) else { return PairRows() }
    var between: [Int: [(target: Int32, term: PairTerm)]] = [:]
    for pair in added {
      let (i, j) = (try number(pair.first, layers), try number(pair.second, layers))
      guard pair.energy.isFinite else { throw .badLayerPair("an energy is not a number") }
      between[i, default: []].append(
        (Int32(j), PairTerm(image: pair.image, energy: pair.energy)))
      between[j, default: []].append(
        (Int32(i), PairTerm(image: 0 &- pair.image, energy: pair.energy)))
    }
    var builder = PairRowsBuilder()
    for (species, layer) in layers.enumerated() {
      let network = layer.network
      for site in 0..<network.siteCount {
        var row = network.pairs.range(of: site).flatMap { entry in
          network.pairs.kind(entry).terms.map {
            (target: network.pairs.targets[entry] + Int32(starts[species]), term: $0)
          }
        }
        row += between[starts[species] + site] ?? []
        builder.appendRow(row)
      }
    }
    return builder.rows()
  }

  private func number(
    _ place: (layer: Int, site: Int), _ layers: [SpeciesLayer]
  ) throws(NetworkError) -> Int {
    guard layers.indices.contains(place.layer),
      (0..<layers[place.layer].network.siteCount).contains(place.site)
    else { throw .badLayerPair("layer \(place.layer) has no site \(place.site)") }
    return starts[place.layer] + place.site
  }

  func layers(
    _ layers: [SpeciesLayer], _ places: SharedPlaces
  ) throws(NetworkError) -> SpeciesLayers {
    let numbers = try Self.placeNumbers(layers, places)
    let next = numbers.map { ring(of: $0) } ?? []
    return SpeciesLayers(
      names: layers.map(\.name), charges: layers.map(\.charge), starts: starts,
      placeCount: numbers.map { Set($0.joined()).count } ?? siteCount, nextAtPlace: next)
  }

  private static func placeNumbers(
    _ layers: [SpeciesLayer], _ places: SharedPlaces
  ) throws(NetworkError) -> [[Int]]? {
    let counts = layers.map(\.network.siteCount)
    switch places {
    case .none: return nil
    case .sameSites:
      guard Set(counts).count == 1 else {
        throw .badPlaces("layers of \(counts) sites do not share their sites one by one")
      }
      return layers.map { Array(0..<$0.network.siteCount) }
    case .numbered(let numbers):
      guard numbers.map(\.count) == counts else {
        throw .badPlaces("\(numbers.map(\.count)) numbers for layers of \(counts) sites")
      }
      for (layer, own) in zip(layers, numbers) where Set(own).count != own.count {
        throw .badPlaces("two sites of \(layer.name) at one place")
      }
      return numbers
    }
  }

  /// Links the sites of each place to a ring.
  private func ring(of numbers: [[Int]]) -> [Int32] {
    var next = (0..<siteCount).map { Int32($0) }
    var first: [Int: Int] = [:]
    for (species, own) in numbers.enumerated() {
      for (site, place) in own.enumerated() {
        let new = starts[species] + site
        guard let known = first[place] else {
          first[place] = new
          continue
        }
        next[new] = next[known]
        next[known] = Int32(new)
      }
    }
    return next
  }
}
