import IonHopCore
import IonHopNetworks

extension StudySchema {
  private static let gate: [SchemaKey] = [
    SchemaKey("barrier", .energy, "of a hop"),
    SchemaKey("frequency", .frequency, "attempt frequency"),
    SchemaKey("openFraction", .pure, "share of hops that are open at a time"),
  ]

  static let polymer: [SchemaSection] = [
    SchemaSection(
      "polymer",
      "A polymer electrolyte by dynamic bond percolation: [how to](polymers.md). Without `material` all of its numbers must be given.",
      oneOf: [["lattice", "points", "chains"]],
      [
        SchemaKey("material", .text, "a polymer of the library, or a path"),
        SchemaKey("lattice", .wholeNumber, "sites along an edge of a cubic lattice"),
        SchemaKey("points", .section("points"), "or sites at random"),
        SchemaKey("chains", .section("chains"), "or sites along chains"),
        SchemaKey(
          "renewal", names(RenewalUnits.self), "what renews at once",
          default: "`eachHop`, of chains `segments`"),
        SchemaKey("crystalline", .truth, "has the material's crystals", default: "`false`"),
        SchemaKey("plasticiser", .section("plasticiser"), "lowers T_g by Fox's rule"),
        SchemaKey("crossLinkDensity", .pure, "mol/g, of coarse models", default: "0"),
        SchemaKey("monomer", .section("monomer"), "the material's, changed"),
        SchemaKey(
          "chain", .any([.choice(["freelyJointed"]), .section("chainModel")]), "stiffness",
          default: "the material's"),
        SchemaKey("salt", .section("salt"), "the material's, changed"),
        SchemaKey("glassTransition", .section("glassTransition"), "the material's, changed"),
        SchemaKey("segments", .section("segments"), "renewals a second"),
        SchemaKey(
          "ions", .named(.any([.choice(["fixed"]), .section("polymerIon")])),
          "cation and anion; `fixed` takes one away"),
        SchemaKey("association", .energy, "that cation and anion gain beside each other"),
        SchemaKey("crystals", .section("crystals"), "parts that ions cannot enter"),
        SchemaKey("rateLaw", names(RateLaw.self), "energies to rates", default: "`symmetric`"),
        SchemaKey("field", .vector(.field), "drives the ions", default: "none"),
      ]),
    SchemaSection(
      "points", "Sites at random.",
      [
        .required("count", .wholeNumber, "of sites"),
        .required("minimumDistance", .length, "between two"),
        .required("reach", .length, "longest hop"),
      ]),
    SchemaSection(
      "chains", "Sites along chains.",
      [
        .required("count", .wholeNumber, "of chains"),
        .required("monomers", .wholeNumber, "of each"),
        .required("reach", .length, "longest hop between chains"),
        SchemaKey("sitesPerSegment", .wholeNumber, "that renew together", default: "2"),
        SchemaKey("minimumDistance", .length, "between sites of two chains", default: "3"),
        SchemaKey("crossLinks", .wholeNumber, "how many", default: "0"),
        SchemaKey("crossLinkDistance", .length, "longest", default: "10"),
        SchemaKey(
          "crossLinkSpeed", .pure, "renewal of linked segments over that of free ones",
          default: "1"),
        SchemaKey(
          "rouse", .any([.truth, .section("rouse")]), "chains move and carry cations",
          default: "`false`"),
      ]),
    SchemaSection(
      "rouse", "Rouse modes.",
      [.required("mobility", .pure, "the fastest, over the rate of renewal")]),
    SchemaSection(
      "plasticiser", "Small molecules in the polymer.",
      [
        .required("fraction", .pure, "by weight"),
        .required("glassTransition", .temperature, "its own"),
      ]),
    SchemaSection(
      "monomer", "Of the polymer.",
      [
        SchemaKey("mass", .pure, "g/mol"),
        SchemaKey("density", .pure, "of the polymer without salt (g/cm³)"),
        SchemaKey("length", .length, "along the chain"),
        SchemaKey("perSite", .wholeNumber, "monomers of one coordination site"),
      ]),
    SchemaSection(
      "chainModel", "Stiffness of a chain.", oneOf: [["freelyRotating", "wormLike"]],
      [
        SchemaKey("freelyRotating", .number(.angle), "between bonds"),
        SchemaKey("wormLike", .length, "persistence length"),
      ]),
    SchemaSection(
      "salt", "In the polymer.",
      [
        SchemaKey("ratio", .pure, "monomers a cation"),
        SchemaKey("volume", .pure, "of a formula unit (Å³)"),
        SchemaKey("solubleRatio", .pure, "ratio below which the rest stays undissolved"),
      ]),
    SchemaSection(
      "glassTransition", "T_g, which salt and cross-links raise.",
      [
        SchemaKey("pure", .temperature, "of the polymer alone"),
        SchemaKey("perSalt", .pure, "for each cation per monomer (K)"),
        SchemaKey("perCrossLink", .pure, "for each mol/g (K g/mol)"),
      ]),
    SchemaSection(
      "segments", "How often a segment's gates are drawn anew.",
      [
        SchemaKey("vft", .section("vft"), "λ = rate exp(−b/(T − T0)), T0 = T_g − offset"),
        SchemaKey("wlf", .section("wlf"), "by Williams, Landel and Ferry"),
        SchemaKey("arrhenius", .section("arrhenius"), "by one barrier"),
        SchemaKey(
          "belowGlass", names(GlassBehaviour.self), "what holds below T_g", default: "`law`"),
      ]),
    SchemaSection(
      "vft", "Vogel, Fulcher, Tammann.",
      [
        SchemaKey("rate", .frequency, "at high temperature"), SchemaKey("b", .pure, "B (K)"),
        SchemaKey("offset", .pure, "T_g − T0 (K)"),
      ]),
    SchemaSection(
      "wlf", "Williams, Landel, Ferry.",
      [
        SchemaKey("rateAtTg", .frequency, "at T_g"), SchemaKey("c1", .pure, "C1", default: "17.44"),
        SchemaKey("c2", .pure, "C2 (K)", default: "51.6"),
      ]),
    SchemaSection(
      "arrhenius", "One barrier.",
      [
        SchemaKey("rate", .frequency, "at high temperature"),
        SchemaKey("barrier", .energy, "of a segment"),
      ]),
    SchemaSection(
      "polymerIon", "An ion, with what differs along and between chains.",
      [SchemaKey("charge", .number(.charge), "of the ion")] + gate + [
        SchemaKey("intrachain", .section("gate"), "of hops along chains"),
        SchemaKey("interchain", .section("gate"), "of hops between chains"),
      ]),
    SchemaSection("gate", "A hop that segments open and close.", gate),
    SchemaSection(
      "crystals", "Parts that ions cannot enter.",
      [
        SchemaKey("fraction", .pure, "of the sites, when cold"),
        SchemaKey("spherulites", .wholeNumber, "so many balls"),
        SchemaKey("lamellae", .wholeNumber, "or so many layers"),
        SchemaKey("channels", .wholeNumber, "or walls around so many channels"),
        SchemaKey("axis", .axis, "of layers and channels", default: "`z`"),
        SchemaKey("meltingTemperature", .temperature, "where they go", default: "never"),
        SchemaKey("meltingRange", .pure, "width of melting (K)", default: "0"),
      ]),
  ]

