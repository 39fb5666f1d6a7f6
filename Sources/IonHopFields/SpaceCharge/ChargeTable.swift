import Foundation

/// Charge and its response to the potential, from the statistics of the species.
struct ChargeTable: Sendable {
  /// A species of a group of sites.
  struct Member {
    let species: Int
    let charge: Double
    /// eV
    let energy: Double
    let excludes: Bool
  }

  let sites: ChargeSites
  /// Mobile species by group, flat: those of group g are `members[start[g]..<start[g + 1]]`.
  let members: [Member]
  let start: [Int]
  /// Of each species (e).
  let charges: [Double]
  /// eV
  let kT: Double

  init(model: SpaceChargeModel, sites: ChargeSites) {
    self.sites = sites
    kT = model.thermalEnergy
    charges = model.species.map(\.charge)
    var members: [Member] = []
    var start = [0]
    for region in model.regions {
      for sublattice in model.sublattices.indices {
        for (index, one) in model.species.enumerated()
        where one.isMobile && one.sublattice == sublattice {
          members.append(
            Member(
              species: index, charge: one.charge, energy: region.energy(of: index),
              excludes: one.statistics == .fermiDirac))
        }
        start.append(members.count)
      }
    }
    self.members = members
    self.start = start
  }

  var speciesCount: Int { charges.count }

  struct Evaluation {
    /// Charge of each cell (e or e/Å²).
    var charge: [Double]
    /// −dq/dφ of each cell, at least 0 (e/V).
    var slope: [Double]
    /// How many there are of each mobile species.
    var totals: [Double]
    /// Σ |z| N over all species, which neutrality is measured by.
    var gross: Double
  }

  func evaluate(_ potential: [Double], _ mu: [Double]) -> Evaluation {
    var result = Evaluation(
      charge: sites.fixed, slope: Array(repeating: 0, count: potential.count),
      totals: Array(repeating: 0, count: speciesCount), gross: sites.fixedGross)
    var share = Array(repeating: 0.0, count: longestGroup)
    for entry in sites.entries {
      let cell = Int(entry.cell)
      let group = start[Int(entry.group)]..<start[Int(entry.group) + 1]
      fill(&share, group, potential[cell], mu, entry.shift)
      var (mean, square, exclusiveMean) = (0.0, 0.0, 0.0)
      for (k, index) in group.enumerated() {
        let member = members[index]
        mean += member.charge * share[k]
        square += member.charge * member.charge * share[k]
        if member.excludes { exclusiveMean += member.charge * share[k] }
        result.totals[member.species] += entry.count * share[k]
        result.gross += entry.count * abs(member.charge) * share[k]
      }
      result.charge[cell] += entry.count * mean
      result.slope[cell] += entry.count * max(0, square - exclusiveMean * exclusiveMean) / kT
    }
    return result
  }

  /// Occupation of the sites of a group by each of its species; of Boltzmann species it may pass 1.
  func occupation(
    group: Int, potential: Double, mu: [Double], shift: Double = 0
  ) -> (shares: [Double], vacant: Double) {
    let range = start[group]..<start[group + 1]
    var share = Array(repeating: 0.0, count: range.count)
    let vacant = fill(&share, range, potential, mu, shift)
    return (share, vacant)
  }

  private var longestGroup: Int { zip(start, start.dropFirst()).map { $1 - $0 }.max() ?? 0 }

  /// Exponents are taken relative to the largest: no potential is too large for the exclusive ones.
  ///
  /// - Returns: the share of sites that are vacant.
  @discardableResult
  private func fill(
    _ share: inout [Double], _ group: Range<Int>, _ potential: Double, _ mu: [Double],
    _ shift: Double
  ) -> Double {
    var largest = 0.0
    for (k, index) in group.enumerated() {
      let member = members[index]
      let exponent =
        (mu[member.species] - member.energy - shift - member.charge * potential) / kT
      share[k] = exponent
      if member.excludes { largest = max(largest, exponent) }
    }
    var sum = exp(-largest)
    for (k, index) in group.enumerated() where members[index].excludes {
      share[k] = exp(share[k] - largest)
      sum += share[k]
    }
    for (k, index) in group.enumerated() {
      share[k] = members[index].excludes ? share[k] / sum : exp(share[k])
    }
    return exp(-largest) / sum
  }
}

extension ChargeTable {
  /// How charge and numbers answer to the chemical potentials of closed species.
  struct Coupling {
    /// ∂q_i/∂μ_t of each closed species t and cell i (e/eV).
    var columns: [[Double]]
    /// ∂N_t/∂μ_u (1/eV)
    var matrix: [[Double]]
  }

  func coupling(_ potential: [Double], _ mu: [Double], closed: [Int]) -> Coupling {
    var result = Coupling(
      columns: closed.map { _ in Array(repeating: 0, count: potential.count) },
      matrix: closed.map { _ in Array(repeating: 0, count: closed.count) })
    guard !closed.isEmpty else { return result }
    let place = (0..<speciesCount).map { closed.firstIndex(of: $0) }
    var share = Array(repeating: 0.0, count: longestGroup)
    for entry in sites.entries {
      let cell = Int(entry.cell)
      let group = start[Int(entry.group)]..<start[Int(entry.group) + 1]
      fill(&share, group, potential[cell], mu, entry.shift)
      var mean = 0.0
      for (k, index) in group.enumerated() where members[index].excludes {
        mean += members[index].charge * share[k]
      }
      for (k, index) in group.enumerated() {
        guard let row = place[members[index].species] else { continue }
        let weight = entry.count * share[k] / kT
        let excludes = members[index].excludes
        result.columns[row][cell] += weight * (members[index].charge - (excludes ? mean : 0))
        result.matrix[row][row] += weight
        guard excludes else { continue }
        for (l, other) in group.enumerated() where members[other].excludes {
          guard let column = place[members[other].species] else { continue }
          result.matrix[row][column] -= weight * share[l]
        }
      }
    }
    return result
  }

  /// Numbers of all species, and ∂N_s/∂μ_t (1/eV).
  func numbers(
    _ potential: [Double], _ mu: [Double]
  ) -> (totals: [Double], matrix: [[Double]]) {
    var totals = Array(repeating: 0.0, count: speciesCount)
    var matrix = Array(repeating: totals, count: speciesCount)
    var share = Array(repeating: 0.0, count: longestGroup)
    for entry in sites.entries {
      let group = start[Int(entry.group)]..<start[Int(entry.group) + 1]
      fill(&share, group, potential[Int(entry.cell)], mu, entry.shift)
      for (k, index) in group.enumerated() {
        let species = members[index].species
        totals[species] += entry.count * share[k]
        matrix[species][species] += entry.count * share[k] / kT
        guard members[index].excludes else { continue }
        for (l, other) in group.enumerated() where members[other].excludes {
          matrix[species][members[other].species] -= entry.count * share[k] * share[l] / kT
        }
      }
    }
    return (totals, matrix)
  }
}
