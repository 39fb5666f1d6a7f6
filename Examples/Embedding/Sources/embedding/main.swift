import IonHop

// The engine inside another program: swift run -c release --package-path Examples/Embedding

let lattice = try Lattice.named("LLZO-cubic")
let network = try lattice.network(supercell: (3, 3, 3))
var study = Study(network, mobile: [.lithium: .fraction(0.667)], temperatures: [300, 400, 500])
study.sampling.relativeError = 0.05

let run = study.start()
for try await progress in run where progress.partial != nil {
  print("\(progress.temperature) K: \(progress.hops) hops")
}
let results = try await run.results()
print(formatted(results[300].conductivity.mean))
print(formatted(try results.fit(.arrhenius).activationEnergy))

// A layer below: the engine itself on a network made by hand.
var draft = NetworkDraft(cell: try .cubic(3))
draft.addSite(at: .zero)
draft.addHops(
  between: "site", and: "site", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
  hopClass: "nearest neighbour")
let cubic = try SiteNetwork(draft).supercell(10, 10, 10)
let plan = try EnginePlan(cubic, ions: 990, conditions: Conditions(temperature: 600))
var engine = try Engine(plan, seed: 1)
engine.advance(by: 1e-9)
print("\(engine.hops) hops in \(engine.time) s by \(plan.selector.rawValue)")
