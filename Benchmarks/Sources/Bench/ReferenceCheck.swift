import CReference
import Foundation
import IonHopCore

// A yardstick must itself be right: known numbers of all C loops are checked before they are timed.

struct WrongReference: Error, CustomStringConvertible {
  let description: String
}

private func require(_ condition: Bool, _ complaint: @autoclosure () -> String) throws {
  guard condition else { throw WrongReference(description: complaint()) }
}

func checkReferences() throws {
  for books in [c_books_record, c_books_image] {
    try checkNullEvents(books)
    for width in [1.0, 2] { try checkGroups(books, width: width) }
  }
  try checkSamePaths()
}

/// Compares the plain loops with what is known of the simple cubic lattice.
///
/// - The share of accepted attempts is 1 − (V − 1)/(N − 1), as all configurations are equally likely.
/// - The squared displacement grows per hop of an ion by the tracer correlation factor: 0.8451 at
///   half filling and 0.6935 at nine tenths, the numbers of docs/VALIDATION.md.
private func checkNullEvents(_ books: c_books) throws {
  for (vacancyFraction, factor) in [(0.1, 0.6935), (0.5, 0.8451)] {
    let edge = 40
    let sites = edge * edge * edge
    let vacancies = Int(vacancyFraction * Double(sites))
    let lattice = CLattice(edge: edge, vacancyFraction: vacancyFraction, books: books)

    let stretch = 40 * (sites - vacancies)
    let attempts = lattice.run(stretch)
    let early = lattice.meanSquare
    lattice.run(stretch)
    let slope = (lattice.meanSquare - early) / 40

    let share = Double(stretch) / Double(attempts)
    let expected = 1 - Double(vacancies - 1) / Double(sites - 1)
    try require(
      abs(share - expected) < 0.002, "the C loop accepts \(share), expected \(expected)")
    try require(
      abs(slope - factor) < 0.03,
      "the C loop's correlation factor is \(slope), expected \(factor)")
  }
}

/// From one seed all four loops make the same hops: prefetching and books change nothing else.
private func checkSamePaths() throws {
  let (edge, fraction) = (24, 0.1)
  let plain = CLattice(edge: edge, vacancyFraction: fraction, books: c_books_record)
  // Stopping within a batch must lose no event.
  let stretches = [1_000_003, 999_999]
  let attempts = stretches.map { plain.run($0) }
  for books in [c_books_record, c_books_image] {
    for prefetched in [false, true] {
      let other = CLattice(edge: edge, vacancyFraction: fraction, books: books)
      let others = stretches.map { other.run($0, prefetched: prefetched) }
      try require(
        others == attempts && other.meanSquare == plain.meanSquare
          && other.travelled == plain.travelled,
        "the four C loops take different paths from one seed")
    }
  }
}

/// Compares the composition–rejection loop's hops a unit of time with mean field, which is exact
/// here but for the fixed number of ions: occupations are independent where only exclusion acts.
private func checkGroups(_ books: c_books, width: Double) throws {
  let work = GaussianCase(edge: 20, width: width)
  let network = try Cubic.gaussian(edge: work.edge, width: width)
  let plan = try work.plan(network)
  let energies = (0..<network.siteCount).map { network.energy(of: $0) / Cubic.thermalEnergy }
  let occupied = try EngineRunner(plan).occupied
  let groups = CGroups(edge: work.edge, energies: energies, occupied: occupied, books: books)

  let hop = network.hop(0, from: 0)
  let unit =
    network.rate(of: hop, under: plan.conditions)
    / exp(network.energy(of: 0) / Cubic.thermalEnergy)
  groups.run(1_000_000)
  let hops = 4_000_000
  let rate = Double(hops) / groups.run(hops)
  let expected = plan.expectedHopRate / unit
  try require(
    abs(rate / expected - 1) < 0.02,
    "composition–rejection in C makes \(rate) hops a unit of time, expected \(expected)")
}
