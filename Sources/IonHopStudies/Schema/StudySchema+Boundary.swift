import IonHopCore
import IonHopNetworks

extension StudySchema {
  static let boundary: [SchemaSection] = [
    SchemaSection(
      "grainBoundary",
      "Two like boundaries across a periodic slab: [how to](grain-boundaries.md).",
      latticeKeys + [
        .required("supercell", .supercell, "repeats of the cell, an even number along `axis`"),
        SchemaKey("axis", .axis, "across the boundaries", default: "`x`"),
        SchemaKey("origin", .length, "where the first boundary lies", default: "0"),
        SchemaKey(
          "ions", names(BoundaryIons.self), "whether the bulk or the slab keeps its ions",
          default: "`equilibrium`"),
        SchemaKey("core", .section("core"), "what boundaries do to sites and hops"),
        SchemaKey("spaceCharge", .section("spaceCharge"), "the potential around them"),
        SchemaKey("misfit", .section("slabMisfit"), "grains turned against each other"),
      ]),
    SchemaSection(
      "core", "The core of a boundary. Every key is off by default.",
      [
        SchemaKey("width", .length, "0: the bonds that cross", default: "0"),
        SchemaKey("barrierRise", boundaryEnergy, "added to barriers", default: "none"),
        SchemaKey("siteEnergy", .energy, "added to sites; negative traps", default: "0"),
        SchemaKey(
          "wellSpread", boundaryEnergy, "added to each site, drawn at random", default: "none"),
        SchemaKey("missingSites", .pure, "share of the sites", default: "0"),
        SchemaKey("missingBonds", .pure, "share of the bonds", default: "0"),
        SchemaKey("secondPhase", .section("secondPhase"), "patches of something else"),
        SchemaKey("segregation", .section("segregation"), "immobile dopants on mobile sites"),
      ]),
    SchemaSection(
      "secondPhase", "Patches on a boundary.",
      [
        .required("coverage", .pure, "share of the area"),
        SchemaKey("thickness", .length, "of the patches", default: "0"),
        .required("patchSize", .length, "across"),
        SchemaKey("barrier", .energy, "into and within them", default: "closed"),
      ]),
    SchemaSection(
      "segregation", "Dopants near a boundary.",
      [
        .required("share", .pure, "of the mobile sites"),
        .required("width", .length, "of the layer"),
      ]),
    SchemaSection(
      "spaceCharge", "The charge of the core and its screening.",
      [
        .required("permittivity", .pure, "relative, 1 to 1e6"),
        SchemaKey("corePotential", .number(.potential), "of the core against the bulk"),
        SchemaKey("coreCharge", .number(.areaCharge), "or its charge"),
        SchemaKey(
          "statistics", names(BoundarySpaceCharge.Statistics.self), "of the mobile ions",
          default: "`fermiDirac`"),
        SchemaKey(
          "background", names(BoundarySpaceCharge.Background.self), "what compensates them",
          default: "`immobile`"),
        SchemaKey(
          "defect", names(BoundarySpaceCharge.Defect.self),
          "who is mobile, for `boltzmann` and `mottSchottky`", default: "`ion`"),
        SchemaKey("concentration", .number(.concentration), "of these defects", default: "all"),
        SchemaKey(
          "selfConsistent", .wholeNumber, "rounds in which the potential follows the simulation",
          default: "0"),
      ]),
    SchemaSection(
      "slabMisfit", "Two lattices turned against each other.",
      [
        .required("about", .vector(.number), "axis of the turn"),
        .required("angle", .number(.angle), "from one grain to the other"),
        SchemaKey("symmetric", .truth, "both by half of it", default: "`false`"),
      ] + misfitKeys),
    SchemaSection("grainMisfit", "How ions cross between turned grains.", misfitKeys),
    SchemaSection(
      "misfitHops", "Hops between lattices that do not match.",
      [
        .required("distance", .window, "from, to"), .required("barrier", .energy, "of all of them"),
        .required("frequency", .frequency, "of all of them"),
      ]),
    SchemaSection(
      "boundaryDistribution", "Energies drawn at random, in the core of a boundary.",
      oneOf: [["gaussian", "uniform", "exponential", "logNormal", "bimodal"]],
      [
        SchemaKey("gaussian", .section("normal"), "normal distribution"),
        SchemaKey("uniform", .section("range"), "even"),
        SchemaKey("exponential", .section("tail"), "exponential above a lowest energy"),
        SchemaKey("logNormal", .section("normal"), "log-normal, by mean and deviation"),
        SchemaKey("bimodal", .section("twoPeaks"), "two normal peaks"),
      ]),
    SchemaSection(
      "normal", "A peak.",
      [.required("mean", .energy, "of the energies"), .required("deviation", .energy, "standard")]),
    SchemaSection(
      "range", "Between two energies.",
      [.required("from", .energy, "lowest"), .required("to", .energy, "highest")]),
    SchemaSection(
      "tail", "Exponential.",
      [.required("lowest", .energy, "where it starts"), .required("scale", .energy, "mean excess")]),
    SchemaSection(
      "twoPeaks", "Two peaks.",
      [
        .required("first", .energy, "mean of the first"),
        .required("second", .energy, "mean of the second"),
        .required("deviation", .energy, "of both"), .required("share", .pure, "of the first"),
      ]),
  ]

  private static let boundaryEnergy = SchemaType.any([.energy, .section("boundaryDistribution")])

  private static let misfitKeys: [SchemaKey] = [
    .required("minimumSeparation", .length, "of two sites nearer than this one goes"),
    .required("hops", .section("misfitHops"), "between sites of both grains"),
  ]
}
