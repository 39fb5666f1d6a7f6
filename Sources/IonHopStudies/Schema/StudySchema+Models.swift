import IonHopCore
import IonHopNetworks

extension StudySchema {
  /// Keys that stand under most kinds of model.
  private static let rateLaw = SchemaKey(
    "rateLaw", names(RateLaw.self),
    "energies to rates; with `transitionState` a hop's barrier is its saddle's absolute energy",
    default: "`symmetric`")
  private static let field = SchemaKey("field", .vector(.field), "drives the ions", default: "none")
  private static let pairEnergy = SchemaKey(
    "interactions", .section("pairEnergy"), "energy of ions beside each other", default: "none")
  private static let pairRules = SchemaKey(
    "interactions", .any([.section("pairEnergy"), .list(.section("pairRule"))]),
    "energy of ions beside each other, or by distance in place of the lattice's")
  private static let coulomb = SchemaKey(
    "coulomb", .section("coulomb"), "Coulomb energy of all mobile ions, on up to 5,000 sites",
    default: "the lattice's, mostly none")
  /// One mobile species, or several.
  private static let mobile = SchemaType.named(
    .any([.pure, .section("ions"), .section("ionsOfSeveral")]))

  /// What a study may change of a lattice.
  static let latticeKeys: [SchemaKey] = [
    .required("lattice", .text, "a name of `ionhop materials`, `NAME/VARIANT`, or a path"),
    SchemaKey(
      "mobile", mobile, "`{ Li: 0.667 }` of the sites, above 1 per formula unit",
      default: "the lattice's"),
    SchemaKey("siteEnergies", .named(.energy), "of kinds of sites", default: "the lattice's"),
    SchemaKey("barriers", .named(.energy), "of classes of hops", default: "the lattice's"),
    SchemaKey(
      "frequencies", .named(.frequency), "attempt frequencies of classes of hops",
      default: "the lattice's"),
    SchemaKey(
      "occupants", .named(.named(.pure)), "shares of who stands on immobile sites",
      default: "the lattice's"),
    SchemaKey(
      "blocked", .named(.named(.pure)), "share of kinds of mobile sites that something blocks",
      default: "the lattice's"),
    pairRules, rateLaw,
  ]

  static let models: [SchemaSection] = [
    SchemaSection(
      "model", "One of these.",
      oneOf: [["crystal", "network", "glass", "grainBoundary", "polymer", "composite"]],
      [
        SchemaKey("crystal", .section("crystal"), "a lattice of the library, repeated and filled"),
        SchemaKey("network", .section("network"), "sites and hops one by one"),
        SchemaKey("glass", .section("glass"), "random sites with spread energies"),
        SchemaKey(
          "grainBoundary", .section("grainBoundary"), "two boundaries across a slab of a lattice"),
        SchemaKey("polymer", .section("polymer"), "hops whose gates segments open and close"),
        SchemaKey("composite", .section("composite"), "a polymer with particles"),
      ]),
    SchemaSection(
      "solvedModel", "A ceramic of grains many voxels wide.",
      [.required("polycrystal", .section("polycrystal"), "grains, bulk and boundaries")]),
    SchemaSection(
      "crystal", "A lattice of the library, repeated and filled.",
      latticeKeys + [
        SchemaKey("supercell", .supercell, "repeats of the cell", default: "`[1, 1, 1]`"),
        SchemaKey(
          "environment", .list(.section("environmentRule")),
          "barriers by the ions around a hop, in place of the lattice's"),
        SchemaKey(
          "defects", .section("defects"), "vacancies by formation energy, in place of `mobile`"),
        SchemaKey("grains", .section("grains"), "cuts the supercell into grains (without `size`)"),
        SchemaKey("core", .section("core"), "what the grains' boundaries do to sites and hops"),
        SchemaKey("misfit", .section("grainMisfit"), "how ions cross between turned grains"),
        field, coulomb,
      ]),
    SchemaSection(
      "network", "Sites and hops, listed or in CSV files beside the study.",
      [
        .required("cell", .list(.vector(.length), count: 3), "three vectors"),
        .required(
          "sites", .any([.text, .list(.section("site"))]),
          "a list, or a CSV file with the columns x, y, z, energy, kind"),
        .required(
          "hops", .any([.text, .list(.section("hop"))]),
          "a list, or a CSV file with the columns from, to, dx, dy, dz, barrier, frequency, class"),
        SchemaKey("addReverseHops", .truth, "lists hops one way only", default: "`false`"),
        .required("mobile", mobile, "who moves, with `count` or `fraction`, and `charge`"),
        SchemaKey("supercell", .supercell, "repeats of the cell", default: "`[1, 1, 1]`"),
        rateLaw, pairEnergy, field, coulomb,
      ]),
    SchemaSection(
      "site", "A site of a network.",
      [
        .required("position", .vector(.length), "in the cell"),
        SchemaKey("energy", .energy, "of an ion there", default: "0"),
        SchemaKey("kind", .text, "a name", default: "`site`"),
      ]),
    SchemaSection(
      "hop", "A hop of a network.",
      [
        .required("from", .wholeNumber, "number of a site, from 0"),
        .required("to", .wholeNumber, "number of a site, from 0"),
        .required("displacement", .vector(.length), "from site to site, through the periodic cell"),
        .required("barrier", .energy, "see `rateLaw`"),
        .required("frequency", .frequency, "attempt frequency"),
        SchemaKey("class", .text, "a name", default: "`hop`"),
      ]),
    SchemaSection(
      "ions", "How many ions, and their charge.",
      oneOf: [["fraction", "perFormulaUnit", "count"]], amounts),
    SchemaSection(
      "ionsOfSeveral",
      "One of several mobile species, with what it sees otherwise than the model says.",
      oneOf: [["fraction", "perFormulaUnit", "count"]],
      amounts + [
        SchemaKey("sites", .list(.text), "kinds of sites that it may stand on", default: "all"),
        SchemaKey("siteEnergies", .named(.energy), "of kinds of sites"),
        SchemaKey("barriers", .named(.energy), "of classes of hops"),
        SchemaKey("frequencies", .named(.frequency), "of classes of hops"),
      ]),
    SchemaSection(
      "pairEnergy", "One energy for all pairs of ions on sites that a hop joins.",
      [.required("nearestNeighbour", .energy, "of a pair")]),
    SchemaSection(
      "pairRule", "Ions that feel each other at a distance.",
      [
        .required("between", .list(.text, count: 2), "two kinds of sites"),
        .required("distance", .window, "from, to"),
        .required("energy", .energy, "of a pair"),
      ]),
    SchemaSection(
      "coulomb", "Charges in a dielectric, by Ewald's sum.",
      [.required("dielectricConstant", .pure, "1 to 1e6")]),
  ]

