import CReference
import Foundation
import IonHopCore

// Hops per second of the engine beside a plain C loop on the same model: simple cubic, equal rates,
// vacancies as carriers, GSL's taus2. Runs alternate, and ratios are taken pair by pair, so that
// a drift of the machine's speed cancels.
//
// The books differ: at each hop the C loop writes the ion's displacement; the engine writes an ion's
// record only where it crosses the cell's border, and adds up the collective displacement. Beyond
// the last-level cache that saves the engine a cache miss a hop, which the ratio includes.

struct Case {
  let edge: Int
  let vacancyFraction: Double
  var sites: Int { edge * edge * edge }
}

let pairs = 7
let hopsARun = 10_000_000

func secondsSpent(_ body: () -> Void) -> Double {
  let began = ContinuousClock.now
  body()
  let spent = began.duration(to: .now)
  return Double(spent.components.seconds) + 1e-18 * Double(spent.components.attoseconds)
}

func network(_ edge: Int) throws -> SiteNetwork {
  var draft = NetworkDraft(cell: try .cubic(3))
  draft.addSite(at: .zero)
  draft.addHops(
    between: "site", and: "site", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
    hopClass: "nn")
  return try SiteNetwork(draft).supercell(edge, edge, edge)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func cell(_ value: Double, _ format: String, _ width: Int) -> String {
  let text = String(format: format, value)
  return String(repeating: " ", count: max(0, width - text.count)) + text
}

func measure(_ work: Case) throws {
  let network = try network(work.edge)
  let vacancies = Int(work.vacancyFraction * Double(work.sites))
  let plan = try EnginePlan(
    network, ions: work.sites - vacancies, conditions: Conditions(temperature: 600))
  var engine = try Engine(plan, generator: "taus2", seed: 1)
  let reference = c_lattice_make(Int32(work.edge), work.vacancyFraction, 1)
  defer { c_lattice_free(reference) }
  // The first runs fill the caches and shuffle the vacancies.
  engine.advance(by: .greatestFiniteMagnitude, hops: hopsARun / 4)
  _ = c_lattice_run(reference, hopsARun / 4)
  var (c, swift, ratios) = ([Double](), [Double](), [Double]())
  for _ in 0..<pairs {
    c.append(Double(hopsARun) / secondsSpent { _ = c_lattice_run(reference, hopsARun) })
    swift.append(
      Double(hopsARun)
        / secondsSpent { engine.advance(by: .greatestFiniteMagnitude, hops: hopsARun) })
    ratios.append(swift.last! / c.last!)
  }
  let bytes = Double(network.memory + engine.memory) / Double(work.sites)
  print(
    cell(Double(work.sites), "%.0f", 8) + cell(100 * work.vacancyFraction, "%.0f %%", 9)
      + cell(median(c) / 1e6, "%.1f M", 11) + cell(median(swift) / 1e6, "%.1f M", 11)
      + cell(median(ratios), "%.2f", 8) + cell(ratios.min()!, "  (%.2f", 8)
      + cell(ratios.max()!, " – %.2f)", 9) + cell(bytes, "%.1f", 12))
}

try checkReference()
print("C: clang -O3 -march=native, writes a displacement a hop")
print("ours: swift -O, writes a record a border crossing")
print("median of \(pairs) alternating pairs of \(hopsARun / 1_000_000) M hops, wall time")
print("   sites  vacancies     C hops/s  ours hops/s   ratio  (min – max)   bytes/site")
for edge in [20, 64] {
  for vacancyFraction in [0.01, 0.1, 0.5] {
    try measure(Case(edge: edge, vacancyFraction: vacancyFraction))
  }
}
