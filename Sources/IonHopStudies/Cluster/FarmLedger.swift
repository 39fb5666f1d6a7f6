import IonHopNetworks

/// What rank 0 keeps of a farm: the tasks not handed out yet, and all points so far.
struct FarmLedger: Sendable {
  private(set) var open: [FarmTask] = []
  /// Tasks of the farm, handed out or not.
  private(set) var count = 0
  private(set) var done = 0
  /// Variants that share the hops of their temperatures, which rank 0 runs alone.
  private(set) var together = 0

  private var found: [String: StudyResults] = [:]
  private let earlier: [String: StudyResults]
  private var sweep: SweepResults?
  private var temperatures: [[Double]] = []
  private let keys: [String]
  private var failed: Set<Int> = []
  /// Tasks that a reply came to.
  private var answered: Set<FarmTask> = []

  /// - Throws: `InputError`
  init(
    _ sweep: StudySweep, keeping earlier: StoredResults?, threads: Int, _ change: StudySweep.Change
  ) throws(InputError) {
    keys = sweep.variants.map(\.key)
    var own: [String: StudyResults] = [:]
    for variant in sweep.variants {
      var study = try sweep.study(variant)
      change(&study)
      temperatures.append(study.temperatures)
      var known = earlier?.byKey[variant.key]
      let points = study.ownPoints(of: known)
      known?.points = points
      if !points.isEmpty { own[variant.key] = known }
      if study.isTogether {
        together += 1
        continue
      }
      let kept = points.filter(study.keeps).map(\.temperature)
      open += study.temperatures.indices
        .filter { study.mayRun($0) && !kept.contains(study.temperatures[$0]) }
        .map { FarmTask(variant: variant.index, temperature: $0) }
    }
    count = open.count
    (self.earlier, found) = (own, own)
    if sweep.isSwept { self.sweep = try sweep.kept(own, threads: threads, change) }
  }

  /// The next task to hand out.
  mutating func next() -> FarmTask? { open.isEmpty ? nil : open.removeFirst() }

  /// A task whose rank fell silent is handed out again, next of all.
  mutating func giveBack(_ task: FarmTask) {
    guard !answered.contains(task), !failed.contains(task.variant) else { return }
    open.insert(task, at: 0)
  }

  /// Takes in what a rank found.
  ///
  /// - Returns: false for what is known already: of a task that was handed out twice, both find the same.
  mutating func enter(_ reply: FarmReply) -> Bool {
    let task = reply.task
    guard keys.indices.contains(task.variant), !failed.contains(task.variant),
      answered.insert(task).inserted
    else { return false }
    open.removeAll { $0 == task }
    done += 1
    if reply.failure != nil {
      strike(task.variant)
    } else if let results = reply.results {
      enter(results, of: task)
    }
    return true
  }

  private mutating func enter(_ results: StudyResults, of task: FarmTask) {
    let key = keys[task.variant]
    var known = found[key] ?? results
    if found[key] != nil {
      for point in results.points {
        let old = known.point(at: point.temperature)
        guard Study.supersedes(point, old) else { continue }
        known.points.removeAll { $0.temperature == point.temperature }
        known.points.append(point)
      }
      known.points = temperatures[task.variant].compactMap { known.point(at: $0) }
    }
    known.complete = false
    found[key] = known
    sweep = sweep?.with(known, at: task.variant, complete: false)
  }

  /// A variant failed: what one process alone makes of it is found by the last run, which repeats it.
  private mutating func strike(_ variant: Int) {
    failed.insert(variant)
    done += open.count(where: { $0.variant == variant })
    open.removeAll { $0.variant == variant }
    found[keys[variant]] = earlier[keys[variant]]
    sweep?.variants[variant].results = found[keys[variant]]
  }

  /// Temperatures of a task's variant.
  func points(beside task: FarmTask) -> Int { temperatures[task.variant].count }

  /// All points so far; nil where a study has none. Fits and the like are made at the end.
  var results: StoredResults? {
    if let sweep { return .sweep(sweep) }
    return found[""].map(StoredResults.study)
  }
}
