import IonHopAnalysis

/// The CSV files of a sweep: each row begins with the values of the swept keys.
struct SweepTable {
  private let results: SweepResults
  let variants: [PointsTable.Variant]

  init(_ results: SweepResults) {
    self.results = results
    variants = results.variants.compactMap { variant in
      variant.results.map { (leading: Self.cells(variant), results: $0) }
    }
  }

  var headers: [String] { results.sweep.map(\.header) }

  private static func cells(_ variant: VariantResults) -> [String] { variant.values.map(\.text) }

  var points: String { PointsTable(variants).text(leading: headers) }
  var displacements: String { DisplacementTable.text(variants, leading: headers) }

  var boundaries: String { BoundaryTable.text(variants, leading: headers) }
  var profiles: String { ProfileTable.text(variants, leading: headers) }
  var hasBoundaries: Bool { variants.contains { $0.results.boundary != nil } }

  /// `fits.csv`: one row a variant and fit.
  var fits: String {
    let header = [
      "model", "quantity", "activation energy (eV)", "activation energy standard error (eV)",
      "prefactor", "prefactor standard error", "prefactor unit", "reduced chi square",
      "temperatures",
    ]
    let rows = variants.flatMap { variant in
      variant.results.fits.map { fit in
        variant.leading + [
          fit.model.rawValue, fit.quantity.rawValue, "\(fit.activationEnergy.value)",
          "\(fit.activationEnergy.standardError)", "\(fit.prefactor.value)",
          "\(fit.prefactor.standardError)", fit.prefactor.unit.rawValue,
          fit.reducedChiSquare.map { "\($0)" } ?? "", "\(variant.results.points.count)",
        ]
      }
    }
    return csv([headers + header] + rows)
  }
}
