import Foundation
import IonHopAnalysis
import IonHopFields
import IonHopNetworks

extension PolycrystalStudy {
  /// What a solution leaves for pictures.
  struct SolvedFields {
    let map: FieldMap
    let axis: Int
    /// S_V (1/Å)
    let area: Double
  }

  /// Frequencies of a run of the solver, whose ends must not depend on how they are handed over.
  private static let runLength = 10

  /// - Returns: nil when the task was cancelled before the spectrum was whole.
  func solve(
    _ polycrystal: Polycrystal, at temperature: Double, threads: Int,
    _ report: (String) -> Void
  ) async throws(FieldError) -> (PolycrystalPoint, SolvedFields)? {
    let began = Date()
    let conductor = try polycrystal.conductor(model, at: temperature)
    let solver = MesoscaleSolver(conductor)
    let result = try solver.conductivity()
    var point = self.point(polycrystal, solver, result, at: temperature)
    if let impedance, impedance.temperatures.contains(temperature),
      result.percolates[impedance.axis]
    {
      guard let spectrum = try await spectrum(solver, impedance, threads: threads, report) else {
        return nil
      }
      point.spectrum = spectrum
    }
    point.wallTime = Date().timeIntervalSince(began)
    let axis = impedance?.axis ?? 0
    let fields = SolvedFields(
      map: result.maps[axis], axis: axis, area: solver.boundaryAreaPerVolume)
    return (point, fields)
  }

  private func point(
    _ polycrystal: Polycrystal, _ solver: MesoscaleSolver, _ result: MesoscaleResult,
    at temperature: Double
  ) -> PolycrystalPoint {
    let axes = (0..<3).filter { result.percolates[$0] }
    var dissipation: [String: Double] = [:]
    for axis in axes {
      let weight = 1 / Double(axes.count)
      for (label, share) in result.grainShares[axis].enumerated() {
        dissipation[polycrystal.phases[label].title, default: 0] += weight * share
      }
      dissipation["interfaces", default: 0] += weight * result.boundaryShare[axis]
    }
    dissipation = dissipation.filter { $0.value != 0 || $0.key == "interfaces" }
    // Voxels of a core are boundary as interfaces are.
    let shares = (0..<3).map { axis -> Double in
      guard result.percolates[axis] else { return 0 }
      let grains = polycrystal.phases.indices.reduce(0.0) {
        polycrystal.phases[$1].title == "grains" ? $0 + result.grainShares[axis][$1] : $0
      }
      return max(0, 1 - grains)
    }
    let mean = axes.isEmpty ? 0 : axes.reduce(0) { $0 + shares[$1] } / Double(axes.count)
    return PolycrystalPoint(
      temperature: temperature,
      conductivity: (0..<3).reduce(0) { $0 + result.tensor[$1][$1] } / 3, tensor: result.tensor,
      percolates: result.percolates,
      bulkConductivity: model.bulk.conductivity.value(at: temperature),
      areaResistance: polycrystal.hasResolvedCore ? nil : model.areaResistance(at: temperature),
      boundaryShare: mean, boundaryShares: shares, dissipation: dissipation,
      closedForms: closedForms(polycrystal, area: solver.boundaryAreaPerVolume, at: temperature),
      relativeResidual: result.relativeResidual, iterations: result.iterations, wallTime: 0)
  }

  /// Formulas for bricks with as much boundary area in a volume: edge d = 3/S_V.
  private func closedForms(
    _ polycrystal: Polycrystal, area: Double, at temperature: Double
  ) -> [ClosedForm] {
    guard area > 0, model.boundary != nil else { return [] }
    let (size, bulk) = (3 / area, model.bulk.conductivity.value(at: temperature))
    var forms: [ClosedForm] = []
    func add(_ name: String, _ value: Double) {
      if value.isFinite { forms.append(ClosedForm(name: name, conductivity: value)) }
    }
    let excess = polycrystal.hasResolvedCore ? nil : model.areaResistance(at: temperature)
    if let excess {
      add(
        "brick layer",
        BrickLayer.conductivity(grain: bulk, areaResistance: excess, grainSize: size))
    }
    guard let width = model.boundary?.width, width < size else { return forms }
    // A boundary of that excess resistance as a layer in place of grain: δ/σ_gb = δ/σ_b + R.
    let core =
      model.coreConductivity(at: temperature)
      ?? 1 / (1 / bulk + (excess ?? 0) / (width * 1e-8))
    let ratio = width / size
    let part = BrickLayer.boundaryFraction(widthRatio: ratio)
    add(
      "brick layer, side paths",
      BrickLayer.withSidePaths(grain: bulk, boundary: core, widthRatio: ratio))
    add(
      "Maxwell-Garnett", BrickLayer.maxwellGarnett(grain: bulk, boundary: core, widthRatio: ratio))
    add("Bruggeman", EffectiveMedium.bruggeman(bulk, core, fraction: part))
    add("Hart", BrickLayer.hart(grain: bulk, boundary: core, widthRatio: ratio))
    let bounds = EffectiveMedium.hashinShtrikman(bulk, core, fraction: part)
    add("Wiener, lower", EffectiveMedium.series(bulk, core, fraction: part))
    add("Hashin-Shtrikman, lower", bounds.lowerBound)
    add("Hashin-Shtrikman, upper", bounds.upperBound)
    add("Wiener, upper", EffectiveMedium.parallel(bulk, core, fraction: part))
    return forms
  }

  private func spectrum(
    _ solver: MesoscaleSolver, _ impedance: Impedance, threads: Int, _ report: (String) -> Void
  ) async throws(FieldError) -> PolycrystalSpectrum? {
    let (all, step) = (impedance.frequencies, Self.runLength * max(1, threads))
    var points: [PolycrystalSpectrum.Point] = []
    for start in stride(from: 0, to: all.count, by: step) {
      if Task.isCancelled { return nil }
      report("impedance \(start) of \(all.count)")
      let part = Array(all[start..<min(start + step, all.count)])
      let spectrum = try await solver.impedance(at: part, along: impedance.axis, threads: threads)
      points += spectrum.points.map {
        let z = $0.resistivity
        return .init(frequency: $0.frequency, real: z.real, imaginary: z.imaginary)
      }
    }
    let data = points.map {
      ImpedanceDatum(frequency: $0.frequency, real: $0.real, imaginary: $0.imaginary)
    }
    let fit = try? CircuitFit(data)
    return PolycrystalSpectrum(
      axis: impedance.axis, points: points, circuit: fit.map(PolycrystalSpectrum.Circuit.init))
  }
}

extension PolycrystalSpectrum.Circuit {
  init(_ fit: CircuitFit) {
    self.init(
      model: fit.model.rawValue,
      arcs: fit.arcs.map {
        PolycrystalSpectrum.Arc(
          resistivity: $0.resistance.value,
          resistivityStandardError: $0.resistance.standardError,
          timeConstant: $0.timeConstant.value, exponent: $0.exponent.value,
          capacitance: $0.capacitance.value)
      }, seriesResistivity: fit.seriesResistance?.value,
      bulkResistivity: fit.bulkResistance?.value,
      boundaryResistivity: fit.boundaryResistance?.value, relativeResidual: fit.relativeResidual)
  }
}

extension Microstructure.Phase {
  /// As results name it.
  var title: String {
    switch self {
    case .grain: "grains"
    case .core: "core"
    case .junction: "junctions"
    case .film: "film"
    case .pore: "pores"
    }
  }
}
