import Foundation
import IonHopCore

extension GlassModel {
  /// The network of a structure made before: several energetics on one structure.
  ///
  /// - Throws: `GlassError`, `NetworkError`, or `EngineError` for an unknown generator.
  public func network(on structure: GlassStructure) throws -> SiteNetwork {
    try energetics.check()
    try classes?.check()
    let kinds = try SiteKinds(self, structure)
    let energies = try siteEnergies(structure, kinds)
    let table = PairTable(self, kinds)
    let shared = try bondEnergetics(structure, kinds, table)
    return try SiteNetwork(
      cell: structure.cell,
      sites: .init(
        positions: structure.positions, energies: energies, kind: kinds.kind, kinds: kinds.names),
      hopClasses: table.names, bonds: structure.bonds, energetics: shared)
  }

  private func siteEnergies(_ structure: GlassStructure, _ kinds: SiteKinds) throws -> [Double] {
    var source = try DeviateSource(
      length: energetics.siteCorrelationLength, in: structure.cell,
      layer: structure.dimensions == 2, generator: generator, seed: seed(for: "site energies"))
    var wells: [Double] = []
    if let counterIons = energetics.counterIons {
      wells = try counterIons.energies(
        of: structure, generator: generator, seed: seed(for: "counter-ions"))
    }
    return structure.positions.indices.map { site in
      let deviate = source.deviate(at: structure.positions[site])
      if kinds.isInside(site) { return inclusions?.siteEnergy ?? 0 }
      let own = classes?.members[Int(kinds.kind[site])].energy ?? 0
      return energetics.siteEnergies.energy(at: deviate) + own
        + (wells.isEmpty ? 0 : wells[site])
    }
  }

  /// Draws one barrier a bond, the same both ways.
  private func bondEnergetics(
    _ structure: GlassStructure, _ kinds: SiteKinds, _ table: PairTable
  ) throws -> [SiteNetwork.BondEnergetics] {
    var barriers = try DeviateSource(
      length: energetics.barrierCorrelationLength, in: structure.cell,
      layer: structure.dimensions == 2, generator: generator, seed: seed(for: "barriers"))
    var doorways = try RandomStream(generator: generator, seed: seed(for: "doorways").value)
    var shared: [SiteNetwork.BondEnergetics] = []
    shared.reserveCapacity(structure.bonds.count)
    for (index, bond) in structure.bonds.enumerated() {
      let length = length(structure.displacement(bond))
      let deviate = barriers.deviate(at: structure.midpoint(bond))
      let pair = table.index(kinds.kind[Int(bond.first)], kinds.kind[Int(bond.second)])
      var rest = energetics.barrierPerLength * (length - energetics.referenceLength)
      if let model = energetics.andersonStuart {
        let bottleneck = structure.bottlenecks.isEmpty ? nil : structure.bottlenecks[index]
        rest += try model.barrier(
          bottleneck: bottleneck, deviate: NormalDeviate.draw(&doorways))
      }
      let barrier = try table.fixed(pair) ?? draw(table.distribution(pair), deviate, rest)
      shared.append(
        SiteNetwork.BondEnergetics(
          barrier: barrier, frequency: energetics.frequency(barrier: barrier, length: length),
          hopClass: UInt16(pair)))
    }
    return shared
  }

  private func draw(
    _ distribution: EnergyDistribution, _ deviate: Double, _ rest: Double
  ) throws(GlassError) -> Double {
    let below = distribution.share(below: -rest)
    guard below <= 0.5 else { throw .distributionBelowZero(what: "barriers", share: below) }
    return max(0, distribution.energy(at: deviate, above: -rest) + rest)
  }
}

/// What each site is: its class, or part of an inclusion.
struct SiteKinds {
  let kind: [UInt16]
  let names: [String]
  private let inclusion: UInt16?

  static let inclusionName = "crystal"

  init(_ model: GlassModel, _ structure: GlassStructure) throws {
    var names = model.classes?.members.map(\.name) ?? ["glass"]
    var kind =
      try model.classes?.assign(
        structure, generator: model.generator, seed: model.seed(for: "classes"))
      ?? Array(repeating: 0, count: structure.positions.count)
    var inclusion: UInt16?
    if let inclusions = model.inclusions {
      let own = UInt16(names.count)
      names.append(Self.inclusionName)
      let inside = try inclusions.inside(
        structure, generator: model.generator, seed: model.seed(for: "inclusions"))
      for site in kind.indices where inside[site] { kind[site] = own }
      inclusion = own
    }
    (self.kind, self.names, self.inclusion) = (kind, names, inclusion)
  }

  func isInside(_ site: Int) -> Bool { kind[site] == inclusion }
  func isInclusion(_ kind: UInt16) -> Bool { kind == inclusion }
}

/// Hop classes by the kinds of the two sites, with their barriers.
private struct PairTable {
  let names: [String]
  private let count: Int
  private let distributions: [EnergyDistribution]
  /// Barriers of inclusions (eV).
  private let fixed: [Double?]

  init(_ model: GlassModel, _ kinds: SiteKinds) {
    count = kinds.names.count
    var (names, distributions, fixed) = ([String](), [EnergyDistribution](), [Double?]())
    for i in 0..<count {
      for j in i..<count {
        let (first, second) = (kinds.names[i], kinds.names[j])
        names.append("\(first)-\(second)")
        let own = model.classes?.barriers.last {
          ($0.first, $0.second) == (first, second) || ($0.second, $0.first) == (first, second)
        }
        distributions.append(own?.barriers ?? model.energetics.barriers)
        switch (kinds.isInclusion(UInt16(i)), kinds.isInclusion(UInt16(j))) {
        case (true, true): fixed.append(model.inclusions?.barrier)
        case (false, false): fixed.append(nil)
        default: fixed.append(model.inclusions?.surfaceBarrier)
        }
      }
    }
    (self.names, self.distributions, self.fixed) = (names, distributions, fixed)
  }

  /// Number of the unordered pair of two kinds.
  func index(_ a: UInt16, _ b: UInt16) -> Int {
    let (i, j) = (Int(min(a, b)), Int(max(a, b)))
    return i * count - i * (i - 1) / 2 + (j - i)
  }

  func distribution(_ pair: Int) -> EnergyDistribution { distributions[pair] }
  func fixed(_ pair: Int) -> Double? { fixed[pair] }
}
