import Foundation
import IonHopCore

extension LayerSolution {
  /// Excess resistance of the stack as a length of bulk (Å), ∫(ρ/ρ_b − 1) dx across it.
  ///
  /// Conductivity is taken to follow the carriers alone, with the mobility of the bulk. Negative
  /// where carriers accumulate, infinite where a layer has none.
  ///
  /// - Returns: nil for a species whose number is closed, which has no bulk to compare with.
  public func excessResistance(of species: Int) -> Double? {
    guard let bulk = bulkPoint(species) else { return nil }
    return elements.reduce(0) { sum, pair in
      sum + (pair.b.position - pair.a.position)
        * (Self.meanInverse(pair.a.carriers[species], pair.b.carriers[species])
          * bulk.carriers - 1)
    }
  }

  /// Excess resistance over area (Ω·cm²) for a bulk conductivity in S/cm.
  public func areaResistance(of species: Int, bulkConductivity: Double) -> Double? {
    excessResistance(of: species).map { $0 * 1e-8 / bulkConductivity }
  }

  /// Excess in the layers over the bulk (Å⁻²), ∫(c − c_b) dx.
  public func excess(of species: Int) -> Double? {
    guard let bulk = bulkPoint(species) else { return nil }
    return Self.integral(ends) { $0.concentrations[species] - bulk.concentration }
  }

  /// Total thickness (Å) where a species has less than half its bulk concentration.
  public func depletedWidth(of species: Int) -> Double? {
    guard let bulk = bulkPoint(species) else { return nil }
    let half = bulk.concentration / 2
    return elements.reduce(0) { sum, pair in
      let (a, b) = (pair.a.concentrations[species], pair.b.concentrations[species])
      let below = (a < half ? 1.0 : 0) + (b < half ? 1.0 : 0)
      let share = below == 1 ? (half - min(a, b)) / abs(a - b) : below / 2
      return sum + share * (pair.b.position - pair.a.position)
    }
  }

  /// Potential (V) at a distance (Å) from the beginning of the stack. Beyond the ends of a stack
  /// that is not periodic it is that of the end.
  public func potential(at position: Double) -> Double {
    let thickness = stack.thickness
    let x =
      stack.isPeriodic
      ? position - thickness * (position / thickness).rounded(.down)
      : min(max(position, 0), thickness)
    var (low, high) = (0, ends.count / 2)
    while high - low > 1 {
      let middle = (low + high) / 2
      if ends[2 * middle].position <= x { low = middle } else { high = middle }
    }
    let (a, b) = (ends[2 * low], ends[2 * low + 1])
    let h = b.position - a.position
    let t = (x - a.position) / h
    // The cubic of Hermite: the fields at the ends know how the charge bends the potential.
    let straight = a.potential + t * (b.potential - a.potential)
    let slope = (b.potential - a.potential) / h
    let (da, db) = (-a.field - slope, -b.field - slope)
    return straight + h * t * (1 - t) * ((1 - t) * da - t * db)
  }

  /// What the potential adds to the energies of a network's sites (eV): zeφ, for
  /// `SiteNetwork.inPotential(_:rateLaw:)`.
  ///
  /// - Parameters:
  ///   - charge: of the mobile ion (e).
  ///   - axis: 0, 1 or 2, the cell vector whose other two span planes parallel to the layers.
  ///   - origin: distance (Å) from the cell's origin, along the normal, at which the stack begins.
  public func siteEnergyShifts(
    _ network: SiteNetwork, charge: Double, axis: Int, origin: Double = 0
  ) -> [Double] {
    let thickness = network.cell.thickness[axis]
    return (0..<network.siteCount).map {
      let fraction = network.cell.fractional(network.position(of: $0))[axis]
      return charge * potential(at: fraction * thickness - origin)
    }
  }

  var elements: [(a: Point, b: Point)] {
    (0..<ends.count / 2).map { (ends[2 * $0], ends[2 * $0 + 1]) }
  }

  static func integral(_ ends: [Point], _ value: (Point) -> Double) -> Double {
    (0..<ends.count / 2).reduce(0) { sum, element in
      let (a, b) = (ends[2 * element], ends[2 * element + 1])
      return sum + (b.position - a.position) * (value(a) + value(b)) / 2
    }
  }

  /// Mean of 1/g between two places between which ln g is straight.
  private static func meanInverse(_ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0 else { return .infinity }
    let ratio = log(a / b)
    return abs(ratio) < 1e-4 ? 1 / a + (1 / b - 1 / a) / 2 : (1 / b - 1 / a) / ratio
  }

  private func bulkPoint(_ species: Int) -> (concentration: Double, carriers: Double)? {
    let one = model.species[species]
    guard case .reservoir(let concentration) = one.supply, let sublattice = one.sublattice else {
      return nil
    }
    guard one.statistics == .fermiDirac else { return (concentration, concentration) }
    let group = model.bulk * model.sublattices.count + sublattice
    let bulk = model.regions[model.bulk]
    let sites = bulk.siteDensities[sublattice]
    let taken = SpaceChargeModel.frozen(on: sublattice, model.species) { bulk.frozen($0) }
    let vacant = table.occupation(
      group: group, potential: 0, mu: electrochemicalPotentials
    ).vacant
    return (concentration, concentration * (sites - taken) * vacant / sites)
  }

  /// Which elements to halve.
  ///
  /// Over an element of length h the potential bends by the charge there, ρh²/ε. The first limit is
  /// for steep potentials; the second, on the bend by what the charge changes within an element,
  /// holds h/L y^(1/3) below 0.8 of the resolution in a tail y = eφ/kT of screening length L.
  func elements(coarserThan resolution: Double) -> [Bool] {
    let charge = model.species.filter(\.isMobile).map { abs($0.charge) }.max() ?? 1
    let scale = max(charge, 1) / model.thermalEnergy
    return elements.map { pair in
      let h = pair.b.position - pair.a.position
      let region = stack.layers[pair.a.layer].region
      let permittivity =
        SpaceChargeModel.vacuumPermittivity * model.regions[region].permittivity
      let steep = scale * abs(pair.b.potential - pair.a.potential)
      let change = abs(pair.b.chargeDensity - pair.a.chargeDensity)
      let bend = scale * change * h * h / permittivity
      return steep > resolution || bend > 0.5 * resolution * resolution * resolution
    }
  }
}

extension LayerSolution {
  /// The profile of a species, to be frozen in a later solution at another temperature.
  public func profile(of species: Int) -> LayerStack.Profile {
    LayerStack.Profile(
      positions: points.map(\.position), concentrations: points.map { $0.concentrations[species] })
  }
}
