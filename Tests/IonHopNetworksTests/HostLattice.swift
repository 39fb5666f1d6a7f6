import IonHopNetworks

/// A simple cubic lattice with a host site in the middle of each cell, 3 Å wide: eight hosts lie
/// 2.598 Å from each site, four lie 2.121 Å from the midpoint of each hop.
enum HostLattice {
  static let text = """
    name: host
    title: Simple cubic lattice with hosts
    cell: { a: 3.0 }
    formulaUnits: 1
    sites:
      A: { position: [0, 0, 0] }
    hops:
      - { class: nearest, between: [A, A], distance: [2.9, 3.1], barrier: 0.30, frequency: 1.0e+13 }
    mobile: { Li: { charge: 1, fraction: 0.5 } }

    """

  static let immobile =
    "immobile:\n  H: { position: [0.5, 0.5, 0.5], multiplicity: 1, occupants: { S: 0.4, Cl: 0.6 } }\n"

  static func lattice(_ more: String = "", variant: String? = nil) throws -> Lattice {
    try Lattice.parse(text + more, file: "host.yaml", variant: variant)
  }
}
