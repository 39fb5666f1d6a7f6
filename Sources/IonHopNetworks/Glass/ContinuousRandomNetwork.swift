import Foundation
import IonHopCore

/// How a four-coordinated network without crystalline order is made.
///
/// Bond switches on the diamond lattice, first all that keep every site at four neighbours, then by
/// Metropolis's rule with falling temperature, each followed by a relaxation of the sites around in
/// Keating's potential: F. Wooten, K. Winer, D. Weaire, Phys. Rev. Lett. 54, 1392 (1985),
/// doi:10.1103/PhysRevLett.54.1392; P. N. Keating, Phys. Rev. 145, 637 (1966),
/// doi:10.1103/PhysRev.145.637. Energies are in units of α d², with d the length of a bond.
public struct ContinuousRandomNetwork: Sendable, Equatable {
  /// Switches a site that are all accepted, to lose the lattice.
  public var randomSwitches = 0.3
  /// Trial switches a site while it cools: 100 left bond angles 15° (root mean square) from the
  /// tetrahedral one with 216 sites, where Wooten's model has 11°.
  public var annealingSwitches = 50.0
  /// kT/(α d²) at the start of the cooling; it ends at zero. For silicon 0.02 is 0.3 eV.
  public var temperature = 0.02
  /// β/α, bending over stretching; 0.285 for silicon (Keating).
  public var bending = 0.285

  /// The usual settings.
  public init() {}

  static let mostSites = 8000

  private func check(_ box: GlassBox) throws(GlassError) -> Int {
    guard box.dimensions == 3 else {
      throw .onlyInLayers("a continuous random network has three dimensions; set dimensions: 3")
    }
    try box.check(atLeast: 64)
    guard box.sites <= Self.mostSites else {
      throw .badNumber(
        key: "sites", value: Double(box.sites),
        mend: "a continuous random network of more than \(Self.mostSites) sites takes hours")
    }
    let n = Int(cbrt(Double(box.sites) / 8).rounded())
    guard 8 * n * n * n == box.sites else {
      throw .notALattice(sites: box.sites, near: 8 * n * n * n)
    }
    for (key, value) in [
      ("randomSwitches", randomSwitches), ("annealingSwitches", annealingSwitches),
      ("temperature", temperature),
    ] where !(value >= 0 && value <= 1000) {
      throw .badNumber(key: "continuousRandomNetwork.\(key)", value: value, mend: "give 0 to 1000")
    }
    guard bending > 0, bending < 10 else {
      throw .badNumber(
        key: "continuousRandomNetwork.bending", value: bending, mend: "give a positive ratio")
    }
    return n
  }

  /// Positions in the box (Å) and bonds, four a site.
  func network(
    in box: GlassBox, generator: String, seed: StreamSeed
  ) throws -> (positions: [SIMD3<Double>], bonds: [SiteNetwork.Bond]) {
    let n = try check(box)
    var stream = try RandomStream(generator: generator, seed: seed.value)
    var net = KeatingNetwork(cells: n, bending: bending)
    let wanted = Int(randomSwitches * Double(box.sites))
    var made = 0
    // Nearly all trials find a switch; the bound is for lattices too small to have one.
    for _ in 0..<20 * wanted where made < wanted {
      if net.trySwitch(temperature: .infinity, &stream) { made += 1 }
    }
    let trials = Int(annealingSwitches * Double(box.sites))
    for trial in 0..<trials {
      let share = 1 - Double(trial + 1) / Double(trials)
      _ = net.trySwitch(temperature: temperature * share, &stream)
    }
    net.relaxAll()
    return net.scaled(to: box.edge)
  }
}
