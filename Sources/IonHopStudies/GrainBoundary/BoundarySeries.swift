import IonHopAnalysis

/// The series of a slab and its two boundaries, with errors.
struct BoundarySeries {
  /// Å
  let length: Double
  /// Å
  let coreWidth: Double
  /// S/cm, across.
  let slab: Estimate
  /// S/cm, across.
  let bulk: Estimate

  /// From the middle of one grain to that of the next (cm).
  private var period: Double { length / 2 * 1e-8 }

  /// Ω·cm²
  var areaResistance: Estimate {
    guard slab.value > 0 else {
      return Estimate(value: .infinity, standardError: 0, unit: .ohmSquareCentimetre)
    }
    return Estimate(
      value: period * (1 / slab.value - 1 / bulk.value),
      standardError: period
        * combined(
          slab.standardError / (slab.value * slab.value),
          bulk.standardError / (bulk.value * bulk.value)),
      unit: .ohmSquareCentimetre)
  }

  /// σ_bulk/σ_slab − 1
  var resistanceRatio: Estimate {
    guard slab.value > 0 else { return Estimate(value: .infinity, standardError: 0, unit: .one) }
    let ratio = bulk.value / slab.value
    return Estimate(value: ratio - 1, standardError: ratio * relativeError, unit: .one)
  }

  var resistivityRatio: Estimate? {
    guard coreWidth > 0 else { return nil }
    let ratio = resistanceRatio
    let scale = length / 2 / coreWidth
    return Estimate(
      value: 1 + ratio.value * scale, standardError: ratio.standardError * scale, unit: .one)
  }

  /// 1 − σ_slab/σ_bulk
  var blockingFactor: Estimate {
    let ratio = slab.value / bulk.value
    return Estimate(
      value: 1 - ratio, standardError: slab.value > 0 ? ratio * relativeError : 0, unit: .one)
  }

  private var relativeError: Double { combined(slab.relativeError, bulk.relativeError) }

  private func combined(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}

extension TensorEstimate {
  /// The component along x, y or z.
  func component(_ direction: Int) -> Estimate {
    Estimate(
      value: tensor[direction][direction],
      standardError: tensorStandardError[direction][direction], unit: unit)
  }
}
