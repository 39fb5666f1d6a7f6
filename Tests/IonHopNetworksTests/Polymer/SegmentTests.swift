import Foundation
import IonHopCore
import Testing

@testable import IonHopNetworks

@Suite("Segmental dynamics")
struct SegmentTests {
  private let vft = SegmentalDynamics(
    law: .vft(rate: 1e12, b: 1200, offset: 50), glassTransition: 250)

  @Test("V79: the universal WLF constants are VFT with B = 2072.1 K")
  func universal() throws {
    let segments = SegmentalDynamics(law: .universal(rateAtTg: 1e-2), glassTransition: 273)
    let (b, t0) = try #require(segments.vogel)
    #expect(abs(b / 2072.1 - 1) < 1e-4)
    #expect(abs(t0 - 221.4) < 1e-9)
    // The same curve: WLF from Tg, and VFT through the point at Tg.
    for t in [280.0, 300, 350] {
      let other = 1e-2 * exp(b / (273 - t0) - b / (t - t0))
      #expect(abs(segments.rate(at: t) / other - 1) < 1e-12)
    }
  }

  @Test("V80: the apparent activation energy of VFT")
  func apparentEnergy() {
    for (t, energy) in [(300.0, 0.93067), (330, 0.66634), (360, 0.52350)] {
      #expect(abs(vft.apparentActivationEnergy(at: t) / energy - 1) < 1e-4)
    }
  }

  @Test(
    "The apparent activation energy is the slope of the rate", arguments: GlassBehaviour.allCases)
  func slope(behaviour: GlassBehaviour) {
    var segments = vft
    segments.belowGlass = behaviour
    for t in [230.0, 300, 400] where behaviour != .frozen || t > 250 {
      let step = 1e-4
      let kB = PhysicalConstants.boltzmann
      let rise = log(segments.rate(at: t + step)) - log(segments.rate(at: t - step))
      let slope = -rise / (1 / (kB * (t + step)) - 1 / (kB * (t - step)))
      #expect(abs(slope / segments.apparentActivationEnergy(at: t) - 1) < 1e-5)
    }
  }

  @Test("Below Tg segments go on, turn Arrhenius or freeze")
  func belowGlass() {
    var segments = vft
    #expect(segments.rate(at: 200) == 0)
    #expect(segments.rate(at: 150) == 0)
    #expect(segments.rate(at: 240) > 0)
    segments.belowGlass = .frozen
    #expect(segments.rate(at: 249) == 0)
    #expect(segments.rate(at: 251) == vft.rate(at: 251))
    segments.belowGlass = .arrhenius
    #expect(abs(segments.rate(at: 249.9999) / vft.rate(at: 250) - 1) < 1e-3)
    #expect(segments.rate(at: 200) > 0)
  }

  @Test("An Arrhenius law knows no glass")
  func arrhenius() {
    let segments = SegmentalDynamics(
      law: .arrhenius(rate: 1e12, barrier: 0.3), glassTransition: 250, belowGlass: .frozen)
    #expect(abs(segments.rate(at: 300) / 9.124_77e6 - 1) < 1e-5)
    #expect(segments.rate(at: 200) > 0)
    #expect(segments.vogel == nil)
  }

  @Test("Salt and cross-links raise Tg, a plasticiser lowers it by Fox's rule")
  func glassTransition() {
    let glass = GlassTransition(pure: 213, perSalt: 200, perCrossLink: 4e4, plasticiser: 160)
    #expect(glass.temperature() == 213)
    #expect(abs(glass.temperature(saltRatio: 1 / 16) - 225.5) < 1e-9)
    #expect(abs(glass.temperature(crossLinks: 1e-4) - 217) < 1e-9)
    #expect(abs(glass.temperature(plasticiserFraction: 1) - 160) < 1e-9)
    // 1/(0.7/213 + 0.3/160)
    #expect(abs(glass.temperature(plasticiserFraction: 0.3) - 193.7465) < 1e-3)
  }

  @Test("Salt: ratio, swelling and density; what is not dissolved does not count")
  func salt() throws {
    var salt = SaltContent(ratio: 16, monomerVolume: 65, saltVolume: 240)
    #expect(abs(salt.density - 1e24 / (16 * 65 + 240)) < 1e9)
    #expect(salt.ions(monomers: 480) == 30)
    #expect(abs(salt.swelling - (1 + 15.0 / 65)) < 1e-12)
    salt.solubleRatio = 20
    #expect(salt.dissolvedFraction == 0.8)
    #expect(salt.ions(monomers: 480) == 24)
    salt.ratio = 30
    #expect(salt.dissolvedFraction == 1)
    salt.ratio = 0
    #expect(throws: PolymerError.self) { try salt.check() }
  }
}
