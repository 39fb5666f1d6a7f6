import Testing

/// What a material file must make: the group of its space group, and the shells of neighbours of its
/// structure type. Distances (Å) were computed outside the engine, by a brute-force search over images.
struct Crystal: Sendable, CustomTestStringConvertible {
  struct Shell: Sendable {
    let kind: String
    let hopClass: String
    let count: Int
    let distances: ClosedRange<Double>

    init(
      _ kind: String, _ hopClass: String, _ count: Int, _ distances: ClosedRange<Double>
    ) {
      (self.kind, self.hopClass, self.count, self.distances) = (kind, hopClass, count, distances)
    }
  }

  let name: String
  /// Operations a cell, centring included (International Tables for Crystallography A).
  let group: Int
  let sites: [String: Int]
  let dimensions: Int
  let shells: [Shell]
  var testDescription: String { name }

  init(
    _ name: String, group: Int, sites: [String: Int], dimensions: Int = 3, shells: [Shell]
  ) {
    (self.name, self.group, self.sites) = (name, group, sites)
    (self.dimensions, self.shells) = (dimensions, shells)
  }

  static let all = [
    Crystal(
      "LLZO-cubic", group: 96, sites: ["24d": 24, "48g": 48],
      shells: [
        .init("24d", "24d-48g", 4, 1.991...1.991),
        .init("48g", "24d-48g", 2, 1.991...1.991),
      ]),
    Crystal(
      "Li6PS5X", group: 96, sites: ["48h": 48],
      shells: [
        .init("48h", "doublet", 1, 1.868...1.868),
        .init("48h", "inter-cage", 2, 2.886...2.886),
        .init("48h", "intra-cage", 2, 2.217...2.217),
      ]),
    Crystal(
      "LLTO", group: 16, sites: ["A1": 1, "A2": 1],
      shells: [
        .init("A1", "between-layers", 2, 3.872...3.872),
        .init("A1", "layer-A1", 4, 3.872...3.872),
        .init("A2", "between-layers", 2, 3.872...3.872),
        .init("A2", "layer-A2", 4, 3.872...3.872),
      ]),
    Crystal(
      "LATP", group: 36, sites: ["6b": 6, "18e": 18],
      shells: [
        .init("6b", "M1-M2", 6, 3.299...3.299),
        .init("18e", "M1-M2", 2, 3.299...3.299),
      ]),
    Crystal(
      "LGPS", group: 16, sites: ["16h": 8, "8f": 8, "4d": 4, "4c": 4],
      shells: [
        .init("16h", "across-4c", 2, 3.079...3.079),
        .init("16h", "channel", 2, 3.151...3.151),
        .init("8f", "across-4d", 2, 3.154...3.154),
        .init("8f", "channel", 2, 3.151...3.151),
        .init("4d", "across-4d", 4, 3.154...3.154),
        .init("4c", "across-4c", 4, 3.079...3.079),
      ]),
    Crystal(
      "Li3OCl", group: 48, sites: ["3d": 3],
      shells: [
        .init("3d", "vacancy", 8, 2.765...2.765)
      ]),
    Crystal(
      "Li2OHCl", group: 48, sites: ["3d": 3],
      shells: [
        .init("3d", "vacancy", 8, 2.765...2.765)
      ]),
    Crystal(
      "Li3PS4-beta", group: 8, sites: ["8d": 8, "4b": 4, "4c": 4],
      shells: [
        .init("8d", "8d-4b", 1, 3.261...3.261),
        .init("8d", "8d-4c", 2, 2.866...2.873),
        .init("8d", "between-layers", 2, 4.103...4.103),
        .init("4b", "4b-4c", 2, 3.146...3.146),
        .init("4b", "8d-4b", 2, 3.261...3.261),
        .init("4c", "4b-4c", 2, 3.146...3.146),
        .init("4c", "8d-4c", 4, 2.866...2.873),
      ]),
    Crystal(
      "Li3PS4-gamma", group: 4, sites: ["4b": 4, "2a": 2],
      shells: [
        .init("4b", "4b-2a", 4, 3.712...3.924),
        .init("4b", "4b-4b", 4, 3.762...3.946),
        .init("2a", "4b-2a", 8, 3.712...3.924),
      ]),
    Crystal(
      "Li3YCl6", group: 12, sites: ["6g": 6, "6h": 6],
      shells: [
        .init("6g", "chain", 2, 3.028...3.028),
        .init("6g", "in-plane-g", 3, 3.658...3.905),
        .init("6h", "chain", 2, 3.028...3.028),
        .init("6h", "in-plane-h", 3, 3.658...3.905),
      ]),
    Crystal(
      "Li3InCl6", group: 8, sites: ["4g": 4, "4h": 4, "2d": 2],
      shells: [
        .init("4g", "4g-2d", 2, 3.685...3.685),
        .init("4g", "4g-4g", 3, 3.674...3.699),
        .init("4g", "4g-4h", 4, 3.68...3.687),
        .init("4h", "4g-4h", 4, 3.68...3.687),
        .init("4h", "4h-2d", 3, 3.676...3.697),
        .init("4h", "4h-4h", 3, 3.687...3.692),
        .init("2d", "4g-2d", 4, 3.685...3.685),
        .init("2d", "4h-2d", 6, 3.676...3.697),
      ]),
    Crystal(
      "LiBH4-hexagonal", group: 12, sites: ["2b": 2], dimensions: 2,
      shells: [
        .init("2b", "in-plane", 6, 4.276...4.276)
      ]),
    Crystal(
      "LiBH4-orthorhombic", group: 8, sites: ["4c": 4],
      shells: [
        .init("4c", "vacancy", 8, 4.119...4.437)
      ]),
    Crystal(
      "Li4SnS4", group: 24, sites: ["4f": 4, "2a": 2],
      shells: [
        .init("4f", "tet-oct", 3, 2.451...2.451),
        .init("4f", "tet-tet", 1, 1.598...1.598),
        .init("2a", "tet-oct", 6, 2.451...2.451),
      ]),
    Crystal(
      "LiF", group: 192, sites: ["4a": 4],
      shells: [
        .init("4a", "vacancy", 12, 2.841...2.841)
      ]),
    Crystal(
      "LiCl", group: 192, sites: ["4a": 4],
      shells: [
        .init("4a", "vacancy", 12, 3.627...3.627)
      ]),
    Crystal(
      "LiBr", group: 192, sites: ["4a": 4],
      shells: [
        .init("4a", "vacancy", 12, 3.89...3.89)
      ]),
    Crystal(
      "LiI", group: 192, sites: ["4a": 4],
      shells: [
        .init("4a", "vacancy", 12, 4.261...4.261)
      ]),
    Crystal(
      "Li2O", group: 192, sites: ["8c": 8],
      shells: [
        .init("8c", "vacancy", 6, 2.31...2.31)
      ]),
    Crystal(
      "Li2S", group: 192, sites: ["8c": 8],
      shells: [
        .init("8c", "vacancy", 6, 2.854...2.854)
      ]),
    Crystal(
      "Li3N", group: 24, sites: ["2c": 2, "1b": 1],
      shells: [
        .init("2c", "between-layers", 6, 2.862...2.862),
        .init("2c", "in-plane", 3, 2.106...2.106),
        .init("1b", "between-layers", 12, 2.862...2.862),
      ]),
    Crystal(
      "Li3P", group: 24, sites: ["2b": 2, "4f": 4],
      shells: [
        .init("2b", "2b-4f", 6, 2.774...2.774),
        .init("4f", "2b-4f", 3, 2.774...2.774),
        .init("4f", "4f-4f", 4, 2.536...2.77),
      ]),
    Crystal(
      "LiAl", group: 192, sites: ["8a": 8],
      shells: [
        .init("8a", "vacancy", 4, 2.758...2.758)
      ]),
  ]
}
