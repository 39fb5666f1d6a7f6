import Foundation

/// What decides the zero of the potential and the numbers of ions, for a stack or a grid.
struct EquilibriumProblem {
  /// Species of given number.
  let closed: [(species: Int, amount: Double)]
  /// True if nothing but the numbers of ions sets the potential: it is known up to a constant.
  let floats: Bool
  /// In a floating cell the closed species whose number the neutrality of the others fixes.
  let reference: Int?
  /// True if a constant in the potential changes the charge and no fixed potential forbids it.
  let shifts: Bool
  /// True if the cell floats and no mobile charge answers to the potential.
  let grounded: Bool

  /// - Parameter pinned: true if some potential is fixed.
  /// - Throws: `SpaceChargeError.notNeutral` if charges cannot add up to zero, `.overfull` if ions
  ///   of given number have too few sites.
  init(_ model: SpaceChargeModel, _ sites: ChargeSites, pinned: Bool) throws(SpaceChargeError) {
    var amounts: [(species: Int, amount: Double)] = []
    var open = false
    for (index, one) in model.species.enumerated() {
      switch one.supply {
      case .closed(let amount): amounts.append((index, amount))
      case .reservoir, .electrochemicalPotential: open = open || one.charge != 0
      case .frozen: break
      }
    }
    floats = !pinned && !open
    reference =
      floats ? amounts.first { model.species[$0.species].charge != 0 }?.species : nil
    grounded = floats && reference == nil
    shifts = open && !pinned
    if floats {
      try Self.checkNeutral(model, sites, amounts)
    } else if shifts {
      try Self.checkCapacity(model, sites)
    }
    closed = amounts
  }

  private static func checkNeutral(
    _ model: SpaceChargeModel, _ sites: ChargeSites, _ amounts: [(species: Int, amount: Double)]
  ) throws(SpaceChargeError) {
    var sum = sites.fixed.reduce(0, +)
    var gross = sites.fixedGross
    for (species, amount) in amounts {
      sum += model.species[species].charge * amount
      gross += abs(model.species[species].charge) * amount
    }
    guard abs(sum) <= 1e-9 * gross else { throw .notNeutral(charge: sum) }
  }

  /// Without a fixed potential charges add up to zero; exclusive sites can only hold so much.
  private static func checkCapacity(
    _ model: SpaceChargeModel, _ sites: ChargeSites
  ) throws(SpaceChargeError) {
    let table = ChargeTable(model: model, sites: sites)
    let fixed = sites.fixed.reduce(0, +)
    var (least, most) = (fixed, fixed)
    for entry in sites.entries {
      var (low, high) = (0.0, 0.0)
      let group = table.start[Int(entry.group)]..<table.start[Int(entry.group) + 1]
      for member in table.members[group] {
        let charge = member.excludes ? member.charge : member.charge * .infinity
        if member.charge < 0 { low = min(low, charge) }
        if member.charge > 0 { high = max(high, charge) }
      }
      least += low * entry.count
      most += high * entry.count
    }
    let slack = 1e-9 * sites.fixedGross
    guard least < slack, most > -slack else { throw .notNeutral(charge: fixed) }
  }

  /// Chemical potentials of the reservoir; of closed species those of ions spread evenly.
  func startingPotentials(
    _ model: SpaceChargeModel, _ table: ChargeTable
  ) throws(SpaceChargeError) -> [Double] {
    let kT = model.thermalEnergy
    var (sites, energies) = (Self.zeros(model), Self.zeros(model))
    for entry in table.sites.entries {
      for member in table.members[
        table.start[Int(entry.group)]..<table.start[Int(entry.group) + 1]]
      {
        sites[member.species] += entry.count
        energies[member.species] += entry.count * (member.energy + entry.shift)
      }
    }
    var mu = model.chemicalPotentials.map { $0 ?? 0 }
    for (index, one) in model.species.enumerated() {
      guard case .closed(let amount) = one.supply else { continue }
      let exclusive = model.species.reduce(0.0) { sum, other in
        guard case .closed(let n) = other.supply, other.sublattice == one.sublattice,
          other.statistics == .fermiDirac
        else { return sum }
        return sum + n
      }
      let free = sites[index] - (one.statistics == .fermiDirac ? exclusive : 0)
      guard free > 0 else {
        throw .overfull(
          sublattice: model.sublattices[one.sublattice ?? 0], region: "of the whole cell",
          occupied: exclusive, sites: sites[index])
      }
      mu[index] = energies[index] / sites[index] + kT * log(amount / free)
    }
    return mu
  }

  private static func zeros(_ model: SpaceChargeModel) -> [Double] {
    Array(repeating: 0, count: model.species.count)
  }

  /// Makes the mean potential of a floating cell zero, which changes no charge.
  ///
  /// - Parameter volumes: weights of the mean.
  func centre(_ state: inout EquilibriumState, _ model: SpaceChargeModel, volumes: [Double]) {
    guard floats else { return }
    let mean = dot(state.potential, volumes) / volumes.reduce(0, +)
    for i in state.potential.indices { state.potential[i] -= mean }
    for (index, one) in model.species.enumerated() where one.isMobile {
      state.mu[index] -= one.charge * mean
    }
  }
}
