import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// How many vacancies a supercell is run with, beside the share that its Schottky equilibrium asks for.
///
/// At low temperature the equilibrium has far less than one vacancy in any supercell. Vacancies that only
/// exclude each other on sites of one energy conduct in proportion to n (Ns − n)/(Ns − 1), and in the
/// infinite crystal to Ns x (1 − x); so a run of some vacancies, at least four, gives that of any share
/// by an exact factor.
public struct EquilibriumVacancies: Sendable, Equatable {
  /// Share of the mobile sites that is vacant in equilibrium.
  public let share: Double
  /// Vacancies in the supercell.
  public let count: Int
  /// Mobile sites of the supercell.
  public let sites: Int

  /// Fewer would make the rounding to whole vacancies, and the correlation of their jumps, that of a
  /// small system.
  public static let fewest = 4
  /// Sites that hold the fewest vacancies at one in a hundred.
  public static let fewestSites = 400

  init(share: Double, sites: Int) {
    self.share = share
    self.sites = sites
    count = max(Self.fewest, Int((share * Double(sites)).rounded()))
  }

  /// Of diffusivities of ions: D ∝ n/(Ns − 1) here, and x in the crystal.
  var diffusivityFactor: Double { share * Double(sites - 1) / Double(count) }

  /// Of the conductivity of the run, which counts the ions too, to that of the equilibrium.
  public var conductivityFactor: Double {
    diffusivityFactor * (1 - share) * Double(sites) / Double(sites - count)
  }

  /// The vacant share of a kind of sites, from that of the run.
  func occupation(_ simulated: Double) -> Double {
    1 - (1 - simulated) * share * Double(sites) / Double(count)
  }
}

extension Study {
  /// The vacancies at a temperature (K); nil where the filling says how many ions there are.
  public func vacancies(at temperature: Double) -> EquilibriumVacancies? {
    schottky.map {
      EquilibriumVacancies(
        share: $0.vacantShare(at: temperature), sites: network.siteCount)
    }
  }

  /// Mobile ions that run at a temperature (K).
  public func ions(at temperature: Double) -> Int {
    if let boundary, let state = try? boundary.state(at: temperature) { return state.ions }
    return vacancies(at: temperature).map { network.siteCount - $0.count }
      ?? filling.ions(on: network)
  }

  /// - Throws: `RunError.schottkyUnfit` where the factor from the vacancies of a run to those of the
  ///   equilibrium would not be exact, or where the supercell is too small for it.
  func checkSchottky() throws {
    guard schottky != nil else { return }
    let sites = network.siteCount
    guard sites >= EquilibriumVacancies.fewestSites else {
      throw RunError.schottkyUnfit(
        "\(sites) sites; use a supercell of at least \(EquilibriumVacancies.fewestSites), in which \(EquilibriumVacancies.fewest) vacancies are dilute"
      )
    }
    let first = network.energy(of: 0)
    guard (1..<sites).allSatisfy({ abs(network.energy(of: $0) - first) < 1e-12 }) else {
      throw RunError.schottkyUnfit("site energies differ; give the mobile fraction instead")
    }
    guard !network.hasPairs, pairEnergy == 0, environment == nil else {
      throw RunError.schottkyUnfit("ions interact; give the mobile fraction instead")
    }
  }

  /// What the equilibrium adds to the warnings.
  var schottkyWarnings: [String] {
    let scaled = temperatures.sorted().filter { temperature in
      vacancies(at: temperature).map { $0.share * Double($0.sites) < 3.5 } ?? false
    }
    guard let hottest = scaled.last else { return [] }
    return [
      "Schottky pairs: at and below \(hottest) K the supercell would hold fewer than \(EquilibriumVacancies.fewest) vacancies; \(EquilibriumVacancies.fewest) are run, and conductivities and diffusivities are those of the equilibrium share (displacement curves and hop counts those of the run)"
    ]
  }
}

extension PointResult {
  /// The result for the equilibrium share of vacancies, from that of the vacancies in the run.
  func scaled(to vacancies: EquilibriumVacancies?) -> PointResult {
    guard let vacancies else { return self }
    var point = self
    let (d, sigma) = (vacancies.diffusivityFactor, vacancies.conductivityFactor)
    point.conductivity = conductivity.scaled(by: sigma, unit: conductivity.unit)
    point.principalConductivity = principalConductivity?.scaled(by: sigma)
    point.chargeDiffusivity = chargeDiffusivity.scaled(by: d, unit: chargeDiffusivity.unit)
    point.tracerDiffusivity = tracerDiffusivity.scaled(by: d, unit: tracerDiffusivity.unit)
    point.occupation = occupation.mapValues {
      var estimate = $0
      estimate.value = vacancies.occupation($0.value)
      estimate.standardError *= vacancies.diffusivityFactor
      return estimate
    }
    point.idealOccupation = idealOccupation?.mapValues(vacancies.occupation)
    point.driftVelocity = driftVelocity?.map {
      Estimate(value: $0.value * d, standardError: $0.standardError * d, unit: $0.unit)
    }
    return point
  }
}
