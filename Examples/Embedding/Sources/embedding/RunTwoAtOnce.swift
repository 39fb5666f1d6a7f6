import IonHop

/// Two studies in one process: neither knows of the other, and each gives what it gives alone.
func runTwoAtOnce() async throws {
  func study(_ name: String, seed: UInt64) throws -> Study {
    let network = try Lattice.named(name).network(supercell: (6, 6, 6))
    var study = Study(network, mobile: [.lithium: .fraction(0.5)], temperatures: [500])
    study.sampling.hops = 200_000
    study.seed = seed
    return study
  }
  let (first, second) = (try study("sc", seed: 1), try study("fcc", seed: 2))
  async let one = first.results()
  async let other = second.results()
  let together = try await [one[500].conductivity.value, other[500].conductivity.value]
  let alone = [
    try await first.results()[500].conductivity.value,
    try await second.results()[500].conductivity.value,
  ]
  print("two at once: \(together) S/cm, the same to the bit as alone: \(together == alone)")
  try check(together == alone, "a study does not depend on its neighbour")
}
