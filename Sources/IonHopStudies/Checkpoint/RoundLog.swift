import IonHopAnalysis
import IonHopCore
import Synchronization

/// What a look at all replicas of a point found, once each had so many samples.
struct Round: Sendable, Equatable {
  let samples: Int
  /// Accepted hops of all replicas since equilibration.
  let hops: Int
  /// Of the quantity asked for; infinite where too little is known.
  let relativeError: Double
  /// S/cm; nil where too little is known.
  let conductivity: Estimate?
  /// False where a stop came before every replica had its samples; such a round decides nothing.
  var isWhole = true
}

/// The rounds of a point in their order.
///
/// How a run goes on is decided from these alone. A resumed run takes the same decisions again, one by
/// one, whatever the moment at which it was ended, and of several temperatures each may be as far as it is.
final class RoundLog: Sendable {
  private let rounds: Mutex<[Round]>

  init(_ rounds: [Round] = []) { self.rounds = Mutex(rounds) }

  var all: [Round] { rounds.withLock(\.self) }

  func round(at samples: Int) -> Round? {
    rounds.withLock { $0.first { $0.samples == samples } }
  }

  /// Of the last round; nil before it, or where too little was known.
  var relativeError: Double? {
    rounds.withLock { $0.last.flatMap { $0.relativeError.isFinite ? $0.relativeError : nil } }
  }

  func append(_ round: Round) { rounds.withLock { $0.append(round) } }
}

extension RoundLog {
  func writeState(to writer: inout StateWriter) {
    let rounds = all
    writer.write(rounds.map(\.samples))
    writer.write(rounds.map(\.hops))
    writer.write(rounds.map(\.relativeError))
    writer.write(rounds.map { UInt8($0.conductivity == nil ? 0 : 1) })
    writer.write(rounds.map { $0.conductivity?.value ?? 0 })
    writer.write(rounds.map { $0.conductivity?.standardError ?? 0 })
  }

  convenience init(from reader: inout StateReader) throws(StateError) {
    let samples = try reader.numbers(Int.self, "rounds")
    let hops = try reader.numbers(Int.self, count: samples.count, "rounds")
    let errors = try reader.numbers(Double.self, count: samples.count, "rounds")
    let isKnown = try reader.numbers(UInt8.self, count: samples.count, "rounds")
    let values = try reader.numbers(Double.self, count: samples.count, "rounds")
    let standardErrors = try reader.numbers(Double.self, count: samples.count, "rounds")
    self.init(
      samples.indices.map { index in
        Round(
          samples: samples[index], hops: hops[index], relativeError: errors[index],
          conductivity: isKnown[index] == 0
            ? nil
            : Estimate(
              value: values[index], standardError: standardErrors[index],
              unit: .siemensPerCentimetre))
      })
  }
}
