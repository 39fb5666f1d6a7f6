import IonHopCore
import IonHopNetworks

extension StudySchema {
  private static let spread = SchemaType.any([.energy, .section("distribution")])

  static let glass: [SchemaSection] = [
    SchemaSection(
      "glass",
      "Sites at random places, joined by a rule, with energies drawn at random: [how to](glasses.md).",
      [
        SchemaKey(
          "material", .text, "a glass of the library, whose keys hold where none are given"),
        SchemaKey("composition", .pure, "in the material's unit", default: "the material's"),
        SchemaKey("realisations", .wholeNumber, "glasses to average over", default: "1"),
        .required("sites", .section("glassSites"), "how many, and where"),
        SchemaKey("bonds", bonds, "which sites a hop joins"),
        SchemaKey("siteEnergies", spread, "of sites", default: "0"),
        SchemaKey("siteCorrelationLength", .length, "over which they are alike", default: "0"),
        SchemaKey("barriers", spread, "of hops", default: "0"),
        SchemaKey("barrierCorrelationLength", .length, "over which they are alike", default: "0"),
        SchemaKey("barrierPerLength", .pure, "for hops beyond a length (eV/Å)", default: "0"),
        SchemaKey("referenceLength", .length, "that length", default: "0"),
        SchemaKey("attemptFrequency", .frequency, "ν₀", default: "1e13"),
        SchemaKey("meyerNeldelEnergy", .energy, "Δ₀ of ν = ν₀ exp(E/Δ₀)", default: "none"),
        SchemaKey("decay", .pure, "α of exp(−2αd), with `rateLaw: metropolis` (1/Å)", default: "0"),
        SchemaKey("andersonStuart", .section("andersonStuart"), "binding and strain energy"),
        SchemaKey("counterIons", .section("counterIons"), "wells of fixed charges"),
        SchemaKey("classes", .list(.section("siteClass")), "kinds of surroundings"),
        SchemaKey("classBarriers", .list(.section("classBarrier")), "barriers by pair of kinds"),
        SchemaKey("classCorrelationLength", .length, "over which kinds are alike", default: "0"),
        SchemaKey("inclusions", .section("inclusions"), "crystallites"),
        SchemaKey(
          "mobile", .named(.any([.pure, .section("ions"), .section("ionsOfSeveral")])),
          "who moves", default: "the material's"),
        SchemaKey(
          "sameEnergies", .truth, "several species see the same energies", default: "`false`"),
        SchemaKey(
          "mismatchEnergy", .energy, "of an ion on a site formed for another species", default: "0"),
        SchemaKey("rateLaw", names(RateLaw.self), "energies to rates", default: "`symmetric`"),
        SchemaKey("interactions", .section("pairEnergy"), "of ions beside each other"),
        SchemaKey("field", .vector(.field), "drives the ions", default: "none"),
      ]),
    SchemaSection(
      "glassSites", "A number of sites at a density, or the places of atoms in a file.",
      [
        SchemaKey("count", .wholeNumber, "of sites"),
        SchemaKey("density", .pure, "1/Å³, in two dimensions 1/Å²", default: "the material's"),
        SchemaKey("dimensions", .wholeNumber, "2 or 3", default: "3"),
        SchemaKey(
          "arrangement",
          .any([.choice(["poisson", "continuousRandomNetwork"]), .section("arrangement")]),
          "at random, or so", default: "`poisson`"),
        SchemaKey("snapshot", .text, "an extended XYZ file"),
        SchemaKey("species", .text, "whose places in it are sites"),
        SchemaKey("frame", .wholeNumber, "of the file, from 0", default: "0"),
      ]),
    SchemaSection(
      "arrangement", "Sites that keep their distance.",
      oneOf: [["hardSpheres", "relaxedSpheres", "perturbedLattice"]],
      [
        SchemaKey("hardSpheres", .length, "no two nearer, put down one by one"),
        SchemaKey("relaxedSpheres", .length, "no two nearer, pushed apart"),
        SchemaKey("perturbedLattice", .length, "displacement from a lattice"),
      ]),
    SchemaSection(
      "bonds", "Which sites a hop joins.",
      oneOf: [["cutoff", "nearest", "coordination", "delaunay"]],
      [
        SchemaKey("cutoff", .length, "pairs no further apart"),
        SchemaKey("nearest", .wholeNumber, "each with so many nearest"),
        SchemaKey("coordination", .pure, "the shortest pairs up to this mean number"),
        SchemaKey("delaunay", .length, "faces of Voronoi cells, no longer than this"),
      ]),
    SchemaSection(
      "distribution", "Energies drawn at random.",
      oneOf: [["gaussian", "exponential", "uniform", "logNormal", "bimodal", "table"]],
      [
        SchemaKey("gaussian", .section("normal"), "normal distribution"),
        SchemaKey("exponential", .section("tail"), "exponential above a lowest energy"),
        SchemaKey("uniform", .list(.energy, count: 2), "from, to"),
        SchemaKey("logNormal", .section("logNormal"), "by mean and deviation, or median and width"),
        SchemaKey("bimodal", .section("twoPeaks"), "two normal peaks"),
        SchemaKey("table", .text, "a CSV file with the columns energy and weight"),
      ]),
    SchemaSection(
      "logNormal", "By mean and deviation, or by median and width.",
      [
        SchemaKey("mean", .energy, "of the energies"), SchemaKey("deviation", .energy, "standard"),
        SchemaKey("median", .energy, "of the energies"),
        SchemaKey("width", .pure, "standard deviation of the logarithm"),
      ]),
    SchemaSection(
      "andersonStuart", "Anderson and Stuart's energies of an ion in a glass.",
      [
        .required("radius", .length, "of the ion"),
        .required("counterRadius", .length, "of its counter-ion"),
        .required("covalency", .pure, "γ, about the relative permittivity"),
        .required("shearModulus", .pure, "GPa"),
        SchemaKey("doorway", .length, "radius of the doorway"),
        SchemaKey("doorwayDeviation", .length, "its standard deviation", default: "0"),
        SchemaKey("hostRadius", .length, "instead: doorways between host atoms of this radius"),
        SchemaKey("charge", .number(.charge), "of the ion", default: "1"),
        SchemaKey(
          "counterCharge", .number(.charge), "of its counter-ion, without the sign", default: "2"),
        SchemaKey("madelung", .pure, "β of the Coulomb part", default: "1"),
      ]),
    SchemaSection(
      "counterIons", "Fixed charges, screened.",
      oneOf: [["perSite", "positions"]],
      [
        SchemaKey("perSite", .pure, "so many at random"),
        SchemaKey("positions", .list(.vector(.length)), "or here"),
        SchemaKey("charge", .number(.charge), "of each", default: "−1"),
        SchemaKey("ionCharge", .number(.charge), "of the mobile ion", default: "1"),
        .required("screeningLength", .length, "of their potential"),
        .required("permittivity", .pure, "relative"),
        .required("closestApproach", .length, "where the potential is cut off"),
      ]),
    SchemaSection(
      "siteClass", "A kind of surroundings.",
      [
        .required("name", .text, "for reports and `classBarriers`"),
        SchemaKey("share", .pure, "of the sites", default: "the composition's"),
        SchemaKey("energy", .energy, "added to its sites", default: "0"),
      ]),
    SchemaSection(
      "classBarrier", "Barriers between two kinds of surroundings.",
      [
        .required("between", .list(.text, count: 2), "two kinds"),
        .required("barriers", spread, "of hops between them"),
      ]),
    SchemaSection(
      "inclusions", "Crystallites.",
      [
        .required("share", .pure, "of the volume"), .required("radius", .length, "of each"),
        .required("barrier", .energy, "within"),
        SchemaKey("surfaceBarrier", .energy, "into and out of them", default: "drawn as elsewhere"),
        SchemaKey("siteEnergy", .energy, "within", default: "0"),
      ]),
  ]

  private static let bonds = SchemaType.any([
    .choice(["delaunay", "voronoiVertices"]), .section("bonds"),
  ])
}
