import Foundation
import IonHopCore

/// What all temperatures of a study cost, from a trial of each.
///
/// Decisions between rounds are taken as a run takes them, with errors that fall as the law says.
struct StudyCost {
  /// Wall time on the threads of the trials (s), finite-size tests included.
  private(set) var seconds = 0.0
  /// Accepted hops, those of finite-size tests apart.
  private(set) var hops = 0.0

  /// - Parameter trials: of the study's temperatures, in their order.
  init(_ study: Study, _ trials: [PointTrial], dimensions: Int) {
    let wish = study.sampling
    let networks = study.realisations?.count ?? 1
    let part = wish.part(0, of: networks)
    let shared = study.isTogether ? Self.shared(study, trials) : nil
    for (index, trial) in trials.enumerated() {
      let samples = shared?[index] ?? trial.samples(part) ?? trial.mostSamples
      seconds += Double(networks) * trial.seconds(samples: samples, part)
      hops += Double(networks) * samples * trial.hopsASample
    }
    guard wish.finiteSizeTest, FiniteSizeTest.hindrance(for: study) == nil else { return }
    let large = FiniteSizeTest.sampling(of: study)
    let factor = Double(1 << dimensions)
    for index in Set([0, trials.count - 1]) {
      seconds += trials[index].enlarged(factor).seconds(large)
    }
  }

  /// Samples a replica at each of the temperatures that share their hops; nil where trials tell too little.
  private static func shared(_ study: Study, _ trials: [PointTrial]) -> [Double]? {
    let betas = study.temperatures.map { 1 / (PhysicalConstants.boltzmann * $0) }
    guard let low = betas.indices.min(by: { betas[$0] < betas[$1] }),
      let high = betas.indices.max(by: { betas[$0] < betas[$1] }), betas[low] < betas[high],
      let (first, last) = trials[low].conductivity.flatMap({ a in
        trials[high].conductivity.map { (a, $0) }
      }), trials.allSatisfy({ $0.squaredErrorTimesSamples != nil })
    else { return nil }
    // σT ∝ exp(−β E_a).
    let energy = (log(first / betas[low]) - log(last / betas[high])) / (betas[high] - betas[low])
    var states = betas.indices.map { index in
      SharedHops(
        beta: betas[index], samples: 0, hops: 0, relativeError: .infinity,
        mostSamples: Int(min(trials[index].mostSamples, 1e15)))
    }
    func error() -> Double? {
      states.contains { $0.samples == 0 }
        ? nil : 1 / (SharedHops.information(states).squareRoot() * abs(energy))
    }
    while let (index, samples) = SharedHops.next(
      states, error(), wish: study.sampling.relativeError)
    {
      let trial = trials[index]
      states[index].samples = samples
      states[index].hops = Int(min(1e18, Double(samples) * trial.hopsASample))
      states[index].relativeError = trial.relativeError(Double(samples))
    }
    return states.map { Double($0.samples) }
  }
}
