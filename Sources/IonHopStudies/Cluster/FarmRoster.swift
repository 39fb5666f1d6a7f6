/// Rank 0's view of the other ranks: from whom a word is due, who was told to leave, who fell silent.
///
/// Each rank owes a word when it has joined, and one for each task.
struct FarmRoster: Sendable {
  /// When ranks that owe a word were last heard of (s of any clock).
  private var owing: [Int: Double]
  private var tasks: [Int: FarmTask] = [:]
  private var dismissed: Set<Int> = []
  /// Ranks that fell silent and have not come back.
  private(set) var lost: Set<Int> = []

  init(count: Int, at time: Double) {
    owing = Dictionary(uniqueKeysWithValues: (1..<max(1, count)).map { ($0, time) })
  }

  var isAwaiting: Bool { !owing.isEmpty }

  /// Ranks that owe a word and were not told to leave yet.
  var undismissed: [Int] { owing.keys.filter { !dismissed.contains($0) }.sorted() }

  /// A rank is alive; it still owes its word.
  mutating func hears(of rank: Int, at time: Double) {
    lost.remove(rank)
    owing[rank] = time
  }

  /// A rank has given the word that it owed.
  ///
  /// - Returns: whether it waits for an order, since it was not told to leave.
  mutating func answers(_ rank: Int) -> Bool {
    lost.remove(rank)
    (owing[rank], tasks[rank]) = (nil, nil)
    return !dismissed.contains(rank)
  }

  /// A rank was told what to do, or to leave.
  mutating func order(_ task: FarmTask?, to rank: Int, at time: Double) {
    guard let task else {
      dismissed.insert(rank)
      return
    }
    (owing[rank], tasks[rank]) = (time, task)
  }

  /// Gives up ranks that owe a word and have not been heard of for so long (s).
  ///
  /// - Returns: these, with the tasks that they were at.
  mutating func giveUp(after patience: Double, at time: Double) -> [(rank: Int, task: FarmTask?)] {
    let silent = owing.filter { time - $0.value > patience }.keys.sorted()
    lost.formUnion(silent)
    return silent.map { rank in
      owing[rank] = nil
      return (rank, tasks.removeValue(forKey: rank))
    }
  }
}
