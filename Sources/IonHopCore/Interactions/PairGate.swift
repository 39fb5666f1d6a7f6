/// Thinning for interacting ions: the rate of an attempted hop is looked up with the ions that
/// stand around it just then, so that nothing need be kept up to date. Pays where few attempts
/// are refused: for interactions of about kT and less.
///
/// P. A. W. Lewis, G. S. Shedler, Nav. Res. Logist. Q. 26, 403 (1979),
/// doi:10.1002/nav.3800260304.
struct PairGate: AcceptanceGate, @unchecked Sendable {
  private let owner: ThresholdTable
  private let table: UnsafePointer<UInt64>
  private let width: Int
  private let carriersAreIons: Bool

  init(_ pairs: PairTable, _ carriers: Carriers) {
    owner = ThresholdTable(pairs.rates.map { RateGate.threshold($0 / pairs.largest) })
    table = owner.pointer
    width = pairs.width
    carriersAreIons = carriers == .ions
  }

  static var needsOpenHop: Bool { true }

  @inline(__always)
  func mask(
    _ hop: Int, _ kind: Int32, from site: Int, to target: Int, _ gas: borrowing LatticeGas,
    _ tables: RowPointers, _ random: inout RandomStream
  ) -> Int32 {
    let (ion, hole) = carriersAreIons ? (site, target) : (target, site)
    let besideIon = ions(beside: ion, gas, tables)
    // The hopping ion is not its own neighbour.
    let besideHole = ions(beside: hole, gas, tables) &- 1
    let entry = (Int(kind) &* width &+ besideIon) &* width &+ besideHole
    return RateGate.decide(table[entry], &random)
  }

  @inline(__always)
  private func ions(
    beside site: Int, _ gas: borrowing LatticeGas, _ tables: RowPointers
  ) -> Int {
    var count = 0
    for hop in tables.start(of: site)..<tables.end(of: site) {
      count &-= Int(gas.occupant[Int(tables.target(tables[hop]))] >> 31)
    }
    // Counted were the free sites, which hold ions where vacancies are moved.
    return carriersAreIons ? tables.end(of: site) &- tables.start(of: site) &- count : count
  }

  var memory: Int { owner.count * 8 }
}
