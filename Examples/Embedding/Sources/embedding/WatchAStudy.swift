import IonHop

/// A crystal of the library, with progress as it comes.
func watchAStudy() async throws {
  let lattice = try Lattice.named("LLZO-cubic")
  let network = try lattice.network(supercell: (3, 3, 3))
  var study = Study(network, mobile: [.lithium: .fraction(0.667)], temperatures: [300, 400, 500])
  study.sampling.relativeError = 0.05

  let run = study.start()
  for try await progress in run where progress.partial != nil {
    print("\(progress.temperature) K: \(progress.hops) hops")
  }
  let results = try await run.results()
  print("sigma(300 K) = \(formatted(results[300].conductivity.mean))")
  let energy = try results.fit(.arrhenius).activationEnergy
  print("E_a = \(formatted(energy))")
  try check(abs(energy.value - 0.28) < 0.03, "an activation energy near 0.28 eV")
}
