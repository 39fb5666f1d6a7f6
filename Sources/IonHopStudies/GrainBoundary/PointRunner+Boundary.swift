import IonHopAnalysis
import IonHopCore
import IonHopNetworks

extension Study {
  /// The conductivity whose error and activation energy count: of a slab that across its boundaries.
  func decisive(_ conductivity: TensorEstimate) -> Estimate {
    guard let slab = boundary?.slab, slab.percolates else { return conductivity.mean }
    return conductivity.component(slab.direction)
  }

  /// What the number of carriers at a temperature (K) adds to the conductivity of those that run.
  ///
  /// - Throws: `SpaceChargeError`
  func carrierFactor(at temperature: Double) throws -> Double {
    if let vacancies = vacancies(at: temperature) { return vacancies.conductivityFactor }
    return try boundary?.state(at: temperature).fillingFactor ?? 1
  }

  var planes: SlabPlanes? { boundary?.slab.planes }
}

extension SamplingPlan {
  /// Samples so far apart that lags well above a time (s) are among those kept.
  func reaching(_ time: Double) -> SamplingPlan {
    var plan = self
    // Four longer lags judge the first that may be used.
    let reach = Double(1 << max(0, levels - 5))
    plan.interval = max(interval, time / reach)
    return plan
  }
}

extension PointRunner {
  /// What the point tells of the slab's boundaries.
  func addBoundary(to result: inout PointResult, _ point: OpenPoint) async throws {
    guard let model = study.boundary else { return }
    let slab = model.slab
    let state = try model.state(at: temperature)
    let (bulk, method) = try await bulk(model)
    let conductivity = result.conductivity.scaled(
      by: state.fillingFactor, unit: .siemensPerCentimetre)
    let across =
      slab.percolates ? conductivity.component(slab.direction) : GrainBoundaryModel.exact(0)
    let series = BoundarySeries(
      length: slab.length, coreWidth: slab.rules.coreWidth, slab: across, bulk: bulk)
    // Nothing is known ideally of ions that interact, or of networks beyond the solver.
    let ideal = model.slab.network.hasPairs ? nil : try? model.ideal(at: temperature)
    result.boundary = GrainBoundaryResult(
      bulkConductivity: bulk, bulkMethod: method, acrossConductivity: across,
      alongConductivity: along(conductivity, across: slab.direction),
      areaResistance: series.areaResistance, resistanceRatio: series.resistanceRatio,
      resistivityRatio: series.resistivityRatio, blockingFactor: series.blockingFactor,
      ideal: ideal, meanIons: state.meanIons, settlingTime: point.context.leastChargeLag,
      spaceCharge: state.potential.map(SpaceChargeRecord.init),
      profile: await profile(point, model, state))
    result.warnings += warnings(model, state)
  }

