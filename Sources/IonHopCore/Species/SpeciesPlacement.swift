import Foundation

/// Equilibrium occupation of the sites of several species that exclude each other at shared places.
///
/// Of the ions that may stand at a place at most one does: the probability of species s is
/// x_s/(1 + Σ x_r) with x_r = exp((μ_r − E_r)/kT). The chemical potentials are found one after the
/// other until all numbers of ions are met.
struct LayeredOccupation {
  /// Of each site.
  let ofSite: [Double]
  private let layers: SpeciesLayers
  private let counts: [Int]

  private static let sweeps = 400

  init(_ counts: [Int], on network: SiteNetwork, _ layers: SpeciesLayers, thermalEnergy kT: Double)
  {
    self.layers = layers
    self.counts = counts
    let weight = (0..<network.siteCount).map { network.energy(of: $0) / kT }
    var occupation = Array(repeating: 0.0, count: network.siteCount)
    for _ in 0..<(layers.nextAtPlace.isEmpty ? 1 : Self.sweeps) {
      var change = 0.0
      for species in 0..<layers.count {
        change = max(
          change, Self.fill(species, counts[species], layers, weight, &occupation))
      }
      if change < 1e-12 { break }
    }
    ofSite = occupation
  }

  /// Finds the chemical potential of one species, the others' occupation given.
  ///
  /// With the shares q_r that others take of a place while this species is absent, that is
  /// o_r/(1 − o_s), its own share is x/(1 + x + Σ x_r): all others give way alike.
  ///
  /// - Returns: the largest change of an occupation.
  private static func fill(
    _ species: Int, _ count: Int, _ layers: SpeciesLayers, _ energy: [Double],
    _ occupation: inout [Double]
  ) -> Double {
    let sites = layers.sites(of: species)
    // Weight of the place being free or another's: 1 + Σ x_r = (1 − o_s)/(1 − o_s − Σ o_r).
    let rest = sites.map { site in
      var others = 0.0
      layers.forEachOther(at: site) { others += occupation[$0] }
      let mine = occupation[site]
      return log(max(1e-300, 1 - mine) / max(1e-300, 1 - mine - others))
    }
    let levels = zip(sites, rest).map { energy[$0] + $1 }
    var low = (levels.min() ?? 0) - 60
    var high = (levels.max() ?? 0) + 60
    while high - low > 1e-13 * max(1, abs(low), abs(high)) {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      let filling = levels.reduce(0) { $0 + 1 / (1 + exp($1 - middle)) }
      if filling < Double(count) { low = middle } else { high = middle }
    }
    var change = 0.0
    for (index, site) in sites.enumerated() {
      let new = count == 0 ? 0 : 1 / (1 + exp(levels[index] - (low + high) / 2))
      change = max(change, abs(new - occupation[site]))
      // The others give way in proportion, so that the place stays normalised.
      let shrink = (1 - new) / max(1e-300, 1 - occupation[site])
      layers.forEachOther(at: site) { occupation[$0] *= shrink }
      occupation[site] = new
    }
    return change
  }

  /// Puts exactly the ions asked for on sites, place by place and then corrected at random.
  func draw(_ random: inout RandomStream) -> [Bool] {
    var occupied = Array(repeating: false, count: ofSite.count)
    func isTaken(_ site: Int) -> Bool {
      var taken = occupied[site]
      layers.forEachOther(at: site) { taken = taken || occupied[$0] }
      return taken
    }
    var present = Array(repeating: 0, count: layers.count)
    for species in 0..<layers.count {
      for site in layers.sites(of: species) where !isTaken(site) {
        // The share of what earlier layers have left.
        var left = 1.0
        layers.forEachOther(at: site) { if $0 < site { left -= ofSite[$0] } }
        if random.uniform() * left <= ofSite[site] {
          occupied[site] = true
          present[species] += 1
        }
      }
    }
    // What is too much goes first, so that there is room for what lacks.
    for species in 0..<layers.count {
      while present[species] > counts[species] {
        let site = pick(species, &random)
        guard occupied[site], random.uniform() <= max(1 - ofSite[site], 1e-3) else { continue }
        occupied[site] = false
        present[species] -= 1
      }
    }
    for species in 0..<layers.count {
      while present[species] < counts[species] {
        let site = pick(species, &random)
        guard !isTaken(site), random.uniform() <= max(ofSite[site], 1e-3) else { continue }
        occupied[site] = true
        present[species] += 1
      }
    }
    return occupied
  }

  private func pick(_ species: Int, _ random: inout RandomStream) -> Int {
    let sites = layers.sites(of: species)
    return sites.lowerBound + Int(random.integer(below: UInt32(sites.count)))
  }
}
