import Foundation
import IonHopCore
import Testing

@testable import IonHopAnalysis

@Suite("Spectra from displacements")
struct SpectrumTests {
  /// Steps of a walker that moves at each interval by ±1 along x with probability `chance`.
  func walk(_ steps: Int, chance: Double, seed: UInt64) throws -> [SIMD3<Double>] {
    var stream = try RandomStream(seed: seed)
    return (0..<steps).map { _ in
      let u = stream.uniform()
      return [u < chance / 2 ? -1 : u < chance ? 1 : 0, 0, 0]
    }
  }

  @Test("Lags of the correlator are the plain averages over its windows")
  func windows() throws {
    let steps = try walk(1000, chance: 0.7, seed: 1)
    var record = try MultipleTau(interval: 0.5, lagsPerLevel: 4)
    for step in steps { record.push(step) }
    let path = steps.reduce(into: [SIMD3<Double>.zero]) { $0.append($0[$0.count - 1] + $1) }
    // Lags 1 to 4 at stride 1; 6 and 8 at stride 2; 12 and 16 at stride 4.
    for (lag, stride) in [(1, 1), (2, 1), (3, 1), (4, 1), (6, 2), (8, 2), (12, 4), (16, 4)] {
      let ends = Swift.stride(from: lag, through: 1000, by: stride)
      let squares = ends.map { end in
        let d = path[end] - path[end - lag]
        return (d * d).sum()
      }
      let point = try #require(record.points.first { $0.lag == 0.5 * Double(lag) })
      #expect(abs(point.meanSquare - squares.reduce(0, +) / Double(squares.count)) < 1e-12)
      let independent = Double(squares.count * stride) / Double(lag)
      #expect(abs(point.independentWindows - independent) < 1e-9)
    }
  }

  @Test("A record that goes on by coarser increments has the lags of a fine one")
  func coarser() throws {
    let steps = try walk(4096 + 1024, chance: 0.7, seed: 2)
    let path = steps.reduce(into: [SIMD3<Double>.zero]) { $0.append($0[$0.count - 1] + $1) }
    var (fine, mixed) = (try MultipleTau(interval: 1), try MultipleTau(interval: 1))
    for step in steps { fine.push(step) }
    for step in steps.prefix(1024) { mixed.push(step) }
    for end in stride(from: 1024 + 64, through: steps.count, by: 64) {
      mixed.push(path[end] - path[end - 64], level: 6)
    }
    #expect(mixed.count == fine.count)
    // From lags of nine coarse increments on, where each level counts its own windows alone.
    for point in fine.points where point.lag > 8 * 64 {
      let own = try #require(mixed.points.first { $0.lag == point.lag })
      #expect(own == point)
    }
    let short = try #require(mixed.points.first { $0.lag == 4 })
    #expect(short.independentWindows == 1021.0 / 4)
  }

  @Test("A free walker has a flat spectrum over eight decades, and honest errors")
  func free() throws {
    let replicas = try (1...8).map { seed in
      var record = try MultipleTau(interval: 1)
      for step in try walk(100_000, chance: 0.5, seed: UInt64(seed)) { record.push(step) }
      return record
    }
    let spectrum = try DisplacementSpectrum(
      replicas, ions: 1, dimensions: 1,
      angularFrequencies: (-8...0).map { pow(10, Double($0)) })
    for point in spectrum.points {
      #expect(abs(point.real - 0.25) < 4 * point.realError)
      #expect(point.realError < 0.03)
      #expect(abs(point.imaginary) < 4 * point.imaginaryError + 1e-9)
    }
    for point in replicas[0].points where point.lag < 2000 {
      #expect(abs(point.meanSquare - 0.5 * point.lag) < 5 * point.standardError)
    }
  }

