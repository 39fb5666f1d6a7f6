import Dispatch
import IonHop
import Synchronization

/// (g) What a user waits for: seconds until the conductivity of garnet at 300 K is known to 5 %.
enum AccuracyCase {
  static func run(_ options: Options, into table: inout Table) throws {
    let lattice = try Lattice.named("LLZO-cubic")
    let network = try lattice.network(supercell: GarnetCase.cells)
    let filling = lattice.filling(supercell: GarnetCase.cells)
    for replicas in [1, 8] {
      var study = Study(network, mobile: [.lithium: filling], temperatures: [300])
      study.sampling.relativeError = 0.05
      study.sampling.replicas = replicas
      let point = try results(of: study)[300]
      var row = Row(
        benchmark: "g", model: "garnet Li7, 300 K", sites: network.siteCount,
        carriers: percent(Double(study.ions) / Double(network.siteCount)) + " ions",
        selector: replicas == 1 ? "1 replica" : "\(replicas) replicas")
      let made = Double(point.hops + point.equilibrationHops)
      row.hopsPerSecond[Program.ours.rawValue] = made / point.wallTime
      row.remark = """
        \(rounded(point.wallTime)) s to \(formatted(point.conductivity.mean)), one thread, \
        with equilibration and analysis\(point.converged ? "" : "; 5 % not reached"); \
        the end points of as many such runs would need \
        \(Int(gain(point.conductivity.mean, runs: replicas).rounded())) times the hops
        """
      table.add(row)
    }
  }

  /// How many times as many hops would be needed to reach the same error from where runs begin and
  /// end, which is how other codes take the conductivity: the square of a normally distributed
  /// displacement in three dimensions has a relative variance of 2/3, however long the run.
  private static func gain(_ conductivity: Estimate, runs: Int) -> Double {
    let error = conductivity.standardError / conductivity.value
    return 2 / (3 * Double(runs) * error * error)
  }
}

/// The results of a study on one thread.
func results(of study: Study) throws -> StudyResults {
  try waited { try await study.results(threads: 1) }
}

/// What asynchronous work comes to, waited for: here one thing runs at a time, and on the main thread,
/// since a program whose main task is asynchronous does not run under every Valgrind.
func waited<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
  let outcome = Outcome<Value>()
  let done = DispatchSemaphore(value: 0)
  Task {
    do {
      let value = try await work()
      outcome.value.withLock { $0 = .success(value) }
    } catch {
      outcome.value.withLock { $0 = .failure(error) }
    }
    done.signal()
  }
  done.wait()
  return try outcome.value.withLock { $0! }.get()
}

private final class Outcome<Value: Sendable>: Sendable {
  let value = Mutex<Result<Value, any Error>?>(nil)
}
