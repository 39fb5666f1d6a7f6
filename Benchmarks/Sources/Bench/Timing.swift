import Foundation

/// A program that makes hops: the engine, or one of the C loops.
struct Contender {
  let program: Program
  /// Makes so many accepted hops.
  let run: (Int) -> Void
}

/// The columns of the table. "Own" books are the engine's; see `docs/BENCHMARKS.md`.
enum Program: String, Codable, CaseIterable {
  case ours
  case c
  case cPrefetched
  case cOwnBooks
  case cPrefetchedOwnBooks

  /// C loops that write an ion's displacement at each hop.
  static let recording: [Program] = [.c, .cPrefetched]
  static let inC: [Program] = [.c, .cPrefetched, .cOwnBooks, .cPrefetchedOwnBooks]
}

/// How long to measure.
struct Effort {
  var rounds: Int
  var secondsARun: Double

  static let full = Effort(rounds: 9, secondsARun: 0.3)
  static let quick = Effort(rounds: 3, secondsARun: 0.1)
}

/// Median and range of what the rounds gave.
struct Spread: Codable {
  let median: Double
  let lowest: Double
  let highest: Double

  init(_ values: [Double]) {
    let sorted = values.sorted()
    median = sorted[sorted.count / 2]
    (lowest, highest) = (sorted[0], sorted[sorted.count - 1])
  }
}

/// Contenders that ran in turn, round after round, so that a drift of the machine's speed meets
/// all of them alike.
struct Race {
  private let contenders: [Contender]
  /// Hops per second of each contender in each round.
  private var rates: [[Double]]

  init(_ contenders: [Contender], _ effort: Effort) {
    self.contenders = contenders
    rates = contenders.map { _ in [] }
    let hops = contenders.map { Self.hopsARun(of: $0, effort.secondsARun) }
    for _ in 0..<effort.rounds {
      for (index, contender) in contenders.enumerated() {
        let spent = processorSeconds { contender.run(hops[index]) }
        rates[index].append(Double(hops[index]) / spent)
      }
    }
  }

  /// How many hops take about so long; finding out also fills the caches.
  private static func hopsARun(of contender: Contender, _ target: Double) -> Int {
    var hops = 20_000
    while true {
      let spent = processorSeconds { contender.run(hops) }
      if spent > target / 8 { return max(1000, Int(Double(hops) * target / spent)) }
      hops *= 4
    }
  }

  func median(_ program: Program) -> Double? {
    contenders.firstIndex { $0.program == program }.map { Spread(rates[$0]).median }
  }

  /// The engine over the faster of some C loops, round by round; nil if none of them ran.
  ///
  /// Which is the faster is decided by the medians: taking it anew in each round would favour
  /// whoever was disturbed less.
  func ratio(toFasterOf programs: [Program]) -> Spread? {
    let present = contenders.indices.filter { programs.contains(contenders[$0].program) }
    guard
      let ours = contenders.firstIndex(where: { $0.program == .ours }),
      let fastest = present.max(by: { Spread(rates[$0]).median < Spread(rates[$1]).median })
    else { return nil }
    return Spread(zip(rates[ours], rates[fastest]).map { $0 / $1 })
  }
}

/// Seconds of wall time.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let began = ContinuousClock.now
  try body()
  let spent = began.duration(to: .now).components
  return Double(spent.seconds) + 1e-18 * Double(spent.attoseconds)
}

/// Seconds that this process had a core, which on a quiet machine is the wall time of one thread.
private func processorSeconds(_ body: () -> Void) -> Double {
  let began = processorClock()
  body()
  return processorClock() - began
}

func processorClock() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
