import IonHop

/// One temperature of a study with a fixed seed, sampled until the conductivity is known to `error`.
func validationPoint(
  _ network: SiteNetwork, ions: Int, error: Double, temperature: Double = 600,
  _ change: (inout Study) -> Void = { _ in }
) async throws -> PointResult {
  var study = Study(
    network, species: .lithium, filling: .count(ions), temperatures: [temperature])
  study.sampling.relativeError = error
  study.fits = []
  study.seed = 2026
  change(&study)
  return try await study.results().points[0]
}

func validationPoint(
  _ lattice: String, _ supercell: (Int, Int, Int), ions: Int, error: Double,
  _ change: (inout Study) -> Void = { _ in }
) async throws -> PointResult {
  try await validationPoint(
    try Lattice.named(lattice).network(supercell: supercell), ions: ions, error: error, change)
}

extension PointResult {
  /// f_I = D_σ/D(uncorrelated); the rate of hops is known far better than D_σ, whose relative error
  /// is therefore that of f_I.
  var collectiveCorrelation: (value: Double, standardError: Double) {
    let value = correlationFactor.value / havenRatio.value
    let charge = chargeDiffusivity
    return (value, value * charge.standardError / charge.value)
  }
}

/// Mean and standard error of independent values.
func meanAndError(_ values: [Double]) -> (mean: Double, standardError: Double) {
  let n = Double(values.count)
  let mean = values.reduce(0, +) / n
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
  return (mean, (variance / n).squareRoot())
}