  /// PHYSICS 2.9: MSD = 2D₀t + 2(D∞ − D₀)(1 − e^(−κt))/κ, D(ω) = D₀ + (D∞ − D₀) iω/(iω + κ), with
  /// w = 1 and 0.01; by the engine, one ion on a ring.
  @Test("An ion on an alternating chain: displacements and spectrum of the closed form")
  func alternating() throws {
    let (w1, w2) = (1.0, 0.01)
    let kT = PhysicalConstants.boltzmann * 500
    var draft = NetworkDraft(cell: try Cell([2, 0, 0], [0, 5, 0], [0, 0, 5]))
    draft.addSite(at: [0, 0, 0])
    draft.addSite(at: [1, 0, 0])
    for (from, to, rate) in [(0, 1, w1), (1, 0, w2)] {
      draft.addHop(
        from: from, to: to, displacement: [1, 0, 0], barrier: -kT * log(rate / 1e3),
        frequency: 1e3)
    }
    draft.addReverseHops()
    let network = try SiteNetwork(draft).supercell(4, 1, 1)
    let plan = try EnginePlan(
      network, ions: 1, conditions: Conditions(temperature: 500), basins: .off)
    let replicas = try (1...8).map { seed in
      var engine = try Engine(plan, seed: UInt64(seed))
      var record = try MultipleTau(interval: 0.05)
      var before = engine.collectiveDisplacement
      for _ in 0..<400_000 {
        engine.advance(by: 0.05)
        record.push(engine.collectiveDisplacement - before)
        before = engine.collectiveDisplacement
      }
      return record
    }
    let (dc, infinite, kappa) = (2 * w1 * w2 / (w1 + w2), (w1 + w2) / 2, 2 * (w1 + w2))
    var all = replicas[0]
    for other in replicas.dropFirst() { try all.merge(other) }
    for point in all.points where point.lag < 1000 {
      let exact =
        2 * dc * point.lag + 2 * (infinite - dc) * (1 - exp(-kappa * point.lag)) / kappa
      #expect(abs(point.meanSquare - exact) < 4.5 * point.standardError)
    }
    let spectrum = try DisplacementSpectrum(
      replicas, ions: 1, dimensions: 1, angularFrequencies: [1e-3, 1e-2, 0.1, 1, 10],
      initialSlope: 2 * infinite)
    for point in spectrum.points {
      let ratio = point.angularFrequency / kappa
      let real = dc + (infinite - dc) * ratio * ratio / (1 + ratio * ratio)
      let imaginary = (infinite - dc) * ratio / (1 + ratio * ratio)
      // Straight pieces between lags add up to half a per cent.
      #expect(abs(point.real - real) < 4 * point.realError + 0.005 * real)
      #expect(abs(point.imaginary - imaginary) < 4 * point.imaginaryError + 0.01 * imaginary)
    }
  }

  @Test("Jonscher's law is found again, and its data fall on one curve")
  func jonscher() throws {
    let frequencies = (0...32).map { pow(10, Double($0) / 4) }
    let values = frequencies.map { 3e-6 * (1 + pow($0 / 2e3, 0.63)) }
    let fit = try JonscherFit(frequencies, values)
    #expect(abs(fit.plateau / 3e-6 - 1) < 1e-6)
    #expect(abs(fit.onset / 2e3 - 1) < 1e-6)
    #expect(abs(fit.exponent - 0.63) < 1e-6)
    for point in fit.scaled(frequencies, values) {
      #expect(abs(point.value / (1 + pow(point.frequency, 0.63)) - 1) < 1e-5)
    }
  }

  @Test("Noisy Jonscher data: parameters within four standard errors")
  func noisy() throws {
    var stream = try RandomStream(seed: 11)
    let frequencies = (0...40).map { pow(10, Double($0) / 5) }
    let values = frequencies.map { x in
      // Sum of 12 uniform deviates less 6: nearly normal, variance 1.
      let noise = (0..<12).reduce(-6.0) { sum, _ in sum + stream.uniform() }
      return 1e-5 * (1 + pow(x / 1e4, 0.7)) * (1 + 0.02 * noise)
    }
    let fit = try JonscherFit(frequencies, values, errors: values.map { 0.02 * $0 })
    #expect(abs(fit.plateau - 1e-5) < 4 * fit.plateauError)
    #expect(abs(fit.onset - 1e4) < 4 * fit.onsetError)
    #expect(abs(fit.exponent - 0.7) < 4 * fit.exponentError)
    #expect(fit.exponentError > 0 && fit.exponentError < 0.05)
    #expect(fit.reducedChiSquare > 0.4 && fit.reducedChiSquare < 2)
  }

  @Test("The exponent of a free walker is 1")
  func exponent() throws {
    var record = try MultipleTau(interval: 1)
    for step in try walk(200_000, chance: 0.5, seed: 3) { record.push(step) }
    let exponent = try SubdiffusionExponent(record.points, lags: 1...100)
    #expect(abs(exponent.value - 1) < max(4 * exponent.standardError, 0.02))
  }

  @Test("What makes no sense is refused with a mend")
  func refused() throws {
    #expect(throws: SpectrumError.badInterval(0)) { try MultipleTau(interval: 0) }
    #expect(throws: SpectrumError.self) { try MultipleTau(interval: 1, lagsPerLevel: 3) }
    var record = try MultipleTau(interval: 1)
    #expect(throws: SpectrumError.unlikeRecords) {
      try record.merge(try MultipleTau(interval: 2))
    }
    #expect(throws: SpectrumError.tooShort(windows: 0)) {
      try DisplacementSpectrum(
        [record, record], ions: 1, dimensions: 3, angularFrequencies: [1])
    }
    #expect(throws: SpectrumError.self) {
      try DisplacementSpectrum([record], ions: 1, dimensions: 3, angularFrequencies: [1])
    }
    #expect(throws: SpectrumError.tooFewPoints(needed: 4, given: 2)) {
      try JonscherFit([1, 2], [1, 2])
    }
    #expect(throws: SpectrumError.badPoint(angularFrequency: 3, value: -1)) {
      try JonscherFit([1, 2, 3, 4], [1, 1, -1, 2])
    }
    #expect(throws: SpectrumError.self) { try JonscherFit([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]) }
  }
}
