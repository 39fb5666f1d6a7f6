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
  /// For reports.
  public var name = "study"
  /// What was built, in a sentence for the report.
  public var modelDescription = "site network"
  /// Sites and hops.
  public var network: SiteNetwork
  /// The mobile ion, or the first of several.
  public var species: Species
  /// How many ions there are.
  public var filling: Filling
  /// Makes the vacancies of each temperature in place of `filling`; nil where that says how many.
  public var schottky: SchottkyPairs?
  /// How energies become rates.
  public var rateLaw = RateLaw.symmetric
  /// Energy of each pair of ions on sites joined by a hop (eV).
  public var pairEnergy = 0.0
  /// The boundaries across a slab: `network` is then the slab without its space charge.
  public var boundary: GrainBoundaryModel?
  /// The polymer whose segments renew the hops: `network` is then that of the hottest temperature.
  public var polymer: PolymerElectrolyte?
  /// A polymer with particles: `network` is then that of the hottest temperature.
  public var composite: CompositeModel?
  /// Networks to average over; `network` is the first. Nil for one.
  public var realisations: NetworkRealisations?
  /// Which of several networks this is; part of the seeds of its random streams.
  var realisationIndex: Int?
  /// The conductivity at finite frequency; nil where it is not asked for.
  public var spectrum: SpectrumSettings?
  /// The part of the barriers that depends on the ions around a hop; made for `network`.
  public var environment: EnvironmentBarrier?
  /// Electric field (V/Å).
  public var field = SIMD3<Double>.zero
  /// K
  public var temperatures: [Double]
  /// How long to run.
  public var sampling = Sampling()
  /// Fits to the conductivities.
  public var fits: [FitModel] = [.arrhenius]
  /// What is fitted.
  public var fitQuantity = FitQuantity.sigmaT
  /// Of all random streams.
  public var seed: UInt64 = 1
  /// GSL's name of the random number generator.
  public var generator = RandomStream.defaultGenerator
  /// Who is moved; nil takes the rarer of ions and vacancies.
  public var carriers: Carriers?
  /// How hops are chosen; results do not depend on it.
  public var selector = SelectorKind.automatic
  /// Whether shuttling inside cages and traps is skipped by exact steps.
  public var basins = BasinUse.automatic
  /// Where the model's numbers come from.
  public var sources: [Source] = []
  /// Published values to print beside the results.
  public var published: [PublishedValue] = []
  /// What the reader of the model found worth telling; `warnings()` adds what the network shows.
  public var modelWarnings: [String] = []
  /// The study file's text and name, for the provenance.
  public var input = ""
  /// Its name, for errors and provenance.
  public var inputFile = ""

  /// A study of one species at temperatures (K).
  public init(_ network: SiteNetwork, species: Species, filling: Filling, temperatures: [Double]) {
    self.network = network
    self.species = species
    self.filling = filling
    self.temperatures = temperatures
  }

  /// - Parameter mobile: one species; or those of the network's layers, by their names. A run throws
  ///   `RunError.wrongSpecies` for any others.
  public init(_ network: SiteNetwork, mobile: [Species: Filling], temperatures: [Double]) {
    let ions = mobile.map { MobileIons($0, $1) }
    let names = network.layers?.names ?? []
    let ordered =
      names.isEmpty ? ions : names.compactMap { name in ions.first { $0.species.name == name } }
    let first = ordered.first ?? MobileIons(.lithium, .count(0))
    self.init(
      network, species: first.species, filling: first.filling, temperatures: temperatures)
    further = Array(ordered.dropFirst())
    speciesGiven = mobile.count
  }

  /// The mobile species after the first, in the order of the network's layers.
  public var further: [MobileIons] = [] {
    didSet { speciesGiven = 1 + further.count }
  }

  /// All mobile species.
  public var mobile: [MobileIons] { [MobileIons(species, filling)] + further }

  /// Species that the initialiser was given.
  private(set) var speciesGiven = 1

  /// Where points at work are kept, to be gone on with by a later run; nil keeps none. Of use to studies
  /// that were read from a file, by which a later run knows them again.
  public var checkpoints: CheckpointStore?

  /// Which of the study's points this run may make.
  public var share = TaskShare.all
  /// The place of this variant in its sweep, by which points are shared out.
  var variantIndex = 0

  /// Which variant of a sweep this is; part of the seeds of its random streams.
  var variantKey = ""
  /// Digest of all that points depend on; empty for a study that was read from no file.
  var settings = ""

  /// The seed that those of temperatures and replicas come from.
  var streamSeed: StreamSeed {
    let seed = variantKey.utf8.reduce(StreamSeed(study: seed)) { $0.mixed(with: UInt64($1)) }
    return realisationIndex.map { seed.mixed(with: UInt64($0)) } ?? seed
  }

  /// Whether they are those of the network.
  var speciesFit: Bool {
    speciesGiven == mobile.count
      && (network.layers?.names ?? [species.name]) == mobile.map(\.species.name)
  }

  /// One cell of the crystal, for the report's picture; nil where the network is no supercell.
  public var unitCell: SiteNetwork?

  /// Mobile ions on the network; where they follow from the temperature, at the last one.
  public var ions: Int { ionCounts.reduce(0, +) }

  /// Mobile ions of each species; where they follow from the temperature, at the last one.
  public var ionCounts: [Int] { ionCounts(at: temperatures.last ?? 0) }

  /// Mobile ions of each species at a temperature (K).
  public func ionCounts(at temperature: Double) -> [Int] {
    guard let layers = network.layers else { return [ions(at: temperature)] }
    return mobile.prefix(layers.count).enumerated().map {
      $1.filling.ions(onSites: layers.sites(of: $0).count)
    }
  }

  /// What turns energies into rates at a temperature (K).
  public func conditions(at temperature: Double) -> Conditions {
    Conditions(
      temperature: temperature, rateLaw: rateLaw, field: field, charge: species.charge,
      pairEnergy: pairEnergy)
  }

  /// The network at a temperature (K): at grain boundaries with their potential, of a polymer without
  /// its crystals, of a composite with what its phases then carry.
  ///
  /// - Throws: `SpaceChargeError`, `PolymerError` or `NetworkError`.
  public func network(at temperature: Double) throws -> SiteNetwork {
    if let polymer { return try polymer.model.state(at: temperature).network }
    if let composite { return try composite.network(at: temperature).network }
    return try boundary?.state(at: temperature).network ?? network
  }

  /// What the engine needs to know of the study at a temperature (K).
  ///
  /// - Throws: `RunError.environmentUnfit` or `.schottkyUnfit`, `EngineError` or `NetworkError`.
  func plan(at temperature: Double) throws -> EnginePlan {
    guard environment?.fits(network) ?? true else { throw RunError.environmentUnfit }
    try checkSchottky()
    let state = try polymer?.model.state(at: temperature)
    // What the solver has to itself is planned once, for its numbers alone.
    let isSolved = composite?.method == .network
    return try EnginePlan(
      state?.network ?? (isSolved ? network : network(at: temperature)),
      counts: ionCounts(at: temperature),
      conditions: conditions(at: temperature), carriers: carriers, selector: selector,
      basins: spectrum == nil ? basins : .off, barriers: environment, renewal: state?.renewal)
  }
}

