import IonHopCore

/// What a boundary does to the sites and hops near it: separate knobs, each off where nil or zero.
///
/// A site is in the core if it lies within half the core's width of a boundary; a hop is if it crosses
/// a boundary or starts or ends in the core. With a width of zero the core is the bonds that cross.
/// Every bond has one draw for both directions, so that detailed balance holds; each knob has its own
/// random stream, so that switching one on leaves the draws of the others as they were.
///
///     var rules = BoundaryRules(coreWidth: 8)
///     rules.barrierRise = .gaussian(mean: 0.15, deviation: 0.05)
///     rules.missingSites = 0.2
///     let altered = try rules.applied(to: grains, seed: 42)
///
/// Shifts of site energies leave barriers as they are, which under `RateLaw.symmetric` are the
/// kinetically resolved ones; under `RateLaw.transitionState` barriers are energies of saddles, and
/// wells that are raised above them are refused when rates are made.
public struct BoundaryRules: Sendable, Equatable {
  /// Of the core, across the boundary (Å).
  public var coreWidth: Double
  /// Of the zone on each side of the core that counts as space charge (Å).
  public var spaceChargeWidth: Double = 0
  /// Added to barriers of core hops (eV); draws that would take a barrier below zero are drawn anew.
  public var barrierRise: EnergyDistribution?
  /// Added to the energies of core sites (eV): disordered wells.
  public var wellSpread: EnergyDistribution?
  /// Added to the energies of core sites (eV): traps where negative.
  public var coreSiteEnergy: Double = 0
  /// Charge times potential by distance from the boundary, added to all sites.
  public var potential: PotentialProfile?
  /// Share of the core's sites that are not there.
  public var missingSites: Double = 0
  /// Share of the core's bonds that are closed.
  public var missingBonds: Double = 0
  /// Immobile ions near boundaries; nil for none.
  public var segregation: Segregation?
  /// A film on part of them; nil for none.
  public var secondPhase: SecondPhase?

  /// A core of a width (Å) with a rise of its barriers.
  public init(coreWidth: Double = 0, barrierRise: EnergyDistribution? = nil) {
    (self.coreWidth, self.barrierRise) = (coreWidth, barrierRise)
  }

  /// Immobile dopants that take sites near boundaries.
  public struct Segregation: Sendable, Equatable {
    /// Of the sites within the width that dopants take, 0 to 1.
    public var share: Double
    /// Of the zone across the boundary (Å).
    public var width: Double

    /// A share of the mobile sites in a zone (Å).
    public init(share: Double, width: Double) { (self.share, self.width) = (share, width) }
  }

  /// A film along part of the boundaries.
  public struct SecondPhase: Sendable, Equatable {
    /// What the film does to hops.
    public enum Effect: Sendable, Equatable {
      /// The barrier of all hops in the film (eV).
      case barrier(Double)
      /// No hops in the film.
      case closed
    }

    /// Share of the boundary area that the film covers, 0 to 1.
    public var coverage: Double
    /// Across the boundary (Å); with zero, the bonds that cross.
    public var thickness: Double
    /// Typical width of covered patches (Å).
    public var patchSize: Double
    /// What the film does to hops.
    public var effect: Effect

    /// Patches of a film: share of the area, thickness and size in Å.
    public init(coverage: Double, thickness: Double, patchSize: Double, effect: Effect) {
      (self.coverage, self.thickness) = (coverage, thickness)
      (self.patchSize, self.effect) = (patchSize, effect)
    }
  }

  /// Where a site lies.
  public enum Region: Sendable {
    /// In a grain.
    case bulk
    /// In the layer beside a core.
    case spaceCharge
    /// In the boundary itself.
    case core
  }

  /// - Parameter distance: from the nearest boundary (Å).
  public func region(at distance: Double) -> Region {
    // A layer of sites on the boundary is in a core of no width; room for rounding on its edge.
    if distance <= coreWidth / 2 + 1e-6 { return .core }
    return distance <= coreWidth / 2 + spaceChargeWidth ? .spaceCharge : .bulk
  }

  func check() throws(InputError) {
    func fail(_ key: String, _ value: Double, _ mend: String) -> InputError {
      GrainStructure.error("\(value): \(mend)", at: key)
    }
    for (key, width) in [
      ("coreWidth", coreWidth), ("spaceChargeWidth", spaceChargeWidth),
      ("segregation.width", segregation?.width ?? 0),
      ("secondPhase.thickness", secondPhase?.thickness ?? 0),
    ] {
      guard (0...1e9).contains(width) else { throw fail(key, width, "give a width (Å) from 0") }
    }
    for (key, share) in [
      ("missingSites", missingSites), ("missingBonds", missingBonds),
      ("segregation.share", segregation?.share ?? 0),
      ("secondPhase.coverage", secondPhase?.coverage ?? 0),
    ] {
      guard (0...1).contains(share) else { throw fail(key, share, "give a share from 0 to 1") }
    }
    guard abs(coreSiteEnergy) <= 100 else {
      throw fail("coreSiteEnergy", coreSiteEnergy, "give an energy within 100 eV")
    }
    if let phase = secondPhase {
      guard phase.patchSize > 0, phase.patchSize.isFinite else {
        throw fail("secondPhase.patchSize", phase.patchSize, "give a positive width (Å)")
      }
      if case .barrier(let energy) = phase.effect, !(0...100).contains(energy) {
        throw fail("secondPhase.barrier", energy, "give a barrier from 0 to 100 eV")
      }
    }
    for (key, distribution) in [("barrierRise", barrierRise), ("wellSpread", wellSpread)] {
      if let (value, mend) = distribution?.problem { throw fail(key, value, mend) }
    }
  }
}

/// A potential energy by distance from the nearest boundary, linear between given points and zero
/// beyond the last.
public struct PotentialProfile: Sendable, Equatable {
  /// Å, rising.
  public let distances: [Double]
  /// Charge of the ion times potential (eV).
  public let energies: [Double]

  /// - Throws: `InputError` for lists of different lengths, distances that do not rise from zero or
  ///   more, or numbers that are not finite.
  public init(distances: [Double], energies: [Double]) throws(InputError) {
    guard !distances.isEmpty, distances.count == energies.count else {
      throw GrainStructure.error(
        "\(distances.count) distances and \(energies.count) energies; give one energy for each distance",
        at: "potential")
    }
    let rises = zip(distances, distances.dropFirst()).allSatisfy { $0 < $1 }
    guard rises, distances[0] >= 0, distances.allSatisfy(\.isFinite),
      energies.allSatisfy({ abs($0) <= 100 })
    else {
      throw GrainStructure.error(
        "distances must rise from zero or more, and energies lie within 100 eV; correct them",
        at: "potential")
    }
    (self.distances, self.energies) = (distances, energies)
  }

  /// eV
  public func energy(at distance: Double) -> Double {
    guard let next = distances.firstIndex(where: { $0 >= distance }) else { return 0 }
    guard next > 0 else { return energies[0] }
    let share = (distance - distances[next - 1]) / (distances[next] - distances[next - 1])
    return energies[next - 1] + share * (energies[next] - energies[next - 1])
  }
}
