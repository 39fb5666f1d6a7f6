/// Sums over the windows of one lag where several species are mobile.
///
/// Pairs of species stand in the order (0,0), (0,1), (1,1), (0,2) …: `SpeciesSums.index(_:_:)`.
public struct SpeciesSums: Sendable, Equatable {
  /// Σ over windows of the symmetrised product ΔR_i ΔR_jᵀ of two species' displacements (Å²).
  public var products: [Tensor6]
  /// Σ over adjacent windows of ΔR_i ΔR′_jᵀ, symmetrised in windows and species too (Å²).
  public var adjacent: [Tensor6]
  /// Σ over windows of the mean over the ions of a species of Δr Δrᵀ (Å²).
  public var tracer: [Tensor6]

  /// Empty sums for a number of species.
  public init(species: Int) {
    let pairs = species * (species + 1) / 2
    products = Array(repeating: .zero, count: pairs)
    adjacent = products
    tracer = Array(repeating: .zero, count: species)
  }

  /// Where the pair of species i and j stands.
  public static func index(_ i: Int, _ j: Int) -> Int {
    let (low, high) = (min(i, j), max(i, j))
    return high * (high + 1) / 2 + low
  }

  mutating func combine(_ other: SpeciesSums, _ operation: (inout Tensor6, Tensor6) -> Void) {
    for i in products.indices {
      operation(&products[i], other.products[i])
      operation(&adjacent[i], other.adjacent[i])
    }
    for i in tracer.indices { operation(&tracer[i], other.tracer[i]) }
  }
}

/// What the displacements of several species add to the record of all charge.
///
/// The sum that counts is that of charge: each ion weighs as its charge over the root mean square
/// charge of all ions, so that one species alone weighs 1.
struct SpeciesRecord: Sendable {
  private let counts: [Int]
  let weights: [Double]
  /// Σ of the positions of each species' ions (Å) at the start of the open window of each level.
  var origin: [[SIMD3<Double>]]
  var previous: [[SIMD3<Double>]]
  private var positions: [Double]
  var sums: [SIMD3<Double>]

  /// - Returns: nil for a network of one species.
  init?(_ engine: borrowing Engine, levels: Int) {
    guard let layers = engine.plan.network.layers else { return nil }
    counts = engine.plan.counts
    weights = layers.weights(of: counts)
    positions = Array(repeating: 0, count: 3 * engine.plan.ions)
    sums = counts.map { _ in .zero }
    (origin, previous) = ([], Array(repeating: [], count: levels))
    look(at: engine)
    origin = Array(repeating: sums, count: levels)
  }

  /// Sums up where the ions of each species are.
  ///
  /// - Complexity: O(ions)
  mutating func look(at engine: borrowing Engine) {
    engine.writePositions(into: &positions)
    var next = 0
    for (species, count) in counts.enumerated() {
      var sum = SIMD3<Double>.zero
      for ion in next..<next + count {
        sum += SIMD3(positions[3 * ion], positions[3 * ion + 1], positions[3 * ion + 2])
      }
      sums[species] = sum
      next += count
    }
  }

  /// Σ over ions of weight times position (Å).
  var weighted: SIMD3<Double> {
    zip(weights, sums).reduce(SIMD3<Double>.zero) { $0 + $1.0 * $1.1 }
  }

  /// Ends the open window of a level.
  mutating func closeWindow(_ level: Int, _ window: inout WindowSums) {
    let steps = zip(sums, origin[level]).map { $0 - $1 }
    let last = previous[level]
    var species = window.species ?? SpeciesSums(species: counts.count)
    for j in counts.indices {
      for i in 0...j {
        let pair = SpeciesSums.index(i, j)
        species.products[pair] += Tensor6(steps[i], steps[j])
        if !last.isEmpty {
          species.adjacent[pair] +=
            (Tensor6(last[i], steps[j]) + Tensor6(last[j], steps[i])) / 2
        }
      }
    }
    window.species = species
    previous[level] = steps
    origin[level] = sums
  }

  /// The mean over all ions of (weight · Δr)(weight · Δr)ᵀ; that of each species goes to the window.
  func tracer(
    _ positions: [Double], since start: [Double], _ window: inout WindowSums
  ) -> Tensor6 {
    var species = window.species ?? SpeciesSums(species: counts.count)
    var (next, total) = (0, Tensor6.zero)
    for (index, count) in counts.enumerated() where count > 0 {
      var sum = Tensor6.zero
      for i in stride(from: 3 * next, to: 3 * (next + count), by: 3) {
        let d = SIMD3(
          positions[i] - start[i], positions[i + 1] - start[i + 1],
          positions[i + 2] - start[i + 2])
        sum += Tensor6(d, d)
      }
      species.tracer[index] += sum / Double(count)
      total += weights[index] * weights[index] * sum
      next += count
    }
    window.species = species
    return total / Double(next)
  }
}

extension SpeciesLayers {
  /// Root mean square charge (e) of so many ions of each species.
  public func meanCharge(of counts: [Int]) -> Double {
    let squares = zip(charges, counts).reduce(0) { $0 + $1.0 * $1.0 * Double($1.1) }
    return (squares / Double(counts.reduce(0, +))).squareRoot()
  }

  /// Charges over the root mean square charge.
  func weights(of counts: [Int]) -> [Double] {
    let mean = meanCharge(of: counts)
    return charges.map { mean > 0 ? $0 / mean : 0 }
  }
}
