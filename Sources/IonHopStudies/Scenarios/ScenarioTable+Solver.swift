import Foundation
import IonHopCore
import IonHopNetworks

extension ScenarioTable {
  /// Slabs with boundaries by the network solver: a row each variant and temperature.
  ///
  /// The least carriers are those of the site that has lost most of them, f(1 − f) over its value without
  /// the potential, f being the occupation of ideal ions: what counts as depleted, by a lack of ions or
  /// of vacancies.
  ///
  /// - Throws: `InputError`, also for a file whose model is no slab; `SpaceChargeError`, `FieldError`.
  init(solving sweep: StudySweep, name: String) throws {
    let swept = sweep.axes.map { Column($0.name, $0.unit) }
    self.init(
      name: name,
      columns: swept + [
        Column("temperature", "K"), Column("core potential", "V"),
        Column("screening length", "A"), Column("least carriers"),
        Column("bulk conductivity", "S/cm"), Column("area resistance", "ohm cm2"),
      ])
    // The values that vary fastest lie along the axis.
    if let last = swept.last {
      figures = [
        .init(
          ["area resistance"], against: last.name, series: swept.dropLast().map(\.name))
      ]
    }
    for variant in sweep.variants {
      let study = try sweep.study(variant)
      guard let model = study.boundary else {
        throw InputError(
          file: sweep.file, keyPath: "model", message: "no grainBoundary, which the solver is for")
      }
      sources = study.sources
      for temperature in study.temperatures {
        guard let ideal = try model.ideal(at: temperature) else {
          throw InputError(
            file: sweep.file, keyPath: "model.grainBoundary.supercell",
            message: "too many sites for the network solver; give fewer cells")
        }
        let state = try model.state(at: temperature)
        rows.append(
          variant.values.map { $0.number ?? .nan } + [
            temperature, state.potential?.corePotential ?? 0,
            state.potential?.screeningLength ?? .nan,
            model.leastCarriers(at: temperature, state), ideal.bulkConductivity,
            ideal.areaResistance,
          ])
      }
    }
  }
}

extension GrainBoundaryModel {
  /// Least f(1 − f) of a site over its value without the potential.
  fileprivate func leastCarriers(at temperature: Double, _ state: BoundaryState) -> Double {
    let kT = PhysicalConstants.boltzmann * temperature
    let bulk = BulkIons(
      of: filling.ions(on: slab.bulk), on: slab.bulk, charge: species.charge,
      temperature: temperature)
    func carriers(_ energy: Double) -> Double {
      let y = (energy - bulk.chemicalPotential) / kT
      // 1/4 cosh²(y/2), which does not overflow.
      let half = exp(-abs(y) / 2)
      let sum = 1 + half * half
      return half * half / (sum * sum)
    }
    return (0..<state.network.siteCount).map { site in
      carriers(state.network.energy(of: site)) / carriers(slab.network.energy(of: site))
    }.min() ?? .nan
  }
}
