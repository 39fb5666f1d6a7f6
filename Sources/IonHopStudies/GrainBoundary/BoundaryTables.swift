import IonHopAnalysis

/// `boundary.csv`: one row a temperature.
enum BoundaryTable {
  private static let estimates: [(name: String, unit: String)] = [
    ("bulk conductivity", " (S/cm)"), ("conductivity across", " (S/cm)"),
    ("conductivity along", " (S/cm)"), ("area resistance", " (ohm cm2)"), ("R_gb/R_bulk", ""),
    ("core resistivity over bulk", ""), ("blocking factor", ""),
  ]
  private static let plain = [
    "bulk is", "area resistance by the network solver (ohm cm2)", "network solver is",
    "ions in equilibrium", "core potential (V)", "core charge (e/A2)",
    "potential in the grain's middle (V)", "screening length (A)", "Poisson residual",
    "Poisson neutrality",
  ]

  static func text(_ variants: [PointsTable.Variant], leading: [String] = []) -> String {
    let header =
      ["temperature (K)"]
      + estimates.flatMap { ["\($0.name)\($0.unit)", "\($0.name) standard error\($0.unit)"] }
      + plain
    let rows = variants.flatMap { variant in
      variant.results.points.compactMap { point in
        point.boundary.map { variant.leading + row($0, at: point.temperature) }
      }
    }
    return csv([leading + header] + rows)
  }

  private static func row(_ result: GrainBoundaryResult, at temperature: Double) -> [String] {
    let values: [Estimate?] = [
      result.bulkConductivity, result.acrossConductivity, result.alongConductivity,
      result.areaResistance, result.resistanceRatio, result.resistivityRatio,
      result.blockingFactor,
    ]
    let charge = result.spaceCharge
    func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return ["\(temperature)"]
      + values.flatMap { [number($0?.value), number($0?.standardError)] } + [
        result.bulkMethod.rawValue, number(result.ideal?.areaResistance),
        result.ideal?.method.rawValue ?? "", "\(result.meanIons)", number(charge?.corePotential),
        number(charge?.coreCharge), number(charge?.middlePotential),
        number(charge?.screeningLength), number(charge?.residual), number(charge?.neutrality),
      ]
  }
}

/// `profile.csv`: one row a plane of sites.
enum ProfileTable {
  static func text(_ variants: [PointsTable.Variant], leading: [String] = []) -> String {
    let header = [
      "temperature (K)", "position (A)", "sites", "potential (V)", "field (V/A)",
      "site energy (eV)", "ideal occupation", "occupation", "occupation standard error",
      "ideal concentration (1/A3)",
    ]
    let rows = variants.flatMap { variant in
      variant.results.points.flatMap { point in
        (point.boundary?.profile ?? []).map {
          variant.leading + row($0, at: point.temperature)
        }
      }
    }
    return csv([leading + header] + rows)
  }

  private static func row(_ plane: BoundaryPlane, at temperature: Double) -> [String] {
    let numbers: [Double?] = [
      plane.potential, plane.field, plane.siteEnergy, plane.idealOccupation,
      plane.occupation?.value, plane.occupation?.standardError, plane.concentration,
    ]
    let texts = numbers.map { number in number.map { "\($0)" } ?? "" }
    return ["\(temperature)", "\(plane.position)", "\(plane.sites)"] + texts
  }
}
