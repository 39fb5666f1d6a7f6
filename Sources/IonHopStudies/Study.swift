import IonHopAnalysis
import IonHopCore
import IonHopNetworks

/// A user's question: a network, its ions, the temperatures, and how well to know the answer.
///
///     let lattice = try Lattice.named("LLZO-cubic")
///     let network = try lattice.network(supercell: (4, 4, 4))
///     var study = Study(network, mobile: [.lithium: .fraction(0.667)], temperatures: [300, 400])
///     study.sampling.relativeError = 0.05
///     let results = try await study.results()
public struct Study: Sendable {
  public var name = "study"
  /// What was built, in a sentence for the report.
  public var modelDescription = "site network"
  public var network: SiteNetwork
  public var species: Species
  public var filling: Filling
  /// Makes the vacancies of each temperature in place of `filling`; nil where that says how many.
  public var schottky: SchottkyPairs?
  public var rateLaw = RateLaw.symmetric
  /// Energy of each pair of ions on sites joined by a hop (eV).
  public var pairEnergy = 0.0
  /// The part of the barriers that depends on the ions around a hop; made for `network`.
  public var environment: EnvironmentBarrier?
  /// Electric field (V/Å).
  public var field = SIMD3<Double>.zero
  /// K
  public var temperatures: [Double]
  public var sampling = Sampling()
  public var fits: [FitModel] = [.arrhenius]
  public var fitQuantity = FitQuantity.sigmaT
  public var seed: UInt64 = 1
  /// GSL's name of the random number generator.
  public var generator = RandomStream.defaultGenerator
  /// Who is moved; nil takes the rarer of ions and vacancies.
  public var carriers: Carriers?
  public var selector = SelectorKind.automatic
  /// Whether shuttling inside cages and traps is skipped by exact steps.
  public var basins = BasinUse.automatic
  public var sources: [Source] = []
  public var published: [PublishedValue] = []
  /// What the reader of the model found worth telling; `warnings()` adds what the network shows.
  public var modelWarnings: [String] = []
  /// The study file's text and name, for the provenance.
  public var input = ""
  public var inputFile = ""

  public init(_ network: SiteNetwork, species: Species, filling: Filling, temperatures: [Double]) {
    self.network = network
    self.species = species
    self.filling = filling
    self.temperatures = temperatures
  }

  /// - Parameter mobile: one species; a run throws `RunError.notOneSpecies` for any other number.
  public init(_ network: SiteNetwork, mobile: [Species: Filling], temperatures: [Double]) {
    let (species, filling) = mobile.first ?? (.lithium, .count(0))
    self.init(network, species: species, filling: filling, temperatures: temperatures)
    speciesGiven = mobile.count
  }

  /// Species that the initialiser was given.
  private(set) var speciesGiven = 1

  /// One cell of the crystal, for the report's picture; nil where the network is no supercell.
  public var unitCell: SiteNetwork?

  /// Mobile ions on the network; where they follow from the temperature, at the last one.
  public var ions: Int { ions(at: temperatures.last ?? 0) }

  public func conditions(at temperature: Double) -> Conditions {
    Conditions(
      temperature: temperature, rateLaw: rateLaw, field: field, charge: species.charge,
      pairEnergy: pairEnergy)
  }

  /// What the engine needs to know of the study at a temperature (K).
  ///
  /// - Throws: `RunError.environmentUnfit` or `.schottkyUnfit`, `EngineError` or `NetworkError`.
  func plan(at temperature: Double) throws -> EnginePlan {
    guard environment?.fits(network) ?? true else { throw RunError.environmentUnfit }
    try checkSchottky()
    return try EnginePlan(
      network, ions: ions(at: temperature), conditions: conditions(at: temperature),
      carriers: carriers,
      selector: selector, basins: basins, barriers: environment)
  }
}

/// How long to sample each temperature.
public struct Sampling: Sendable, Equatable {
  /// Stop when the conductivity's relative standard error is below this.
  public var relativeError = 0.03
  /// If set: exactly so many accepted hops a temperature, whatever the error.
  public var hops: Int?
  /// Give up on the error after so many accepted hops a temperature.
  public var maxHops = 2_000_000_000
  /// Give up after so many seconds of wall time a temperature; nil for no limit.
  public var maxTime: Double?
  /// Independent copies a temperature, each with its own random stream.
  public var replicas = 8
  public var equilibration = Equilibration.automatic
  /// Whether the first and the last temperature are repeated in a doubled supercell.
  public var finiteSizeTest = false

  public init() {}
}

/// How to leave the initial state behind.
public enum Equilibration: Sendable, Equatable {
  /// Until the energy no longer drifts, and at least twenty hops an ion.
  case automatic
  /// So many accepted hops per ion.
  case hopsPerIon(Double)
}