  private static let amounts: [SchemaKey] = [
    SchemaKey("fraction", .pure, "of the sites, 0 to 1"),
    SchemaKey("perFormulaUnit", .pure, "ions per formula unit of the lattice"),
    SchemaKey("count", .wholeNumber, "ions in the supercell"),
    SchemaKey("charge", .number(.charge), "of an ion", default: "the lattice's"),
  ]

  static let crystal: [SchemaSection] = [
    SchemaSection(
      "environmentRule",
      "Adds to the barrier of a class of hops, by counting ions or by a [cluster expansion](../Lattices/README.md#cluster-expansions).",
      [
        .required("class", .text, "of hops"),
        SchemaKey("near", .list(.text), "kinds of sites whose ions count"),
        SchemaKey("distance", .window, "of those sites from the hop's middle"),
        SchemaKey("perIon", .energy, "for each ion"),
        SchemaKey("table", .list(.energy), "or for 0, 1, 2, … ions"),
        SchemaKey(
          "clusterExpansion", .any([.text, .section("clusterExpansion")]),
          "or an expansion, in place or as a file"),
      ]),
    SchemaSection(
      "clusterExpansion", "A barrier as a polynomial in the occupations around a hop.",
      [
        SchemaKey(
          "basis", names(Lattice.ClusterExpansion.Basis.self), "1 and 0, or −1 and +1",
          default: "`occupation`"),
        SchemaKey("constant", .energy, "added to the barrier", default: "0"),
        .required("sites", .named(.section("clusterSites")), "places around a hop, by name"),
        .required("clusters", .list(.section("cluster")), "terms"),
        SchemaKey("sources", .list(.section("source")), "where it comes from"),
      ]),
    SchemaSection(
      "clusterSites", "Places around a hop that are alike.",
      [
        .required("near", .list(.text), "kinds of sites"),
        .required("distance", .window, "from the hop's middle"),
        SchemaKey(
          "ends", .list(.window, count: 2), "windows from the nearer and the farther end"),
      ]),
    SchemaSection(
      "cluster", "A term.",
      [
        .required("sites", .list(.text), "places, by name"),
        SchemaKey("distance", .window, "of two places from each other"),
        SchemaKey("distances", .list(.window), "of more than two: pairs 1–2, 1–3, 2–3, 1–4, …"),
        .required("energy", .energy, "of the term"),
      ]),
    SchemaSection(
      "defects", "Vacancies that temperature makes.",
      [.required("schottky", .section("schottky"), "pairs with those of the counter-ion")]),
    SchemaSection(
      "schottky", "Schottky pairs, with dopants.",
      [
        .required("formationEnergy", .energy, "of a pair"),
        SchemaKey("formationEntropy", .pure, "of a pair (k)", default: "0"),
        SchemaKey("dopants", .pure, "share of the mobile sites, −0.5 to 0.5", default: "0"),
      ]),
  ]
}
