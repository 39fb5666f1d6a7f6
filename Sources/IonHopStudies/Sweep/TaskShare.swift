/// Which points of a study or sweep a run may make: all, or the part of one of several machines.
///
/// Each temperature of each variant is a task; where temperatures share their hops, for an activation
/// energy, each variant is one. Tasks go round: the first to shard 1, the second to shard 2 ... Whoever
/// makes a point, it is the same to the bit.
public enum TaskShare: Sendable, Equatable {
  /// Everything.
  case all
  /// Part `number` of `count`, from 1.
  case shard(Int, of: Int)
  /// One task of a variant, by its number.
  case task(Int)
  /// None: what was made before is put together.
  case none

  func has(task: Int) -> Bool {
    switch self {
    case .all: true
    case .shard(let number, let count): task % count == number - 1
    case .task(let number): task == number
    case .none: false
    }
  }

  /// From "2/8".
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]), number > 0,
      number <= count, count <= 1_000_000
    else { return nil }
    self = .shard(number, of: count)
  }
}

extension Study {
  /// Whether all temperatures share their hops, for the sake of the activation energy.
  var isTogether: Bool { sampling.target == .activationEnergy && sampling.hops == nil }

  /// Whether this run may make the point of a temperature.
  func mayRun(_ index: Int) -> Bool {
    share.has(task: isTogether ? variantIndex : variantIndex * temperatures.count + index)
  }

  /// Whether this run has something to do: points to make, or to put together.
  func concerns(_ earlier: StudyResults?) -> Bool {
    temperatures.indices.contains(where: mayRun) || !ownPoints(of: earlier).isEmpty
  }
}
