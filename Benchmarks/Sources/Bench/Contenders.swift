import CReference
import IonHopCore

/// The engine behind a closure: a class, since an engine cannot be copied into one.
final class EngineRunner {
  private var engine: Engine

  init(_ plan: EnginePlan, seed: UInt64 = 1) throws {
    // The C loops draw from taus2 too.
    engine = try Engine(plan, generator: "taus2", seed: seed)
  }

  func run(_ hops: Int) { engine.advance(by: .greatestFiniteMagnitude, hops: hops) }

  var selector: SelectorKind { engine.plan.selector }

  var occupied: [UInt8] {
    (0..<engine.plan.network.siteCount).map { engine.isOccupied($0) ? 1 : 0 }
  }

  /// Bytes a site, network and state together.
  var bytesPerSite: Double {
    let network = engine.plan.network
    return Double(network.memory + engine.memory) / Double(network.siteCount)
  }

  var contender: Contender { Contender(program: .ours) { self.run($0) } }
}

/// A C null-event loop; plain and prefetched loops of the same books take turns on one lattice.
final class CLattice {
  private let lattice: OpaquePointer
  private let books: c_books

  init(edge: Int, vacancyFraction: Double, books: c_books, seed: UInt = 1) {
    lattice = c_lattice_make(Int32(edge), vacancyFraction, books, seed)
    self.books = books
  }

  deinit { c_lattice_free(lattice) }

  /// - Returns: the number of attempts.
  @discardableResult
  func run(_ hops: Int, prefetched: Bool = false) -> Int {
    prefetched ? c_lattice_run_prefetched(lattice, hops) : c_lattice_run(lattice, hops)
  }

  var meanSquare: Double { c_lattice_mean_square(lattice) }

  var travelled: [Int] { (0..<3).map { c_lattice_travelled(lattice, $0) } }

  var contenders: [Contender] {
    let own = books == c_books_image
    return [
      Contender(program: own ? .cOwnBooks : .c) { self.run($0) },
      Contender(program: own ? .cPrefetchedOwnBooks : .cPrefetched) {
        self.run($0, prefetched: true)
      },
    ]
  }
}

/// A C composition–rejection loop on the site energies of a network.
final class CGroups {
  private let groups: OpaquePointer
  private let books: c_books

  /// - Parameters:
  ///   - energies: one a site (kT).
  ///   - occupied: 1 where an ion stands, 0 elsewhere.
  init(edge: Int, energies: [Double], occupied: [UInt8], books: c_books, seed: UInt = 1) {
    groups = c_groups_make(Int32(edge), energies, occupied, books, seed)
    self.books = books
  }

  deinit { c_groups_free(groups) }

  /// - Returns: the time that passed, in units of the inverse rate at zero energy.
  @discardableResult
  func run(_ hops: Int) -> Double { c_groups_run(groups, hops) }

  var contender: Contender {
    Contender(program: books == c_books_image ? .cOwnBooks : .c) { self.run($0) }
  }
}
