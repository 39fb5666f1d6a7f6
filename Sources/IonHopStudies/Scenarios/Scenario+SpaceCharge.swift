import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopFields

extension Scenario {
  private static let layers = "space-charge-layers"
  private static let limits = "space-charge-limits"
  private static let garnet = "space-charge-LLZO"
  private static let mottSchottky = "space-charge-mott-schottky"
  private static let gouyChapman = "space-charge-gouy-chapman"
  private static let sampled = "space-charge-sampled"

  static let spaceCharge = Scenario(
    "space-charge", "Space charge: resistance against potential, carriers and permittivity",
    parts: [
      .table(layers) { try SpaceChargeTables.layers() },
      .table(limits) { try SpaceChargeTables.limits() },
      .solver(garnet), .solver(mottSchottky), .solver(gouyChapman), .study(sampled),
    ],
    pass:
      "below 1 ohm cm2 unless less than a thousandth of the carriers is left at the boundary; the limits of Gouy-Chapman and Mott-Schottky met; simulated as solved"
  ) { results in
    magnitudes(results.table(layers)) + limits(results.table(limits))
      + magnitudes(results.table(garnet))
      + lattice(results.table(mottSchottky), "Mott-Schottky on a lattice", emptiedLayer)
      + lattice(results.table(gouyChapman), "Gouy-Chapman on a lattice", diluteLayer)
      + simulated(results)
  }

  // MARK: Magnitude

  /// Carriers below this share of the grains' are what "depleted" means here.
  private static let depleted = 1e-3

  private static func magnitudes(_ table: ScenarioTable) -> [Check] {
    let points = zip(table.values("area resistance"), table.values("least carriers"))
    let blocking = points.filter { $0.0 >= 1 }
    let rest = points.filter { $0.1 >= depleted }
    return [
      Check(
        String(
          format: "%@: %d of %d at 1 ohm cm2 or more, with at most %.1e of the carriers left",
          table.name, blocking.count, table.rows.count, blocking.map(\.1).max() ?? 0),
        !blocking.isEmpty && blocking.allSatisfy { $0.1 < depleted }),
      Check(
        String(
          format: "%@: with a thousandth of the carriers or more at most %.2g ohm cm2", table.name,
          rest.map(\.0).max() ?? .nan), !rest.isEmpty && rest.allSatisfy { $0.0 < 1 }),
    ]
  }

  // MARK: Limits

  private static func limits(_ table: ScenarioTable) -> [Check] {
    ["Gouy-Chapman", "Mott-Schottky"].map { name in
      let pairs = zip(table.values("\(name) solved"), table.values("\(name) exact"))
        .filter { $0.1.isFinite }
      let worst = pairs.map { abs($0 / $1 - 1) }.max() ?? .nan
      return Check(
        String(
          format: "%@, %d potentials to 0.5 V: solved and exact resistance differ by %.1e", name,
          pairs.count, worst), worst < 1e-3)
    }
  }

  /// Å, between planes of the model lattice `sc`.
  private static let spacing = 3.0
  /// Planes from a boundary to the middle of the grain: a quarter of 200.
  private static let planes = 50
  private static let permittivity = 50.0
  /// Å⁻³
  private static let concentration = 1e-5

  /// Exact potential y at a distance (Å), and excess (Å of bulk) of one side of it in a continuum.
  private struct ClosedForm {
    var potential: (Double) -> Double
    var excess: Double
    /// Largest |dy/dx| (1/Å).
    var slope: Double
  }

  private static func emptiedLayer(_ y: Double, _ kT: Double) -> ClosedForm {
    let width = SpaceChargeClosedForms.mottSchottkyWidth(
      potential: y * kT, permittivity: permittivity, dopant: concentration)
    return ClosedForm(
      potential: { y * pow(max(0, 1 - $0 / width), 2) },
      excess: width * (SpaceChargeClosedForms.mottSchottkyResistivity(y) - 1),
      slope: 2 * y / width)
  }

  private static func diluteLayer(_ y: Double, _ kT: Double) -> ClosedForm {
    let length = SpaceChargeClosedForms.debyeLength(
      permittivity: permittivity, concentration: concentration,
      temperature: kT / PhysicalConstants.boltzmann)
    return ClosedForm(
      potential: { SpaceChargeClosedForms.gouyChapman($0 / length, y0: y) },
      excess: length * SpaceChargeClosedForms.gouyChapmanExcessResistance(y0: y),
      slope: 2 * abs(sinh(y / 2)) / length)
  }

  /// Bonds resist with the mean of their ends' energies, so that ∫ e^y dx becomes a sum at the bonds'
  /// middles: the exact value of a lone ion, and low by δ²/24 at most where y changes by δ over a bond.
  private static func lattice(
    _ table: ScenarioTable, _ name: String, _ form: (Double, Double) -> ClosedForm
  ) -> [Check] {
    let (kT, steps) = (PhysicalConstants.boltzmann * 300, 0...planes)
    var (sums, continua, allowed) = (0.0, 0.0, 0.0)
    for row in table.rows {
      let exact = form(table.value("core potential", of: row) / kT, kT)
      let energies = steps.map { exact.potential(spacing * Double($0)) }
      let sum = zip(energies, energies.dropFirst()).reduce(0) {
        $0 + spacing * expm1(($1.0 + $1.1) / 2)
      }
      let solved =
        table.value("area resistance", of: row) * table.value("bulk conductivity", of: row) / 2e-8
      sums = max(sums, abs(solved / sum - 1))
      let step = spacing * exact.slope
      continua = max(continua, abs(solved / exact.excess - 1))
      allowed = max(allowed, step * step / 24)
    }
    // One ion on 3200 sites excludes others, of which equilibrium knows: the conductivity is off by 1/3200,
    // and the excess over the grains by some times that.
    let exclusion = 0.005
    return [
      Check(
        String(format: "%@: network solver and sum over bonds differ by %.1e", name, sums),
        !table.rows.isEmpty && sums < exclusion),
      Check(
        String(
          format:
            "%@: network solver and continuum differ by %.1e, steps of the lattice explain %.1e",
          name, continua, allowed), !table.rows.isEmpty && continua < allowed + exclusion),
    ]
  }

  // MARK: Simulation

  private static func simulated(_ results: ScenarioResults) -> [Check] {
    results.points(sampled).compactMap { point in
      guard let boundary = point.boundary, let ideal = boundary.ideal else { return nil }
      let found = boundary.areaResistance
      let pull = (found.value - ideal.areaResistance) / found.standardError
      return Check(
        String(
          format: "simulated at %g K: %.3g(%.1g) ohm cm2, solved %.3g: %.1f standard errors",
          point.temperature, found.value, found.standardError, ideal.areaResistance, pull),
        abs(pull) < 4 && found.standardError < 0.2 * found.value)
    }
  }
}
