import IonHopAnalysis

/// `spectrum.csv`: one row a temperature and frequency.
enum SpectrumTable {
  static func text(_ variants: [PointsTable.Variant], leading: [String] = []) -> String {
    let header = [
      "temperature (K)", "angular frequency (rad/s)", "sampled real (S/cm)",
      "standard error (S/cm)", "sampled imaginary (S/cm)", "standard error (S/cm)",
      "network real (S/cm)", "network imaginary (S/cm)", "joined real (S/cm)",
      "frequency over onset", "joined real over dc",
    ]
    let rows = variants.flatMap { variant in
      variant.results.points.flatMap { point in
        (point.spectrum?.points ?? []).map { value in
          variant.leading + ["\(point.temperature)"] + cells(value, point.spectrum?.jonscher)
        }
      }
    }
    return csv([leading + header] + rows)
  }

  private static func cells(_ point: SpectrumPoint, _ fit: JonscherResult?) -> [String] {
    let joined = point.joinedReal
    let numbers = [
      point.angularFrequency, point.real?.value, point.real?.standardError,
      point.imaginary?.value, point.imaginary?.standardError, point.networkReal,
      point.networkImaginary, joined, fit.map { point.angularFrequency / $0.onset },
      fit.flatMap { fit in joined.map { $0 / fit.plateau.value } },
    ]
    return numbers.map { $0.map { "\($0)" } ?? "" }
  }
}

/// `glass.csv`: one row a temperature and network.
enum GlassTable {
  static func text(_ variants: [PointsTable.Variant], leading: [String] = []) -> String {
    let header = [
      "temperature (K)", "realisation", "conductivity (S/cm)",
      "conductivity standard error (S/cm)", "critical energy (eV)",
      "critical activation energy (eV)", "critical share of bonds", "critical share of sites",
      "bottleneck", "backbone share of bonds",
    ]
    let rows = variants.flatMap { variant in
      variant.results.points.flatMap { point in
        (point.glass?.networks ?? []).map { network in
          variant.leading + ["\(point.temperature)", "\(network.index)"] + cells(network)
        }
      }
    }
    return csv([leading + header] + rows)
  }

  private static func cells(_ network: RealisationResult) -> [String] {
    let path = network.criticalPath
    let numbers = [
      network.conductivity.value, network.conductivity.standardError, path?.energy,
      path?.activationEnergy, path?.openShare, path?.clusterShare,
    ]
    return numbers.map { $0.map { "\($0)" } ?? "" } + [
      path?.bottleneck ?? "", path?.backboneShare.map { "\($0)" } ?? "",
    ]
  }
}
