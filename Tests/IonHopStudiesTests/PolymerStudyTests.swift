import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopReports
@testable import IonHopStudies

@Suite("Studies of polymers")
struct PolymerStudyTests {
  private func study(
    _ polymer: String, temperatures: String = "353", sampling: String = "{ relativeError: 0.1 }",
    more: String = ""
  ) throws -> Study {
    try Study.parse(
      text: """
        model:
          polymer: \(polymer)
        temperatures: \(temperatures)
        sampling: \(sampling)
        seed: 4
        \(more)
        """, file: "study.yaml")
  }

  /// One kind of ion on 4³ sites; hops of 1e9 1/s at 300 K through half-open gates.
  private func single(_ segments: String, open: Double = 0.5, more: String = "") -> String {
    """
    { monomer: { mass: 44, density: 1.1, length: 3.6, perSite: 3 }, salt: { ratio: 40 }, \
    glassTransition: { pure: 200 }, segments: \(segments), lattice: 4, \
    ions: { Li: { charge: 1, barrier: 0.2379467, frequency: 1e13, openFraction: \(open) } } \(more) }
    """
  }

  @Test("A material by name: salt, sites and glass transition are its own unless the study says")
  func reading() throws {
    let plain = try study("{ material: PEO-LiTFSI, salt: { ratio: 16 }, lattice: 6 }")
    #expect(plain.mobile.map(\.species.name) == ["Li", "TFSI"])
    // 216 sites of three monomers.
    #expect(plain.ionCounts == [41, 41])
    let polymer = try #require(plain.polymer)
    #expect(abs(polymer.model.segments.glassTransition - (213 + 200.0 / 16)) < 1e-9)
    #expect(polymer.model.units == .eachHop)
    #expect(!plain.sources.isEmpty && !plain.published.isEmpty)
    let changed = try study(
      """
      { material: PEO-LiTFSI, salt: { ratio: 16 }, points: { count: 300, minimumDistance: 4, reach: 8 }, \
      glassTransition: { perSalt: 100 }, plasticiser: { fraction: 0.2, glassTransition: 170 }, \
      ions: { Li: { openFraction: 0.5 }, TFSI: fixed }, renewal: global }
      """)
    #expect(changed.mobile.map(\.species.name) == ["Li"])
    let model = try #require(changed.polymer?.model)
    let salted = 213 + 100.0 / 16
    #expect(abs(model.segments.glassTransition - 1 / (0.8 / salted + 0.2 / 170)) < 1e-9)
    #expect(model.ions[0].interchain.openFraction == 0.5)
    #expect(model.ions[0].interchain.barrier == 0.18)
    #expect(model.units == .global)
  }

