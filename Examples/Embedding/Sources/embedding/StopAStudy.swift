import IonHop

/// A run that would take hours is stopped: what it has so far is kept, and the wait is short.
///
/// Cancelling the task that waits for `results()` does the same.
func stopAStudy() async throws {
  let lattice = try Lattice.named("sc")
  let network = try lattice.network(supercell: (20, 20, 20))
  var study = Study(network, mobile: [.lithium: .fraction(0.5)], temperatures: [500])
  study.sampling.relativeError = 1e-6
  study.sampling.maxHops = .max

  var waits: [Duration] = []
  for _ in 0..<5 {
    let run = study.start()
    for try await progress in run where progress.relativeError != nil { break }
    let asked = ContinuousClock.now
    run.stop()
    let results = try await run.results()
    waits.append(ContinuousClock.now - asked)
    try check(!results.complete && results.points.count == 1, "a stopped run keeps its point")
  }
  print("stopped within \(waits.sorted()[2]) (middle of five; at most \(waits.max() ?? .zero))")
}
