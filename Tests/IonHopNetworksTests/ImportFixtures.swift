/// Structures as minimal CIF files: facts (cell, symmetry, coordinates, occupancies) retyped.
enum ImportFixtures {
  static func cif(
    _ a: Double, _ b: Double? = nil, _ c: Double? = nil, gamma: Double = 90, group: String,
    symmetry: String = "", atoms: String
  ) -> String {
    """
    data_fixture
    _cell_length_a \(a)
    _cell_length_b \(b ?? a)
    _cell_length_c \(c ?? a)
    _cell_angle_alpha 90
    _cell_angle_beta 90
    _cell_angle_gamma \(gamma)
    _space_group_name_H-M_alt '\(group)'
    \(symmetry)
    loop_
    _atom_site_label
    _atom_site_type_symbol
    _atom_site_fract_x
    _atom_site_fract_y
    _atom_site_fract_z
    _atom_site_occupancy
    \(atoms)

    """
  }

  /// Cubic Li7La3Zr2O12: J. Awaka et al., Chem. Lett. 40, 60 (2011), DOI 10.1246/cl.2011.60.
  /// Recalled, not verified; the tests ask only for topology, and for the T–O distance to 0.01 Å of
  /// the 1.991 Å in the site list of B. J. Morgan, R. Soc. Open Sci. 4, 170824 (2017).
  static let garnet = cif(
    12.9827, group: "I a -3 d",
    atoms: """
      Li1 Li1+ 0.375 0 0.25 0.94
      Li2 Li1+ 0.0969 0.6853 0.5772 0.349
      La1 La3+ 0.125 0 0.25 1
      Zr1 Zr4+ 0 0 0 1
      O1 O2- -0.0311 0.0552 0.1494 1
      """)

  /// Li6PS5Cl in F-43m with a = 9.898 Å: H.-J. Deiseroth et al., Angew. Chem. Int. Ed. 47, 755
  /// (2008), DOI 10.1002/anie.200703900. Cell and Li position from a secondary list, host recalled,
  /// not verified; the three jump lengths 1.82, 2.30 and 2.88 Å are those of the same list.
  static let argyrodite = cif(
    9.898, group: "F -4 3 m",
    atoms: """
      Li1 Li 0.3149 0.0204 0.6851 0.5
      P1 P 0 0 0.5 1
      S1 S 0.1194 -0.1194 0.6194 1
      Cl1 Cl 0 0 0 0.5
      S3 S 0 0 0 0.5
      S2 S 0.25 0.25 0.75 0.5
      Cl2 Cl 0.25 0.25 0.75 0.5
      """)

  /// Li3OCl: a as in Lattices/Materials/Li3OCl.yaml; ideal antiperovskite positions.
  static let antiperovskite = cif(
    3.91, group: "P m -3 m",
    atoms: """
      Li1 Li+ 0.5 0 0 1
      O1 O2- 0 0 0 1
      Cl1 Cl- 0.5 0.5 0.5 1
      """)

  /// Na4Zr2Si3O12 at 573 K: D. Tran Qui, J. J. Capponi, J. C. Joubert, R. D. Shannon, J. Solid State
  /// Chem. 39, 219 (1981). Verified in a copy of the refinement's CIF.
  static let nasicon = cif(
    9.1863, nil, 22.181, gamma: 120, group: "R -3 c H",
    symmetry: "_cell_formula_units_Z 6",
    atoms: """
      Zr1 Zr4+ 0 0 0.14719(3) 1.
      Na1 Na1+ 0 0 0 1.
      Na2 Na1+ -.36033(43) 0 0.25 1.
      O1 O2- 0.18534(32) 0.16651(40) 0.08652(16) 1.
      O2 O2- 0.18214(49) 0.02102(54) 0.19199(20) 1.
      Si1 Si4+ 0.29544(14) 0 0.25 1.
      """)

  /// Tetragonal Li7La3Zr2O12: J. Awaka, N. Kijima, H. Hayakawa, J. Akimoto, J. Solid State Chem. 182,
  /// 2046 (2009). Verified in a copy of the refinement's CIF; generators of its 32 operations.
  static let tetragonalGarnet = cif(
    13.1279, nil, 12.6715, group: "I 41/a c d Z",
    symmetry: """
      loop_
      _space_group_symop_operation_xyz
      'y+.25, x+.75, -z+.75'
      '-y+.75, x+.75, -z+.25'
      'x, y+.5, -z'
      '-x, -y, -z'
      'x+.5, y+.5, z+.5'
      """,
    atoms: """
      La1 La3+ 0 0.25 0.125 1.
      La2 La3+ 0.1270(2) 0 0.25 1.
      Zr1 Zr4+ 0 0 0 1.
      Li1 Li1+ 0 0.25 0.375 1.
      Li2 Li1+ 0.1797(6) 0.4297 0.125 1.
      Li3 Li1+ 0.0806(5) 0.0857(5) 0.8041(5) 1.
      O1 O2- -0.0338(2) 0.0548(2) 0.1524(2) 1.
      O2 O2- 0.0541(2) 0.8529(2) 0.5338(2) 1.
      O3 O2- 0.1496(2) 0.0276(2) 0.4464(2) 1.
      """)

  /// LiFePO4, olivine: V. A. Streltsov et al., Acta Cryst. B49, 147 (1993), DOI
  /// 10.1107/S0108768192004701. Recalled, not verified; the tests ask only for the chain along b.
  static let olivine = cif(
    10.332, 6.010, 4.692, group: "P n m a",
    atoms: """
      Li1 Li+ 0 0 0 1
      Fe1 Fe2+ 0.2822 0.25 0.9747 1
      P1 P5+ 0.0950 0.25 0.4180 1
      O1 O2- 0.0968 0.25 0.7428 1
      O2 O2- 0.4573 0.25 0.2060 1
      O3 O2- 0.1656 0.0465 0.2848 1
      """)

  /// Half-empty layers of the LiCoO2 type: usual cell, rounded; the tests ask only for the layers.
  static let layered = cif(
    2.816, nil, 14.05, gamma: 120, group: "R -3 m :H",
    atoms: """
      Li1 Li+ 0 0 0.5 0.5
      Co1 Co4+ 0 0 0 1
      O1 O2- 0 0 0.2605 1
      """)

  /// Cubic perovskite with lithium and lanthanum on one site; round numbers, no refinement.
  static let perovskite = cif(
    3.87, group: "P m -3 m",
    atoms: """
      La1 La3+ 0 0 0 0.55
      Li1 Li+ 0 0 0 0.35
      Ti1 Ti4+ 0.5 0.5 0.5 1
      O1 O2- 0.5 0.5 0 1
      """)

  /// The atoms of `antiperovskite`, every one.
  static let poscar = """
    Li3OCl
    1.0
    3.91 0 0
    0 3.91 0
    0 0 3.91
    Li O Cl
    3 1 1
    Direct
    0.5 0 0
    0 0.5 0
    0 0 0.5
    0 0 0
    0.5 0.5 0.5

    """
}