  static let composite: [SchemaSection] = [
    SchemaSection(
      "composite", "A polymer with particles: [how to](polymers.md#composite).",
      [
        .required("matrix", .section("matrix"), "the polymer with its salt"),
        .required("filler", .section("filler"), "what the particles are of"),
        .required("particles", .section("particles"), "their shape and share"),
        SchemaKey("shell", .section("shell"), "polymer near particles"),
        SchemaKey(
          "contactResistance", .number(.areaResistance), "between filler and polymer",
          default: "0"),
        .required("voxels", .any([.wholeNumber, .supercell]), "along an edge, or x, y, z"),
        .required("voxelSize", .length, "edge of a voxel"),
        SchemaKey(
          "method", names(CompositeModel.Method.self), "exactly, or by hops from voxel to voxel",
          default: "`network`"),
      ]),
    SchemaSection(
      "matrix", "The polymer with its salt.",
      [
        SchemaKey("material", .text, "a polymer of the library, for density and carriers"),
        .required("conductivity", conductivity, "of the polymer"),
        SchemaKey("carrierDensity", .number(.concentration), "of ions"),
        SchemaKey("density", .pure, "g/cm³"),
      ]),
    SchemaSection(
      "filler", "What the particles are of.",
      [
        SchemaKey("material", .text, "LLZTO, LATP, SiO2, Al2O3, or a path"),
        SchemaKey("density", .pure, "g/cm³"),
        SchemaKey(
          "conductivity", .any([.number(.conductivity), .section("fillerLaw")]), "0: inert"),
        SchemaKey("carrierDensity", .number(.concentration), "of ions"),
      ]),
    SchemaSection(
      "fillerLaw", "A conductivity against temperature.",
      [
        .required("at", .temperature, "a temperature"),
        .required("value", .number(.conductivity), "there"),
        .required("activationEnergy", .energy, "of σT"),
      ]),
    SchemaSection(
      "particles", "Their shape, share and order.",
      oneOf: [["sphere", "fibre"], ["volumeFraction", "weightFraction"]],
      [
        SchemaKey("sphere", .section("sphere"), "balls"),
        SchemaKey("fibre", .section("fibreShape"), "or fibres"),
        SchemaKey("volumeFraction", .pure, "of all"),
        SchemaKey("weightFraction", .pure, "or this"),
        SchemaKey(
          "alignment", .choice(["random", "x", "y", "z"]), "of fibres", default: "`random`"),
        SchemaKey(
          "clustering", .pure, "probability that a particle touches another", default: "0"),
        SchemaKey("overlap", .truth, "particles may overlap", default: "`true`"),
      ]),
    SchemaSection("sphere", "A ball.", [.required("radius", .length, "of a ball")]),
    SchemaSection(
      "fibreShape", "A fibre.",
      [.required("radius", .length, "of a fibre"), .required("length", .length, "of a fibre")]),
    SchemaSection(
      "shell", "Polymer near particles.",
      [
        .required("thickness", .length, "of the shell"),
        SchemaKey("conductivityFactor", .pure, "over the polymer", default: "1"),
        SchemaKey("carrierFactor", .pure, "over the polymer", default: "1"),
      ]),
  ]
}
