import IonHopCore
import IonHopFields
import IonHopNetworks

extension StudyReader {
  private static let boundaryKeys = [
    "lattice", "supercell", "axis", "origin", "mobile", "ions", "core", "spaceCharge",
    "siteEnergies", "barriers", "frequencies", "occupants", "blocked", "interactions", "rateLaw",
    "misfit",
  ]

  /// Sites up to which the network is solved in a moment.
  private static let quickSites = 5000
  /// σ_bulk/σ_slab from which a simulation takes long.
  private static let slowBlocking = 50.0

  private enum SlabAxis: String, CaseIterable {
    case x, y, z

    var index: Int { self == .x ? 0 : self == .y ? 1 : 2 }
  }

  /// Reads `model.grainBoundary`: a lattice of the library with two boundaries across it.
  func grainBoundary(_ place: InputValue) throws(InputError) -> StudyModel {
    let hint =
      "give grainBoundary: { lattice: LLZO-cubic, supercell: [8, 2, 2], axis: x, core: { width: 8, barrierRise: 0.1 } }"
    let keys = try place.mapping(Self.boundaryKeys, hint)
    let settings = try ModelSettings(keys, takesRules: true)
    let source = try keys.required("lattice", hint)
    let lattice = try changed(try self.lattice(source), keys)
    try checkPlain(lattice, source, keys)
    let repeats = try keys.required("supercell", hint).supercell()
    let axis = try axis(keys, repeats)
    let origin = try keys["origin"]?.number(.length, .within(-1e6...1e6)) ?? 0
    let core = try boundaryCore(keys["core"])
    let spaceCharge = try keys["spaceCharge"].map { value throws(InputError) in
      try boundarySpaceCharge(value, core)
    }
    let ions = try keys["ions"]?.choice(of: BoundaryIons.self, what: "rule for ions")
    let (bulk, _) = try network(of: lattice, repeats, source, at: place.keyPath + ".supercell")
    let (species, filling) = try filling(keys["mobile"], lattice, bulk, repeats)
    guard (1..<bulk.siteCount).contains(filling.ions(on: bulk)) else {
      throw (keys["mobile"] ?? source).error(
        "\(filling.ions(on: bulk)) ions on \(bulk.siteCount) sites: no mobile ion, or no vacancy; change the filling or use more cells"
      )
    }
    let misfit = try keys["misfit"].map { value throws(InputError) in
      try self.misfit(value, lattice, settings)
    }
    var slab: GrainBoundarySlab
    do {
      slab = try GrainBoundarySlab(
        of: bulk.addingPairs(alongHops: settings.pairEnergy), axis: axis, origin: origin,
        rules: core, misfit: misfit, seed: try self.keys["seed"]?.unsigned64() ?? 1)
    } catch {
      throw error.file.isEmpty ? explain(error, at: place) : error
    }
    if !lattice.hasDisorder { slab.unitCell = lattice.unitNetwork }
    var model = GrainBoundaryModel(
      slab, species: species, filling: filling, ions: ions ?? .equilibrium,
      spaceCharge: spaceCharge, rateLaw: settings.rateLaw)
    do {
      try model.prepare(for: try temperatures())
    } catch let error as InputError {
      throw error
    } catch SpaceChargeError.notNeutral {
      throw document.error(
        at: place.keyPath + ".spaceCharge.coreCharge",
        "the grains have too few ions or vacancies to hold the charge of the core; lower it, or use more cells along the axis"
      )
    } catch {
      throw document.error(
        at: place.keyPath + (spaceCharge == nil ? "" : ".spaceCharge"), "\(error)")
    }
    var own = settings
    own.pairEnergy = 0
    return StudyModel(
      network: slab.network, species: species, filling: filling, settings: own,
      description:
        "\(lattice.modelDescription(cells: repeats, named: true)), two boundaries across \(["x", "y", "z"][slab.direction]), \(plainLength(slab.length / 2)) Å apart\(turned(misfit))",
      sources: lattice.sources,
      warnings: try warnings(of: slab, model),
      unitCell: lattice.unitNetwork, boundary: model, keyPath: place.keyPath)
  }

  private func turned(_ misfit: SlabMisfit?) -> String {
    guard let misfit else { return "" }
    let angle = misfit.orientations[0].inverse.after(misfit.orientations[1]).angle
    return ", grains turned by \((1000 * angle).rounded() / 1000)° against each other"
  }