/// How long to sample each temperature.
public struct Sampling: Sendable, Equatable {
  /// Whose relative error counts.
  public var target = SamplingTarget.conductivity
  /// Stop when the target's relative standard error is below this.
  public var relativeError = 0.03
  /// If set: exactly so many accepted hops a temperature, whatever the error.
  public var hops: Int?
  /// Give up on the error after so many accepted hops a temperature.
  public var maxHops = 2_000_000_000
  /// Give up after so many seconds of wall time a temperature; nil for no limit.
  public var maxTime: Double?
  /// Independent copies a temperature, each with its own random stream.
  public var replicas = 8
  /// How to leave the initial state behind.
  public var equilibration = Equilibration.automatic
  /// Whether the first and the last temperature are repeated in a doubled supercell.
  public var finiteSizeTest = false
  /// Whether the states of finished temperatures are kept, so that a smaller error asked for later goes on
  /// from them. Rounds then grow by a fixed factor, whatever the error asked for.
  public var extendable = false
  /// Seconds of wall time between two checkpoints of a temperature; 0 for none.
  public var checkpoint = 60.0

  /// A relative error of 3 % by eight replicas.
  public init() {}
}

/// The quantity that is to be known well.
public enum SamplingTarget: String, Sendable, Codable, CaseIterable {
  /// At each temperature by itself.
  case conductivity
  /// D*/D_σ, at each temperature by itself.
  case havenRatio
  /// D* and the conductivity, at each temperature by itself, and until neither depends on how long ions are
  /// watched.
  case tracerDiffusivity
  /// Of an Arrhenius fit to all temperatures, which then share the hops as serves it best.
  case activationEnergy

  /// In a sentence about one temperature; those that share their hops are judged by their conductivity.
  public var name: String {
    switch self {
    case .conductivity, .activationEnergy: "conductivity"
    case .havenRatio: "Haven ratio"
    case .tracerDiffusivity: "tracer diffusivity"
    }
  }
}

/// How to leave the initial state behind.
public enum Equilibration: Sendable, Equatable {
  /// Until the energy no longer drifts, and at least twenty hops an ion.
  case automatic
  /// So many accepted hops per ion.
  case hopsPerIon(Double)
}
