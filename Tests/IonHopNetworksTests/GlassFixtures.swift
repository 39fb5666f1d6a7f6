import Foundation
import IonHopCore

@testable import IonHopNetworks

/// Mean and standard error of independent values.
func glassMean(_ values: [Double]) -> (mean: Double, standardError: Double) {
  let n = Double(values.count)
  let mean = values.reduce(0, +) / n
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
  return (mean, (variance / n).squareRoot())
}

/// A simple cubic or square lattice 3 Å apart, joined to nearest neighbours: the reference models of
/// disorder.
func disorderedLattice(_ edge: Int, dimensions: Int = 3, seed: UInt64) -> GlassModel {
  let sites = dimensions == 2 ? edge * edge : edge * edge * edge
  let model = GlassModel(
    .perturbedLattice(displacement: 0), joined: .cutoff(3.1),
    in: GlassBox(sites: sites, density: pow(3, -Double(dimensions)), dimensions: dimensions),
    seed: seed)
  return model
}

extension SiteNetwork {
  /// All hops, site by site.
  var allHops: [Hop] { (0..<siteCount).flatMap { hops(from: $0) } }
}
