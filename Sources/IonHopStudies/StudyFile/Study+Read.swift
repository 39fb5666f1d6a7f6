import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

extension Study {
  /// Reads a study file and builds its network.
  ///
  ///     let study = try Study.read(URL(fileURLWithPath: "study.yaml"))
  ///
  /// - Parameter lattices: folders of lattice files, searched before `IONHOP_LATTICES` and the
  ///   bundled ones.
  /// - Throws: `InputError` with file, line, key, value and mend; a file with a `sweep` is read by
  ///   `StudySweep`.
  public static func read(_ url: URL, lattices: [URL] = []) throws(InputError) -> Study {
    try StudySweep.read(url, lattices: lattices).only()
  }

  /// Reads a study from text.
  ///
  /// - Parameters:
  ///   - file: its name in errors; paths in the study start from its folder.
  public static func parse(
    text: String, file: String, lattices: [URL] = []
  ) throws(InputError) -> Study {
    try StudySweep.parse(text: text, file: file, lattices: lattices).only()
  }
}

/// Reads a study file key by key.
struct StudyReader {
  let document: InputDocument
  let keys: InputMapping
  /// Where relative paths start from.
  let folder: URL
  let lattices: [URL]

  static let knownKeys = [
    "name", "model", "temperatures", "sampling", "fit", "fitQuantity", "seed", "random",
    "carriers", "selector", "basins", "sweep", "spectrum",
  ]

  init(_ document: InputDocument, folder: URL, lattices: [URL]) throws(InputError) {
    self.document = document
    self.folder = folder
    self.lattices = lattices
    if let polycrystal = document.value(at: "model.polycrystal") {
      throw polycrystal.error("a polycrystal is solved, not sampled; use ionhop run or validate")
    }
    keys = try document.root.mapping(Self.knownKeys, "give a study: name, model, temperatures")
  }

  func study() throws(InputError) -> Study {
    // Cheap keys first: a mistyped seed must not wait for a large network.
    let temperatures = try temperatures()
    let sampling = try sampling()
    let fits = try fits()
    let fitQuantity =
      try keys["fitQuantity"]?.choice(of: FitQuantity.self, what: "fit quantity") ?? .sigmaT
    let seed = try keys["seed"]?.unsigned64() ?? 1
    let generator = try generator()
    let carriers = try keys["carriers"]?.choice(of: CarrierChoice.self, what: "carriers")
    let selector = try keys["selector"]?.choice(
      of: SelectorKind.self, what: "selector", aliases: ["auto": .automatic])
    let basins = try keys["basins"]?.choice(
      of: BasinUse.self, what: "basin use", aliases: ["auto": .automatic])
    let name = try name()

    let model = try model()
    var study = Study(
      model.network, species: model.species, filling: model.filling, temperatures: temperatures)
    study.further = model.further
    study.name = name
    study.modelDescription = model.description
    study.rateLaw = model.settings.rateLaw
    study.pairEnergy = model.settings.pairEnergy
    study.environment = model.environment
    study.schottky = model.schottky
    study.boundary = model.boundary
    study.polymer = model.polymer
    study.composite = model.composite
    study.realisations = model.realisations
    study.spectrum = try spectrum(model)
    study.field = model.settings.field
    study.sampling = sampling
    study.fits = fits
    study.fitQuantity = fitQuantity
    study.seed = seed
    study.generator = generator
    study.carriers = carriers?.carriers
    study.selector = selector ?? .automatic
    study.basins = basins ?? .automatic
    study.sources = model.sources
    study.published = model.published
    study.modelWarnings = model.warnings
    study.unitCell = model.unitCell
    study.input = document.text
    study.inputFile = document.file
    try check(study, model: model)
    return study
  }

  private func name() throws(InputError) -> String {
    guard let value = keys["name"] else {
      return URL(fileURLWithPath: document.file).deletingPathExtension().lastPathComponent
    }
    return try value.text("give the study a name")
  }

  private func generator() throws(InputError) -> String {
    guard let value = keys["random"] else { return RandomStream.defaultGenerator }
    let name = try value.text("give the name of a GSL generator, such as mt19937")
    try value.check(
      in: RandomStream.generators, what: "generator", plural: "GSL's generators")
    do {
      _ = try RandomStream(generator: name, seed: 1)
    } catch {
      throw value.error(KeyedMessage("\(error)").message)
    }
    return name
  }
}

/// What `carriers:` may say.
private enum CarrierChoice: String, CaseIterable {
  case auto, ions, vacancies

  var carriers: Carriers? { Carriers(rawValue: rawValue) }
}