  private func plainLength(_ value: Double) -> String { "\((100 * value).rounded() / 100)" }

  /// What a slab cannot have.
  private func checkPlain(
    _ lattice: Lattice, _ source: InputValue, _ keys: InputMapping
  ) throws(InputError) {
    guard lattice.environmentRules.isEmpty else {
      throw source.error(
        "barriers of lattice \(lattice.name) depend on the ions around, which boundaries do not take yet; choose another lattice"
      )
    }
    guard lattice.coulomb == nil else {
      throw source.error(
        "ions of lattice \(lattice.name) repel each other by Coulomb's law, which the space charge would count again; choose another lattice"
      )
    }
    guard lattice.schottky == nil || keys["mobile"] != nil else {
      throw source.error(
        "vacancies of lattice \(lattice.name) follow from Schottky pairs; give mobile: { Li: 0.99 } here"
      )
    }
  }

  private func axis(_ keys: InputMapping, _ repeats: SIMD3<Int>) throws(InputError) -> Int {
    let axis = try keys["axis"]?.choice(of: SlabAxis.self, what: "axis") ?? .x
    let cells = repeats[axis.index]
    guard cells >= 2, cells % 2 == 0 else {
      throw try keys.required("supercell", "give supercell").error(
        "\(cells) cells along \(axis.rawValue): two like boundaries half the slab apart need an even number; give \(cells + 1)"
      )
    }
    return axis.index
  }

  private func filling(
    _ value: InputValue?, _ lattice: Lattice, _ bulk: SiteNetwork, _ repeats: SIMD3<Int>
  ) throws(InputError) -> (Species, Filling) {
    guard let value else {
      return (lattice.species, lattice.filling(supercell: (repeats.x, repeats.y, repeats.z)))
    }
    guard try !hasSeveralSpecies(value) else {
      throw value.error("boundaries are for one mobile species; give one")
    }
    let cells = repeats.x * repeats.y * repeats.z
    let reader = FillingReader(
      sites: bulk.siteCount, formulaUnits: lattice.formulaUnits.map { $0 * cells })
    return try mobile(value, filling: reader, known: lattice.species)
  }

  /// Errors of rules name their own keys.
  private func explain(_ error: InputError, at place: InputValue) -> InputError {
    let names = [
      "coreWidth": "core.width", "coreSiteEnergy": "core.siteEnergy", "boundary": "core",
      "axis": "axis", "grains": "supercell", "bricks": "supercell", "lattice": "lattice",
      "misfit": "misfit", "minimumSeparation": "misfit.minimumSeparation",
      "distance": "misfit.hops.distance",
    ]
    let key = names[error.keyPath] ?? "core.\(error.keyPath)"
    return document.error(at: "\(place.keyPath).\(key)", error.message)
  }

  private func warnings(
    of slab: GrainBoundarySlab, _ model: GrainBoundaryModel
  ) throws(InputError) -> [String] {
    var warnings: [String] = []
    if let misfit = slab.misfit {
      for border in misfit.borders(of: slab.bulk.cell, across: slab.axis) {
        warnings.append(
          "a turned grain does not go on beyond the border of the cell along \(["a", "b", "c"][border]), which is a boundary too; choose an angle and a supercell that both lattices fit, such as 36.8699 deg about [0, 0, 1] with multiples of 5 cells of a square lattice"
        )
      }
    }
    if !slab.percolates {
      warnings.append(
        "no ion can cross the boundaries: the conductivity across is zero and the resistance of a boundary infinite; lower missingSites, missingBonds or the coverage"
      )
    }
    if slab.network.hasPairs, model.ions == .equilibrium {
      warnings.append(
        "ions interact: how many the boundaries take up is that of ideal ions; give ions: fixed for the number of the lattice"
      )
    }
    let coldest = try temperatures().min() ?? 0
    if slab.network.hasPairs, slab.network.siteCount <= Self.quickSites,
      let blocking = try? model.blocking(at: coldest), blocking > Self.slowBlocking
    {
      warnings.append(
        "at \(coldest) K the slab conducts some \(Int(min(blocking, 1e9).rounded())) times less than its bulk: ions that interact come across so rarely that a simulation takes long; ionhop exact gives the value without correlations at once"
      )
    }
    return warnings
  }
}
