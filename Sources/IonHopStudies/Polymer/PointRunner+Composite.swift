import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields
import IonHopNetworks

extension PointRunner {
  /// A composite's point by the exact solver; nil for what is sampled.
  func solvedPoint() throws -> PointResult? {
    guard let composite = study.composite, composite.method == .network else { return nil }
    let began = Date()
    let solved = try composite.solved(at: temperature)
    let carriers = composite.meanCarrierDensity(at: temperature)
    let kT = PhysicalConstants.boltzmann * temperature
    let conductivity = TensorEstimate(exact: solved.tensor, unit: .siemensPerCentimetre)
    // cm²/s: of a carrier without others.
    let diffusivity = conductivity.scaled(
      by: kT / (carriers * PhysicalConstants.elementaryCharge), unit: .squareCentimetrePerSecond)
    let one = Estimate(value: 1, standardError: 0, unit: .one)
    var point = PointResult(
      temperature: temperature, conductivity: conductivity, chargeDiffusivity: diffusivity,
      tracerDiffusivity: diffusivity, havenRatio: one, correlationFactor: one, occupation: [:],
      hopsPerClass: [:], meanSquaredDisplacement: [], hops: 0, equilibrationHops: 0,
      simulatedTime: 0, wallTime: Date().timeIntervalSince(began), hopsPerSecond: 0, replicas: 0,
      converged: true, tracerIsDiffusive: true,
      warnings: solved.warnings.map { "at \(temperature) K: \($0)" })
    point.composite = CompositeResult(composite, at: temperature, solved: solved)
    return point
  }

  /// Gives a sampled composite the carriers that its phases have, and the exact value beside it.
  ///
  /// One ion was sampled, and ions that do not feel each other add up.
  func addComposite(to result: inout PointResult) throws {
    guard let composite = study.composite else { return }
    let factor = study.carriersPerIon(at: temperature)
    result.conductivity = result.conductivity.scaled(by: factor, unit: .siemensPerCentimetre)
    result.principalConductivity = result.principalConductivity?.scaled(by: factor)
    result.composite = CompositeResult(
      composite, at: temperature, solved: try composite.solved(at: temperature))
  }
}

extension Study {
  /// Carriers of a composite for each ion of its network at a temperature (K); 1 for other models.
  public func carriersPerIon(at temperature: Double) -> Double {
    guard let composite else { return 1 }
    let density = composite.meanCarrierDensity(at: temperature)
    return density * composite.structure.volume * 1e-24 / Double(ions)
  }
}

extension TensorEstimate {
  /// A tensor without error, its value the mean of three directions.
  init(exact tensor: [[Double]], unit: IonHopAnalysis.Unit) {
    self.init(
      value: (0..<3).reduce(0) { $0 + tensor[$1][$1] } / 3, standardError: 0, unit: unit,
      tensor: tensor, tensorStandardError: tensor.map { $0.map { _ in 0 } })
  }
}