  private func along(_ conductivity: TensorEstimate, across direction: Int) -> Estimate {
    let parts = (0..<3).filter { $0 != direction }.map { conductivity.component($0) }
    let errors = parts.map(\.standardError)
    return Estimate(
      value: (parts[0].value + parts[1].value) / 2,
      standardError: (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot() / 2,
      unit: .siemensPerCentimetre)
  }

  /// The lattice without boundaries: exact where ideal ions have an exact value, else a run of its own.
  private func bulk(
    _ model: GrainBoundaryModel
  ) async throws -> (Estimate, GrainBoundaryResult.Method) {
    if let exact = try exactBulk(model) { return (GrainBoundaryModel.exact(exact), .exact) }
    let result = try await PointRunner(
      study: sampledBulk(model), temperature: temperature, threads: threads, report: { _, _ in }
    ).run()
    // What was cut short is gone on with later, and the slab's point with it.
    if result.settings?.interrupted == true { throw RunError.stoppedBeforeResult }
    return (result.conductivity.component(model.slab.direction), .simulated)
  }

  /// S/cm; nil where the lattice without boundaries has to be sampled.
  func exactBulk(_ model: GrainBoundaryModel) throws -> Double? {
    study.pairEnergy == 0 ? try model.exactBulk(at: temperature) : nil
  }

  /// The lattice without boundaries as a study of its own.
  func sampledBulk(_ model: GrainBoundaryModel) -> Study {
    var bulk = study
    bulk.boundary = nil
    bulk.network = model.slab.bulk
    bulk.seed = study.streamSeed.mixed(with: Self.bulkStream).value
    // The error of the mean of three directions, for that of one as asked.
    bulk.sampling.relativeError /= 3.0.squareRoot()
    return bulk
  }

  /// Sets the random streams of the lattice without boundaries apart from the slab's.
  private static let bulkStream: UInt64 = 0x6275_6c6b

  private func profile(
    _ point: OpenPoint, _ model: GrainBoundaryModel, _ state: BoundaryState
  ) async -> [BoundaryPlane] {
    let planes = model.slab.planes
    let network = state.network
    let energies = planes.means(of: (0..<network.siteCount).map { network.energy(of: $0) })
    let ideal = planes.means(of: state.idealOccupation(at: temperature))
    var seen: [[Double]] = []
    for replica in point.replicas {
      if let means = await replica.planeOccupation { seen.append(means) }
    }
    // Both boundaries of the slab are in each plane.
    let area = Double(GrainBoundarySlab.boundaries) * model.slab.area
    return planes.positions.indices.map { plane in
      let position = planes.positions[plane]
      let (low, high) = planes.layer(of: plane, period: model.slab.length / 2)
      return BoundaryPlane(
        position: position, sites: planes.sites[plane],
        potential: state.potential?.potential(at: position) ?? 0,
        field: state.potential?.field(at: position) ?? 0, siteEnergy: energies[plane],
        idealOccupation: ideal[plane], occupation: Self.mean(seen.map { $0[plane] }),
        concentration: ideal[plane] * Double(planes.sites[plane]) / (area * (high - low)))
    }
  }

  /// Of independent replicas; one alone has no error.
  private static func mean(_ values: [Double]) -> Estimate? {
    guard !values.isEmpty else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Estimate(
      value: mean,
      standardError: values.count > 1 ? (squares / (count * (count - 1))).squareRoot() : .infinity,
      unit: .one)
  }

  private func warnings(_ model: GrainBoundaryModel, _ state: BoundaryState) -> [String] {
    var warnings: [String] = []
    let place = "at \(temperature) K"
    if abs(state.fillingFactor - 1) > 0.05 {
      let wanted = (1000 * state.meanIons).rounded() / 1000
      warnings.append(
        "\(place): the slab's equilibrium asks for \(wanted) ions, and \(state.ions) run; across and along the boundaries their conductivity is scaled by \((1000 * state.fillingFactor).rounded() / 1000), which is right for few ions or vacancies; a wider slab needs less of it"
      )
    }
    let kT = PhysicalConstants.boltzmann * temperature
    if let rounds = state.potential?.rounds, let change = state.potential?.lastChange,
      abs(change * model.species.charge) > 0.2 * kT
    {
      warnings.append(
        "\(place): after \(rounds) rounds the potential still moves by \((1e4 * change).rounded() / 10) mV a round; raise selfConsistent, or use a wider slab, whose planes scatter less"
      )
    }
    if let middle = state.potential?.middlePotential,
      abs(middle * model.species.charge) > 0.1 * kT
    {
      warnings.append(
        "\(place): the potential is still \((1e4 * middle).rounded() / 10) mV in the middle of the grains: the space charges of both boundaries overlap; use more cells along the axis"
      )
    }
    return warnings
  }
}

extension SlabPlanes {
  /// From half way to the plane before to half way to the plane after (Å), around the period.
  func layer(of plane: Int, period: Double) -> (low: Double, high: Double) {
    let here = positions[plane]
    let before = plane > 0 ? positions[plane - 1] : positions[positions.count - 1] - period
    let after = plane + 1 < positions.count ? positions[plane + 1] : positions[0] + period
    return ((before + here) / 2, (here + after) / 2)
  }
}
