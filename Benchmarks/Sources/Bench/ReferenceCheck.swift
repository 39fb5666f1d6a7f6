import CReference

// A yardstick must itself be right. Two known numbers of the C loop are checked before it is timed.

struct WrongReference: Error, CustomStringConvertible {
  let description: String
}

/// Compares the C loop with what is known of the simple cubic lattice.
///
/// - The share of accepted attempts is 1 − (V − 1)/(N − 1), as all configurations are equally likely.
/// - The squared displacement grows per hop of an ion by the tracer correlation factor: 0.8451 at
///   half filling and 0.6935 at nine tenths, the numbers of docs/VALIDATION.md.
func checkReference() throws {
  for (vacancyFraction, factor) in [(0.1, 0.6935), (0.5, 0.8451)] {
    let edge = 40
    let sites = edge * edge * edge
    let vacancies = Int(vacancyFraction * Double(sites))
    let lattice = c_lattice_make(Int32(edge), vacancyFraction, 1)
    defer { c_lattice_free(lattice) }

    let stretch = 40 * (sites - vacancies)
    let attempts = c_lattice_run(lattice, stretch)
    let early = c_lattice_mean_square(lattice)
    _ = c_lattice_run(lattice, stretch)
    let slope = (c_lattice_mean_square(lattice) - early) / 40

    let share = Double(stretch) / Double(attempts)
    let expected = 1 - Double(vacancies - 1) / Double(sites - 1)
    guard abs(share - expected) < 0.002 else {
      throw WrongReference(description: "the C loop accepts \(share), expected \(expected)")
    }
    guard abs(slope - factor) < 0.03 else {
      throw WrongReference(
        description: "the C loop's correlation factor is \(slope), expected \(factor)")
    }
  }
}
