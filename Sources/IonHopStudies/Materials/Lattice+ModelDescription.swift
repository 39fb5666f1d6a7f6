import IonHopNetworks

extension Lattice {
  /// What a crystal is modelled as, in a sentence for the report.
  func modelDescription(cells: SIMD3<Int>, named: Bool = false) -> String {
    let name = named ? " (\(self.name))" : ""
    var parts = ["\(title)\(name), \(cells.x) × \(cells.y) × \(cells.z) cells"]
    if let coulomb {
      parts.append(
        "Coulomb interaction of all ions, dielectric constant \(coulomb.dielectricConstant)")
    }
    let counted = Set(environmentRules.map(\.hopClass)).sorted()
    if !counted.isEmpty {
      parts.append("barriers of \(counted.joined(separator: ", ")) by the number of ions near")
    }
    let expanded = clusterExpansions.map(\.hopClass).sorted()
    if !expanded.isEmpty {
      parts.append("barriers of \(expanded.joined(separator: ", ")) by a cluster expansion")
    }
    return parts.joined(separator: "; ")
  }
}
