import IonHopCore
import IonHopNetworks

extension StudySchema {
  static let conductivity = SchemaType.any([.number(.conductivity), .section("conductivityLaw")])
  private static let resistance = SchemaType.any([
    .number(.areaResistance), .section("resistanceLaw"),
  ])

  static let polycrystal: [SchemaSection] = [
    SchemaSection(
      "polycrystal", "Grains on voxels, with boundaries between them: [how to](polycrystals.md).",
      [
        .required("grains", .section("grains"), "their shape and number"),
        SchemaKey("voxels", .supercell, "along x, y, z", default: "a file's own"),
        .required("bulk", .section("bulk"), "what grains are of"),
        SchemaKey(
          "boundary", .any([.text, .section("boundary")]),
          "between them: a name of Lattices/Boundaries, a path, or numbers", default: "none"),
        SchemaKey("phases", .section("phases"), "films, pores, cracks, junctions"),
      ]),
    SchemaSection(
      "grains", "Cells, or voxels of a file.",
      oneOf: [["voronoi", "columnar", "bricks", "file"]],
      [
        SchemaKey("voronoi", .wholeNumber, "so many cells around random points"),
        SchemaKey("columnar", .wholeNumber, "so many columns through the box"),
        SchemaKey("bricks", .supercell, "along x, y, z"),
        SchemaKey("file", .text, "`.npy`, `.vti`, `.vtk`, `.tesr` or `.tess`"),
        SchemaKey("size", .length, "edge of a cube of the mean grain's volume"),
        SchemaKey("spread", .pure, "of log-normal diameters over their mean", default: "0"),
        SchemaKey("elongation", .vector(.number), "along x, y, z", default: "`[1, 1, 1]`"),
        SchemaKey(
          "texture", .any([.choice(["aligned", "random"]), .section("texture")]),
          "how grains are turned", default: "`aligned`"),
        SchemaKey("rounds", .wholeNumber, "of Lloyd's algorithm, for rounder grains", default: "0"),
        SchemaKey("axis", .axis, "of columns", default: "`z`"),
        SchemaKey("spacing", .any([.length, .vector(.length)]), "of a file's voxels"),
        SchemaKey("unit", .length, "of a file's lengths"),
        SchemaKey("array", .text, "of a file with several"),
        SchemaKey("mirror", .truth, "mirrors a file that is not periodic", default: "`false`"),
        SchemaKey(
          "labels", .named(names(PolycrystalModel.Role.self)), "what a file's labels are",
          default: "grains"),
      ]),
    SchemaSection(
      "texture", "Grains with a direction in common.",
      [.required("fibre", .section("fibre"), "a crystal's direction along the sample's")]),
    SchemaSection(
      "fibre", "A fibre texture.",
      [
        .required("crystal", .vector(.number), "direction in the crystal"),
        .required("sample", .vector(.number), "direction in the sample"),
        SchemaKey("spread", .number(.angle), "about it", default: "0"),
      ]),
    SchemaSection(
      "bulk", "What grains are of.",
      [
        .required("conductivity", conductivity, "of a grain"),
        SchemaKey("permittivity", .pure, "relative, for impedance"),
        SchemaKey(
          "anisotropy", .vector(.number), "factors along the crystal's axes", default: "`[1, 1, 1]`"
        ),
        SchemaKey("spread", .energy, "of the barrier from grain to grain", default: "0"),
      ]),
    SchemaSection(
      "boundary", "Between two grains.", oneOf: [["areaResistance", "core"]],
      [
        SchemaKey("areaResistance", resistance, "in excess of the bulk"),
        SchemaKey("core", .section("layer"), "or a layer in place of grain"),
        SchemaKey("width", .length, "for impedance"),
        SchemaKey("permittivity", .pure, "relative, for impedance"),
        SchemaKey("spread", .energy, "of the barrier from boundary to boundary", default: "0"),
        SchemaKey("special", .section("special"), "boundaries that differ"),
      ]),
    SchemaSection(
      "layer", "A layer with a conductivity of its own.",
      [
        .required("width", .length, "of the layer"),
        .required("conductivity", conductivity, "of the layer"),
      ]),
    SchemaSection(
      "special", "Boundaries that differ.", oneOf: [["share", "misorientation"]],
      [
        SchemaKey("share", .pure, "of the area"),
        SchemaKey("misorientation", .number(.angle), "or those turned by less than this"),
        .required("factor", .pure, "on their resistance"),
      ]),
    SchemaSection(
      "phases", "What lies at boundaries.",
      [
        SchemaKey("film", .section("film"), "a film on whole boundaries"),
        SchemaKey("pores", .any([.pure, .section("pores")]), "share of the volume"),
        SchemaKey("cracks", .any([.pure, .section("cracks")]), "share of the boundary area"),
        SchemaKey("junctions", .section("junctions"), "where three grains and more meet"),
      ]),
    SchemaSection(
      "film", "A film on whole boundaries.",
      [
        .required("coverage", .pure, "share of the boundary area"),
        .required("thickness", .length, "of the film"),
        .required("conductivity", conductivity, "of the film"),
        SchemaKey("permittivity", .pure, "relative, for impedance"),
        SchemaKey("replacesBoundary", .truth, "instead of adding to it", default: "`false`"),
        SchemaKey("normal", .axis, "only on boundaries across this axis", default: "all"),
      ]),
    SchemaSection(
      "pores", "Empty space at corners of grains.",
      [
        .required("share", .pure, "of the volume"),
        SchemaKey("radius", .length, "of a pore", default: "a sixth of the grain size"),
      ]),
    SchemaSection(
      "cracks", "Boundaries that have come apart.",
      [
        .required("share", .pure, "of the boundary area"),
        SchemaKey("width", .length, "of a crack", default: "100"),
        SchemaKey("normal", .axis, "only on boundaries across this axis", default: "all"),
      ]),
    SchemaSection(
      "junctions", "Lines where three grains and more meet.",
      [
        .required("radius", .length, "of the line"),
        .required("conductivity", conductivity, "of their material"),
        SchemaKey("permittivity", .pure, "relative, for impedance"),
      ]),
    SchemaSection(
      "conductivityLaw", "A conductivity against temperature. A table is not extrapolated.",
      oneOf: [["value", "prefactor", "table", "results"]],
      [
        SchemaKey("value", .number(.conductivity), "at a temperature"),
        SchemaKey("at", .temperature, "that temperature"),
        SchemaKey("prefactor", .pure, "A of σ = A/T exp(−E/kT) (S K/cm)"),
        SchemaKey("activationEnergy", .energy, "of σT; beside `value` and `prefactor`"),
        SchemaKey(
          "table", .list(.list(.any([.temperature, .number(.conductivity)]), count: 2)),
          "rows of temperature and value"),
        SchemaKey("results", .text, "or the folder of a run"),
      ]),
    SchemaSection(
      "resistanceLaw", "An area resistance against temperature.",
      oneOf: [["value", "table", "results"]],
      [
        SchemaKey("value", .number(.areaResistance), "at a temperature"),
        SchemaKey("at", .temperature, "that temperature"),
        SchemaKey("activationEnergy", .energy, "of T/R"),
        SchemaKey(
          "table", .list(.list(.any([.temperature, .number(.areaResistance)]), count: 2)),
          "rows of temperature and value"),
        SchemaKey("results", .text, "or the folder of a run of a grain boundary"),
      ]),
    SchemaSection(
      "impedance", "The spectrum that an experiment would see.",
      [
        .required(
          "frequencies", .any([.list(.frequency), .section("frequencyRange")]), "at least two"),
        SchemaKey(
          "temperatures", .any([.temperature, .list(.temperature)]), "of the study's",
          default: "that nearest to 300 K"),
        SchemaKey("axis", .axis, "along which the current flows", default: "`x`"),
      ]),
    SchemaSection(
      "frequencyRange", "Evenly on a logarithmic scale.",
      [
        .required("from", .frequency, "lowest"), .required("to", .frequency, "highest"),
        .required("count", .wholeNumber, "how many"),
      ]),
  ]
}
