import IonHopCore
import IonHopNetworks

extension StudyReader {
  static let grainKeys = ["grains", "core", "misfit"]

  /// A crystal cut into grains.
  struct CrystalGrains {
    let network: SiteNetwork
    let description: String
    let warnings: [String]
  }

  /// Reads `crystal.grains` with `core` and `misfit`: what boundaries do to the network of a crystal.
  ///
  /// - Returns: nil for a single crystal.
  func crystalGrains(
    of lattice: Lattice, on network: SiteNetwork, _ keys: InputMapping, at place: InputValue
  ) throws(InputError) -> CrystalGrains? {
    guard let value = keys["grains"] else {
      if let idle = keys["core"] ?? keys["misfit"] {
        throw idle.error(
          "a single crystal has no boundaries; give grains: { voronoi: 8 }, or take it away")
      }
      return nil
    }
    try checkCarried(lattice, value, keys)
    let seed = try self.keys["seed"]?.unsigned64() ?? 1
    let grains = try GrainsReader(folder: folder, place: value).grains(in: network.cell, seed: seed)
    do {
      let cut = try self.network(lattice, network, grains, keys["misfit"])
      let altered = try boundaryCore(keys["core"]).applied(to: cut.network, seed: seed)
      return CrystalGrains(
        network: altered.network, description: ", \(cut.count) grains",
        warnings: altered.percolates(like: network)
          ? []
          : [
            "the boundaries close some direction to ions, or all: the conductivity is zero there; lower missingSites, missingBonds or the coverage"
          ])
    } catch {
      throw error.file.isEmpty ? explainGrains(error, at: place) : error
    }
  }

  /// The grains before the core's rules, and how many.
  private func network(
    _ lattice: Lattice, _ network: SiteNetwork, _ grains: GrainsReader.NetworkGrains,
    _ misfit: InputValue?
  ) throws(InputError) -> (network: GrainNetwork, count: Int) {
    let hint =
      "give misfit: { minimumSeparation: 2, hops: { distance: [2, 3.5], barrier: 0.4, frequency: 1e13 } }"
    switch grains {
    case .voxels(let voxels):
      if let misfit { throw misfit.error("voxels of a file are not turned; take it away") }
      let cut = try GrainNetwork(network, in: voxels)
      return (cut, Set(cut.grain).count)
    case .cells(let cells):
      let isTurned = cells.orientations.contains { $0 != cells.orientations[0] }
      guard isTurned else {
        if let misfit { throw misfit.error("grains are aligned; give grains.texture: random") }
        return (try GrainNetwork(network, in: cells), cells.grainCount)
      }
      guard let misfit else {
        throw document.error(
          at: "model.crystal.grains.texture", "turned grains need to know how ions cross; \(hint)")
      }
      let keys = try misfit.mapping(["minimumSeparation", "hops"], hint)
      let hops = try boundaryHops(keys, hint)
      do {
        return (
          try GrainNetwork.misfit(of: lattice, in: cells, joining: hops), cells.grainCount
        )
      } catch let error as InputError {
        throw error
      } catch {
        throw misfit.error("\(error)")
      }
    }
  }

  /// What grains cannot have.
  private func checkCarried(
    _ lattice: Lattice, _ value: InputValue, _ keys: InputMapping
  ) throws(InputError) {
    let why: String? =
      !lattice.environmentRules.isEmpty
      ? "barriers that depend on the ions around"
      : lattice.coulomb != nil
        ? "a Coulomb interaction"
        : lattice.schottky != nil && keys["mobile"] == nil || keys["defects"] != nil
          ? "vacancies from Schottky pairs" : nil
    guard let why else { return }
    throw value.error(
      "lattice \(lattice.name) has \(why), which grains do not carry; take grains away, or choose another lattice"
    )
  }

  /// Errors of rules and structures name their own keys.
  private func explainGrains(_ error: InputError, at place: InputValue) -> InputError {
    let names = [
      "coreWidth": "core.width", "coreSiteEnergy": "core.siteEnergy", "boundary": "core",
      "grains": "grains", "labels": "grains", "lattice": "lattice", "texture": "grains.texture",
      "minimumSeparation": "misfit.minimumSeparation", "distance": "misfit.hops.distance",
    ]
    let key = names[error.keyPath] ?? "core.\(error.keyPath)"
    return document.error(at: "\(place.keyPath).\(key)", error.message)
  }
}
