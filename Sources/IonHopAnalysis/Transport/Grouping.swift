import IonHopCore

/// How many successive batches make a group of the jackknife.
///
/// The charge diffusivity correlates neighbouring windows: groups hold four. The tracer slope takes the
/// difference of long windows and the short ones within them, which share most of their noise: a group
/// must hold both. Groups shorter than the long window, which put its end into one and its beginning
/// into others, take the two for independent, and made the errors of D* up to a fifth too long.
struct Grouping {
  let charge: Int
  /// Of all in which displacements of single ions occur.
  let tracer: Int

  init(_ replicas: [[Batch]], chargeLevel: Int, tracerLevel: Int) {
    let fewest = replicas.map(\.count).min() ?? 1
    charge = max(1, min(Self.batches(replicas, holding: 4 << chargeLevel), fewest / 4))
    tracer = max(charge, Self.batches(replicas, holding: 1 << tracerLevel))
  }

  /// How many batches hold so many samples. Both are powers of two, so that a group of whole windows
  /// begins and ends with them.
  static func batches(_ replicas: [[Batch]], holding samples: Int) -> Int {
    let longest = max(1, replicas.joined().map(\.samples).max() ?? 1)
    return max(1, (samples + longest - 1) / longest)
  }
}
