import Foundation

extension Scenario {
  static let contact = Scenario(
    "contact", "Contact and porosity", files: ["contact", "porosity"],
    pass:
      "resistance goes as 1 / contact fraction; pores cost no less than the Hashin-Shtrikman bound"
  ) { results in
    func series(_ file: String, _ value: (PolycrystalPoint) -> Double) -> [(Double, Double)] {
      results.variants(file).compactMap { variant in
        guard let number = variant.values.first?.number, let point = variant.points.first
        else { return nil }
        return (number, value(point))
      }
    }
    let contacts = series("contact") { $0.tensor[2][2] }
    let full = contacts.first { $0.0 == 0 }?.1 ?? .nan
    var checks = contacts.map { share, conductivity in
      let product = full / conductivity * (1 - share)
      return Check(
        String(
          format: "contact %.2f: resistance times %.4g, times the fraction %.4f", 1 - share,
          full / conductivity, product), abs(product - 1) < 1e-3)
    }
    let pores = series("porosity", \.conductivity)
    let dense = pores.first { $0.0 == 0 }?.1 ?? .nan
    for (share, conductivity) in pores where share > 0 {
      // Of a conductor with insulating spheres: 2(1 − p)/(2 + p).
      let bound = 2 * (1 - share) / (2 + share)
      let ratio = conductivity / dense
      checks.append(
        Check(
          String(format: "porosity %.2f: sigma times %.4f, bound %.4f", share, ratio, bound),
          ratio < bound * 1.005 && ratio > bound * 0.9))
    }
    return checks
  }
}
