import Testing

@testable import IonHopCore

@Suite("Random streams")
struct RandomTests {
  @Test(
    "Every kind of generator is uniform: mean and variance of 10⁵ numbers within 4 σ",
    arguments: ["taus2", "mt19937", "ranlxd2", "ranlxs0", "gfsr4", "ran2", "minstd"])
  func uniform(generator: String) throws {
    var stream = try RandomStream(generator: generator, seed: 9)
    let n = 100_000
    let numbers = (0..<n).map { _ in stream.uniform() }
    let mean = numbers.reduce(0, +) / Double(n)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    #expect(abs(mean - 0.5) < 4 * (1.0 / 12 / Double(n)).squareRoot())
    #expect(abs(variance - 1.0 / 12) < 4 * (1.0 / 180 / Double(n)).squareRoot())
  }

  @Test("Integers below n are unbiased: χ² over seven values")
  func integers() throws {
    var stream = try RandomStream(seed: 3)
    var counts = Array(repeating: 0.0, count: 7)
    for _ in 0..<70_000 { counts[Int(stream.integer(below: 7))] += 1 }
    let chiSquare = counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 }
    #expect(chiSquare < 30)  // 6 degrees of freedom: exceeded once in 25,000 times
  }

  @Test("Unknown generators are refused with the known ones; seeds of tasks differ")
  func refusals() {
    #expect {
      _ = try RandomStream(generator: "mt19936", seed: 1)
    } throws: {
      "\($0)".contains("mt19937")
    }
    let study = StreamSeed(study: 1)
    let seeds = (0..<1000).map { study.mixed(with: 300.0).mixed(with: UInt64($0)).value }
    #expect(Set(seeds).count == 1000)
    #expect(study.mixed(with: 300.0) != study.mixed(with: 301.0))
    #expect(StreamSeed(study: 1) != StreamSeed(study: 2))
  }
}