  @Test("Cross-links raise the glass transition by their density, given or counted")
  func crossLinks() throws {
    let coarse = try study(
      """
      { material: PEO-LiTFSI, glassTransition: { perCrossLink: 3e4 }, crossLinkDensity: 1e-3, \
      salt: { ratio: 20 }, lattice: 4 }
      """)
    let glass = 213 + 200.0 / 20
    #expect(
      abs(try #require(coarse.polymer).model.segments.glassTransition - (glass + 30)) < 1e-9)
    let chains = try study(
      """
      { material: PEO-LiTFSI, glassTransition: { perCrossLink: 3e4 }, salt: { ratio: 20 }, \
      chains: { count: 8, monomers: 30, reach: 7, crossLinks: 12 } }
      """)
    let density = 12 / (240 * 44.053)
    #expect(
      abs(
        try #require(chains.polymer).model.segments.glassTransition - (glass + 3e4 * density))
        < 1e-9)
  }

  @Test("Fast renewal opens every hop a share of the time: D* near p w a², D_σ = (1 − c) p w a²")
  func fastRenewal() async throws {
    let study = try study(
      single("{ arrhenius: { rate: 1e12, barrier: 0 } }"), temperatures: "300",
      sampling: "{ relativeError: 0.03 }")
    let ions = Double(study.ions)
    let network = study.network
    let step = length(network.hop(0, from: 0).displacement)
    // In a finite cell (N_s − N)/(N_s − 1) stands for 1 − c.
    let exact = 0.5 * 1e9 * step * step * 1e-16 * (64 - ions) / 63
    let point = try await study.results().points[0]
    let found = point.chargeDiffusivity
    #expect(abs(found.value - exact) < 4 * found.standardError)
    #expect(found.standardError < 0.05 * exact)
    #expect(point.hopClasses?.values.allSatisfy { $0.dissipationShare == nil } ?? false)
  }

  @Test("A salt of independent ions: t+ follows from open fractions, ideal and rigorous alike")
  func transference() async throws {
    let study = try study(
      """
      { monomer: { mass: 44, density: 1.1, length: 3.6, perSite: 3 }, salt: { ratio: 40 }, \
      glassTransition: { pure: 200 }, segments: { arrhenius: { rate: 1e12, barrier: 0 } }, lattice: 4, \
      ions: { Li: { charge: 1, barrier: 0.2379467, frequency: 1e13, openFraction: 0.2 }, \
      TFSI: { charge: -1, barrier: 0.2379467, frequency: 1e13, openFraction: 0.6 } } }
      """, temperatures: "300", sampling: "{ relativeError: 0.03 }")
    let species = try #require(try await study.results().points[0].species)
    for number in [species[0].transferenceNumber, species[0].idealTransferenceNumber] {
      #expect(abs(number.value - 0.25) < 4 * number.standardError)
      #expect(number.standardError < 0.04)
    }
  }

  @Test("Open hops that lead across without any renewal are warned of, by the ion's name")
  func aboveThreshold() throws {
    func warnings(_ open: Double, rate: Double) throws -> [String] {
      try study(
        """
        { material: PEO-LiTFSI, salt: { ratio: 16 }, lattice: 8, \
        segments: { arrhenius: { rate: \(rate), barrier: 0 } }, ions: { TFSI: { openFraction: \(open) } } }
        """
      ).warnings().filter { $0.contains("without any renewal") }
    }
    // The threshold of an infinite lattice is 0.2488; hops are some 3e10 1/s.
    #expect(try warnings(0.35, rate: 1e8).map { $0.contains("TFSI") } == [true])
    #expect(try warnings(0.15, rate: 1e8).isEmpty)
    // Fast renewal is another matter: nothing waits for it.
    #expect(try warnings(0.35, rate: 1e11).isEmpty)
  }

  @Test("No polymer of the library has open hops that lead across without renewal")
  func library() throws {
    for material in try PolymerMaterial.all() {
      for sites in ["lattice: 8", "chains: { count: 10, monomers: 90, reach: 8 }"] {
        let study = try study(
          "{ material: \(material.name), salt: { ratio: 16 }, \(sites) }", temperatures: "303")
        #expect(!study.warnings().contains { $0.contains("without any renewal") })
      }
    }
  }

  @Test("One ion pair binds by Boltzmann's law: seven places of 64 at 0.1 eV")
  func pairing() async throws {
    let study = try study(
      """
      { material: PEO-LiTFSI, salt: { ratio: 192 }, lattice: 4, association: 0.1, \
      segments: { arrhenius: { rate: 1e12, barrier: 0 } } }
      """, temperatures: "353", sampling: "{ hops: 2e6 }")
    #expect(study.ionCounts == [1, 1])
    let pairing = try #require(try await study.results().points[0].pairing)
    let weight = 7 * exp(0.1 / (PhysicalConstants.boltzmann * 353))
    let exact = weight / (weight + 57)
    #expect(abs(pairing.pairedCations.value - exact) < 4 * pairing.pairedCations.standardError)
    #expect(pairing.pairedCations.standardError < 0.03)
    #expect(pairing.pairedAnions.value == pairing.pairedCations.value)
    #expect(pairing.aggregatedCations.value == 0)
  }

  @Test("Crystals halve the sites below melting, in the run as in the file")
  func crystals() async throws {
    let study = try study(
      """
      { material: PEO-LiTFSI, lattice: 6, crystals: { fraction: 0.5, lamellae: 1, axis: z, \
      meltingTemperature: 330, meltingRange: 0 } }
      """, temperatures: "[320, 340]", sampling: "{ relativeError: 0.05 }")
    #expect(try study.network(at: 320).siteCount == 216)
    #expect(try study.network(at: 340).siteCount == 432)
    let points = try await study.results().points
    #expect(try study.network(at: 320).connectivity().dimensions == 2)
    #expect(try study.network(at: 340).connectivity().dimensions == 3)
    // Across the lamellae ions only rattle in the layers between.
    #expect(points[0].conductivity.tensor[2][2] < 0.4 * points[0].conductivity.tensor[0][0])
    #expect(points[1].conductivity.tensor[2][2] > 0.6 * points[1].conductivity.tensor[0][0])
  }

  @Test(
    "VFT of the segments comes back: VFT wins, T0 lies in its interval, and the report shows it")
  func vogel() async throws {
    let study = try study(
      // Hops are 200 times as fast as renewal in the cold and 40 times in the heat.
      single("{ vft: { rate: 2.6e6, b: 1200, offset: 50 } }", open: 0.04)
        .replacing("pure: 200", with: "pure: 250").replacing("0.2379467", with: "0.6"),
      temperatures: "[280, 295, 310, 330, 350, 375, 400]", sampling: "{ relativeError: 0.05 }",
      more: "fit: [vft, arrhenius]")
    let results = try await study.results()
    let laws = try #require(results.temperatureLaws)
    #expect(laws.laws.first?.model == .vft)
    #expect(laws.laws.filter { $0.model == .arrhenius }.allSatisfy { $0.weight < 1e-3 })
    let profile = try #require(laws.profile)
    let (low, high) = (try #require(profile.lowestT0), try #require(profile.highestT0))
    // Twice the interval of 95 % is four standard errors and more.
    #expect(low - (high - low) / 2 < 200 && high + (high - low) / 2 > 200)
    #expect(high - low < 40)
    #expect(laws.glassTransition == 250)
    #expect(try #require(laws.fragility) > 16)
    #expect(laws.slopes.first!.energy.value > laws.slopes.last!.energy.value)
    let html = try Report(results).html()
    #expect(html.contains("aria-label=\"vftprofile\""))
    #expect(html.contains("Akaike"))
  }

  @Test("Moving chains add what they carry to what the hops do, and short chains more than long")
  func rouse() async throws {
    func results(_ monomers: Int, _ count: Int, _ rouse: String) async throws -> StudyResults {
      try await study(
        """
        { material: PEO-LiTFSI, chains: { count: \(count), monomers: \(monomers), reach: 7\(rouse) } }
        """, sampling: "{ hops: 2e6, replicas: 4 }"
      ).results()
    }
    let still = try await results(12, 24, "").points[0]
    let short = try await results(12, 24, ", rouse: { mobility: 20 }").points[0]
    let long = try await results(72, 4, ", rouse: { mobility: 20 }").points[0]
    let motion = try #require(short.chainMotion)
    let species = try #require(short.species)
    let carried = motion.carriedDiffusivity.value
    // The hops are the same to the bit; what is carried adds.
    let before = try #require(still.species?[0].tracerDiffusivity)
    let after = try #require(species[0].tracerDiffusivity)
    #expect(abs(after.value - before.value - carried) < 1e-9 * after.value)
    #expect(species[1].tracerDiffusivity == still.species?[1].tracerDiffusivity)
    let kT = PhysicalConstants.boltzmann * 353
    let volume = try volume(12, 24)
    let density = Double(species[0].ions) / (volume * 1e-24)
    let gain = density * PhysicalConstants.elementaryCharge * carried / kT
    #expect(abs(short.conductivity.value - still.conductivity.value - gain) < 1e-9 * gain)
    #expect(abs(species.reduce(0) { $0 + $1.transferenceNumber.value } - 1) < 1e-9)
    #expect(carried > 1.2 * (try #require(long.chainMotion).carriedDiffusivity.value))
  }

  /// Å³
  private func volume(_ monomers: Int, _ count: Int) throws -> Double {
    try study(
      "{ material: PEO-LiTFSI, chains: { count: \(count), monomers: \(monomers), reach: 7 } }"
    ).network.cell.volume
  }

  @Test("Frozen below T_g: open hops that lead nowhere are refused, those that do run")
  func frozen() async throws {
    let segments = "{ vft: { rate: 1e10, b: 1200, offset: 50 }, belowGlass: frozen }"
    let error = #expect(throws: InputError.self) {
      try study(single(segments, open: 0.1).replacing("200", with: "400"), temperatures: "300")
    }
    #expect(error?.keyPath == "temperatures")
    let open = try study(
      single(segments, open: 0.9).replacing("200", with: "400"), temperatures: "300",
      sampling: "{ hops: 200000 }")
    #expect(try await open.results().points[0].conductivity.value > 0)
  }

  @Test(
    "A broken key of a polymer study is named",
    arguments: [
      BrokenFile("unknown key", "lattice: 4", "latice: 4", key: "model.polymer.latice", "lattice"),
      BrokenFile(
        "unknown material", "PEO-LiTFSI", "PEO-LiTSI", key: "model.polymer.material", "PEO-LiTFSI"),
      BrokenFile("no structure", "lattice: 4", "renewal: global", key: "model.polymer", "chains"),
      BrokenFile(
        "two structures", "lattice: 4", "lattice: 4, chains: {}", key: "model.polymer", "exclude"),
      BrokenFile(
        "unknown ion", "lattice: 4", "lattice: 4, ions: { Na: { barrier: 1 } }",
        key: "model.polymer.ions.Na", "Li, TFSI"),
      BrokenFile(
        "no ion left", "lattice: 4", "lattice: 4, ions: { Li: fixed, TFSI: fixed }",
        key: "model.polymer.ions", "mobile ions"),
      BrokenFile(
        "open fraction", "lattice: 4", "lattice: 4, ions: { Li: { openFraction: 2 } }",
        key: "model.polymer.ions.Li.openFraction", "0 to 1"),
      BrokenFile(
        "two laws", "lattice: 4",
        "lattice: 4, segments: { vft: { b: 1 }, arrhenius: { rate: 1, barrier: 0 } }",
        key: "model.polymer.segments", "exclude"),
      BrokenFile(
        "no rate", "lattice: 4", "lattice: 4, segments: { arrhenius: { barrier: 0.3 } }",
        key: "model.polymer.segments.arrhenius", "rate"),
      BrokenFile(
        "renewal", "lattice: 4", "lattice: 4, renewal: sometimes", key: "model.polymer.renewal",
        "eachHop"),
      BrokenFile(
        "salt beyond the sites", "lattice: 4",
        "lattice: 4, salt: { ratio: 1, solubleRatio: 0 }, glassTransition: { perSalt: 0 }",
        key: "model.polymer.salt", "sites"),
      BrokenFile(
        "rouse of a network", "lattice: 4",
        "chains: { count: 8, monomers: 30, reach: 7, crossLinks: 4, rouse: true }",
        key: "model.polymer.chains.rouse", "cross-linked"),
      BrokenFile(
        "cell too small", "lattice: 4", "chains: { count: 1, monomers: 9, reach: 9 }",
        key: "model.polymer.chains", "twice the longest hop"),
      BrokenFile(
        "plasticiser", "lattice: 4", "lattice: 4, plasticiser: { fraction: 0.2 }",
        key: "model.polymer.plasticiser", "glassTransition"),
      BrokenFile(
        "crystals", "PEO-LiTFSI, lattice: 4", "PPC-LiTFSI, lattice: 4, crystalline: true",
        key: "model.polymer.crystalline", "no crystals"),
      BrokenFile(
        "density of chains", "lattice: 4",
        "crossLinkDensity: 1e-3, chains: { count: 8, monomers: 30, reach: 7 }",
        key: "model.polymer.crossLinkDensity", "chains.crossLinks"),
    ])
  func broken(_ broken: BrokenFile) throws {
    let good = """
      model: { polymer: { material: PEO-LiTFSI, lattice: 4 } }
      temperatures: 353
      """
    #expect(try Study.parse(text: good, file: "good.yaml").ions > 0)
    let error = #expect(throws: InputError.self) {
      try Study.parse(text: broken.text(of: good), file: "bad.yaml")
    }
    expect(error, names: "bad.yaml", broken.key, broken.mention)
  }
}
