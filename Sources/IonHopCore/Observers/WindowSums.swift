/// Sums over the windows of one lag: what is kept of a trajectory.
///
/// Tensors are six numbers in the order xx, yy, zz, yz, xz, xy (Å²).
public struct WindowSums: Sendable, Equatable {
  /// Windows of the charge's displacement.
  public var chargeCount = 0
  /// Σ over windows of ΔR ΔRᵀ, with ΔR the sum of the displacements of all ions; where there are
  /// several species each weighs as its charge over the root mean square charge.
  public var charge = Tensor6.zero
  /// Windows of the sums of pairs of species.
  public var pairCount = 0
  /// Σ over adjacent windows of the symmetrised product of their ΔR.
  public var chargePairs = Tensor6.zero
  /// Σ over windows of (J₀ − J) ΔRᵀ, symmetrised: J is the drift Σ k Δy (Å/s) at the start and the end
  /// of the window. Only where `Batch.fluxCount` is above zero.
  public var driftMemory = Tensor6.zero
  /// Windows of single ions.
  public var tracerCount = 0
  /// Σ over windows of the mean over ions of Δr Δrᵀ.
  public var tracer = Tensor6.zero
  /// The same by species; nil where there is one.
  public var species: SpeciesSums?

  /// Empty sums.
  public init() {}

  /// Adds the sums of other windows.
  public static func += (total: inout WindowSums, other: WindowSums) {
    total.chargeCount += other.chargeCount
    total.charge += other.charge
    total.pairCount += other.pairCount
    total.chargePairs += other.chargePairs
    total.driftMemory += other.driftMemory
    total.tracerCount += other.tracerCount
    total.tracer += other.tracer
    combine(&total.species, other.species) { $0 += $1 }
  }
}

extension WindowSums {
  /// Takes the sums of other windows away.
  public static func -= (total: inout WindowSums, other: WindowSums) {
    total.chargeCount -= other.chargeCount
    total.charge -= other.charge
    total.pairCount -= other.pairCount
    total.chargePairs -= other.chargePairs
    total.driftMemory -= other.driftMemory
    total.tracerCount -= other.tracerCount
    total.tracer -= other.tracer
    combine(&total.species, other.species) { $0 -= $1 }
  }

  private static func combine(
    _ total: inout SpeciesSums?, _ other: SpeciesSums?,
    _ operation: (inout Tensor6, Tensor6) -> Void
  ) {
    guard let other else { return }
    var sum = total ?? SpeciesSums(species: other.tracer.count)
    sum.combine(other, operation)
    total = sum
  }
}

/// A symmetric 3 × 3 tensor as xx, yy, zz, yz, xz, xy in the first six lanes.
public typealias Tensor6 = SIMD8<Double>

extension Tensor6 {
  /// (p qᵀ + q pᵀ)/2
  public init(_ p: SIMD3<Double>, _ q: SIMD3<Double>) {
    self.init(
      p.x * q.x, p.y * q.y, p.z * q.z, (p.y * q.z + p.z * q.y) / 2, (p.x * q.z + p.z * q.x) / 2,
      (p.x * q.y + p.y * q.x) / 2, 0, 0)
  }

  /// xx + yy + zz.
  public var trace: Double { self[0] + self[1] + self[2] }

  /// Rows of the 3 × 3 matrix.
  public var matrix: [[Double]] {
    [
      [self[0], self[5], self[4]],
      [self[5], self[1], self[3]],
      [self[4], self[3], self[2]],
    ]
  }
}

/// One stretch of a replica's time: the unit of the error analysis.
public struct Batch: Sendable, Equatable {
  /// Samples in this stretch.
  public var samples = 0
  /// By level: windows of 2^level samples that ended here.
  public var windows: [WindowSums]
  /// Accepted hops.
  public var hops = 0
  /// Σ of the squared lengths of all hops (Å²).
  public var squaredHopLengths = 0.0
  /// Sum of the displacements of all ions (Å), weighed as in `WindowSums`: what a field drives.
  public var displacement = SIMD3<Double>.zero
  /// Sum of the displacements of each species' ions (Å); empty where there is one.
  public var speciesDisplacements: [SIMD3<Double>] = []
  /// Accepted hops of each class.
  public var hopsPerClass: [Int]
  /// Σ over occupation samples of the ions on each kind of site.
  public var occupation: [Int]
  /// How often occupations were counted.
  public var occupationSamples = 0
  /// Σ over looks of Σ k Δy Δyᵀ over the hops then possible (Å²/s), in harmonic coordinates.
  public var flux = Tensor6.zero
  /// How often fluxes were counted.
  public var fluxCount = 0

  /// An empty batch.
  public init(levels: Int, classes: Int, kinds: Int) {
    windows = Array(repeating: WindowSums(), count: levels)
    hopsPerClass = Array(repeating: 0, count: classes)
    occupation = Array(repeating: 0, count: kinds)
  }

  /// Adds another batch.
  public static func += (total: inout Batch, other: Batch) {
    total.samples += other.samples
    for level in total.windows.indices { total.windows[level] += other.windows[level] }
    total.hops += other.hops
    total.squaredHopLengths += other.squaredHopLengths
    total.displacement += other.displacement
    total.addSpecies(other, sign: 1)
    for i in total.hopsPerClass.indices { total.hopsPerClass[i] += other.hopsPerClass[i] }
    for i in total.occupation.indices { total.occupation[i] += other.occupation[i] }
    total.occupationSamples += other.occupationSamples
    total.flux += other.flux
    total.fluxCount += other.fluxCount
  }

  /// Takes another batch away.
  public static func -= (total: inout Batch, other: Batch) {
    total.samples -= other.samples
    for level in total.windows.indices { total.windows[level] -= other.windows[level] }
    total.hops -= other.hops
    total.squaredHopLengths -= other.squaredHopLengths
    total.displacement -= other.displacement
    total.addSpecies(other, sign: -1)
    for i in total.hopsPerClass.indices { total.hopsPerClass[i] -= other.hopsPerClass[i] }
    for i in total.occupation.indices { total.occupation[i] -= other.occupation[i] }
    total.occupationSamples -= other.occupationSamples
    total.flux -= other.flux
    total.fluxCount -= other.fluxCount
  }

  private mutating func addSpecies(_ other: Batch, sign: Double) {
    if speciesDisplacements.isEmpty {
      speciesDisplacements = other.speciesDisplacements.map { sign * $0 }
    } else {
      for i in other.speciesDisplacements.indices {
        speciesDisplacements[i] += sign * other.speciesDisplacements[i]
      }
    }
  }
}
