/// IonHop for embedding: one import for networks, studies, analysis and reports.
///
///     import IonHop
///
///     let lattice = try Lattice.named("LLZO-cubic")
///     let network = try lattice.network(supercell: (4, 4, 4))
///     var study = Study(network, mobile: [.lithium: .fraction(0.667)], temperatures: [300, 400])
///     study.sampling.relativeError = 0.05
///     for try await progress in study.start() { print(progress.temperature, progress.hops) }
///     let results = try await study.results()
///     print(results[300].conductivity, try results.fit(.arrhenius).activationEnergy)
///
/// A lower layer is public too: build a `SiteNetwork` by hand from a `NetworkDraft`, plan an
/// `Engine` on it, advance it, read its state.
@_exported import IonHopAnalysis
@_exported import IonHopCore
@_exported import IonHopFields
@_exported import IonHopNetworks
@_exported import IonHopReports
@_exported import IonHopStudies
