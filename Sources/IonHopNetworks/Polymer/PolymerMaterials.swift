extension PolymerMaterial {
  /// All that come with IonHop.
  public static let all = [peoLiTFSI, peoLiClO4, pvdf, ppc]

  /// - Parameter name: without regard to case.
  public static func named(_ name: String) -> PolymerMaterial? {
    all.first { $0.name.lowercased() == name.lowercased() }
  }

  /// Li⁺ and TFSI⁻ in poly(ethylene oxide).
  ///
  /// T0, B and the rate of renewal are fitted to three conductivities, at EO:Li = 16 and 50, 70 and
  /// 90 °C; the rise of Tg with salt to where the maximum lies; the open fraction of the anion to
  /// D(Li⁺)/D(TFSI⁻) ≈ 0.2. Other salt contents and temperatures are predictions.
  public static let peoLiTFSI = PolymerMaterial(
    name: "PEO-LiTFSI", title: "Poly(ethylene oxide) with LiTFSI",
    monomerMass: 44.053, density: 1.12, monomerLength: 3.63,
    chain: .wormLike(persistenceLength: 4.65), monomersPerSite: 3, saltVolume: 245.8,
    solubleRatio: 3, usualRatio: 20, glass: GlassTransition(pure: 213, perSalt: 250),
    law: .vft(rate: 3.075e11, b: 1325, offset: 33), cation: lithium, anion: mobileAnion("TFSI"),
    association: 0, crystals: peoCrystals, sources: peoSources + [bradford, edman, gorecki, mao],
    published: [
      PublishedValue(
        quantity: "conductivity", value: 1.3e-3, unit: "S/cm", temperature: 353.15,
        kind: "measured, EO:Li = 16, 4.2 kg/mol", source: "Bradford2023")
    ])

  /// Li⁺ and ClO4⁻ in poly(ethylene oxide): ions move as in PEO-LiTFSI, and only the rate of renewal
  /// is fitted, to 2.5 × 10⁻³ S/cm at 373 K and EO:Li = 12.
  public static let peoLiClO4 = PolymerMaterial(
    name: "PEO-LiClO4", title: "Poly(ethylene oxide) with LiClO4",
    monomerMass: 44.053, density: 1.12, monomerLength: 3.63,
    chain: .wormLike(persistenceLength: 4.65), monomersPerSite: 3, saltVolume: 73,
    solubleRatio: 3, usualRatio: 12, glass: GlassTransition(pure: 213, perSalt: 250),
    law: .vft(rate: 2.378e11, b: 1325, offset: 33), cation: lithium, anion: mobileAnion("ClO4"),
    association: 0, crystals: peoCrystals,
    sources: peoSources + [
      Source(
        key: "PhaseRelationsLiClO4",
        citation: "Phase relations and conductivity in the system poly(ethylene oxide)-LiClO4",
        note:
          "Tg of PEO 213 K; conductivity largest at EO:Li = 12, 2.5e-3 S/cm at 373 K. Abstract read; it names no authors."
      )
    ],
    published: [
      PublishedValue(
        quantity: "conductivity", value: 2.5e-3, unit: "S/cm", temperature: 373.15,
        kind: "measured, EO:Li = 12", source: "PhaseRelationsLiClO4")
    ])

  /// Li⁺ in poly(vinylidene fluoride) with residual solvent, in which what renews is the solvent:
  /// Arrhenius, as gels are, its rate fitted to the conductivity at 30 °C.
  public static let pvdf = PolymerMaterial(
    name: "PVDF-LiTFSI", title: "Poly(vinylidene fluoride) gel with LiTFSI",
    monomerMass: 64.03, density: 1.68, monomerLength: 2.56, chain: .freelyJointed,
    monomersPerSite: 3, saltVolume: 245.8, solubleRatio: 3, usualRatio: 10,
    glass: GlassTransition(pure: 238), law: .arrhenius(rate: 9.72e10, barrier: 0.25),
    cation: gelIon("Li", 1, 2.916e12, open: 0.15),
    anion: gelIon("TFSI", -1, 2.916e12, open: 0.26), association: 0, crystals: nil,
    sources: [gels, zhangPVDF, luPVDF],
    published: [
      PublishedValue(
        quantity: "conductivity", value: 2.07e-4, unit: "S/cm", temperature: 303.15,
        kind: "measured, with Li-Mg silicate", source: "SolidElectrolyteReview")
    ])

  /// Li⁺ in poly(propylene carbonate) with its low-molecular fragments: Arrhenius, the rate fitted to
  /// 4.2 × 10⁻⁴ S/cm with LLZTO over the gain of 2.5 that LLZTO brings.
  public static let ppc = PolymerMaterial(
    name: "PPC-LiTFSI", title: "Poly(propylene carbonate) with LiTFSI",
    monomerMass: 102.09, density: 1.26, monomerLength: 6, chain: .freelyJointed,
    monomersPerSite: 3, saltVolume: 245.8, solubleRatio: 3, usualRatio: 10,
    glass: GlassTransition(pure: 308), law: .arrhenius(rate: 1.11e11, barrier: 0.25),
    cation: gelIon("Li", 1, 3.331e12, open: 0.15),
    anion: gelIon("TFSI", -1, 3.331e12, open: 0.26), association: 0, crystals: nil,
    sources: [gels],
    published: [
      PublishedValue(
        quantity: "conductivity", value: 1.68e-4, unit: "S/cm", temperature: 298.15,
        kind: "measured with LLZTO, over its gain", source: "SolidElectrolyteReview")
    ])

  // MARK: Ions

  /// Barrier and attempt frequency make hops 10 to 100 times as fast as renewal from 50 to 110 °C,
  /// so that renewal decides; both are assumed.
  private static let lithium = PolymerIon(
    name: "Li", charge: 1, hop: GatedHop(barrier: 0.26, frequency: 1e13, openFraction: 0.15))

  private static func mobileAnion(_ name: String) -> PolymerIon {
    PolymerIon(
      name: name, charge: -1, hop: GatedHop(barrier: 0.26, frequency: 1e13, openFraction: 0.26))
  }

  /// Hops thirty times as fast as renewal at any temperature.
  private static func gelIon(
    _ name: String, _ charge: Double, _ frequency: Double, open: Double
  ) -> PolymerIon {
    PolymerIon(
      name: name, charge: charge,
      hop: GatedHop(barrier: 0.25, frequency: frequency, openFraction: open))
  }

  /// High molar mass; the fraction makes σ fall some tenfold below the melting point.
  private static let peoCrystals = Crystallinity(
    fraction: 0.6, pattern: .spherulites(3), meltingTemperature: 338, meltingRange: 15)

  // MARK: Sources

  private static let peoSources = [
    Source(
      key: "Fetters1994",
      citation: "L. J. Fetters et al., Macromolecules 27, 4639 (1994)", doi: "10.1021/ma00095a001",
      note: "R2/M = 0.805 A2 mol/g of PEO, from which the persistence length follows. Recalled."),
    Source(
      key: "PolymerHandbook",
      citation: "J. Brandrup, E. H. Immergut, E. A. Grulke, Polymer Handbook, 4th ed. (1999)",
      note: "Density of amorphous PEO 1.12 g/cm3, melting at 338 K. Recalled."),
    Source(
      key: "Masui1998", citation: "H. Masui et al., Solid State Ionics 107, 175 (1998)",
      note:
        "Tg follows the cationic charge per ether oxygen for all salts: one rise of Tg for LiTFSI and LiClO4. Abstract read; the number is fitted here."
    ),
  ]
  private static let bradford = Source(
    key: "Bradford2023",
    citation:
      "G. Bradford et al., ACS Cent. Sci. 9, 206 (2023), and the table of measured conductivities in its repository",
    doi: "10.1021/acscentsci.2c01123",
    note:
      "log10 of the conductivity of PEO-LiTFSI, 4.2 kg/mol, 50 to 90 C. Table read; the article's number is recalled."
  )
  private static let edman = Source(
    key: "Edman2001",
    citation: "L. Edman, 13th International Conference on Solid State Ionics, Cairns (2001)",
    note: "D(Li) = 0.2 D(TFSI) in PEO-LiTFSI for EO:Li from 5 to 50. Abstract read.")
  private static let gorecki = Source(
    key: "Gorecki1995",
    citation: "W. Gorecki et al., J. Phys.: Condens. Matter 7, 6823 (1995)",
    doi: "10.1088/0953-8984/7/34/007",
    note: "Transference number of lithium near 0.3 by NMR. Abstract read; journal recalled.")
  private static let mao = Source(
    key: "Mao1999", citation: "G. Mao et al., Electrochem. Soc. Proc. 99-24 (1999)",
    doi: "10.1149/199941.0247pv",
    note:
      "Li held by five ether oxygens on average, no pairs of Li and anion: association 0. Abstract read. Sites every three monomers, since shells share oxygens where salt is plenty."
  )
  private static let gels = Source(
    key: "SolidElectrolyteReview",
    citation: "The review papers that the project's list of materials names",
    note:
      "2.07e-4 S/cm of PVDF with Li-Mg silicate at 30 C; 4.2e-4 S/cm of PPC with LLZTO, 2.5 times that without; 0.2 to 0.3 eV of gels. Read. Densities, monomer lengths, Tg and salt content are assumed."
  )
  private static let zhangPVDF = Source(
    key: "Zhang2017", citation: "X. Zhang et al., J. Am. Chem. Soc. 139, 13779 (2017)",
    doi: "10.1021/jacs.7b06364",
    note: "5e-4 S/cm at 25 C of PVDF with Li6.75La3Zr1.75Ta0.25O12. Abstract read.")
  private static let luPVDF = Source(
    key: "Lu2019", citation: "J. Lu et al., Chem. Eng. J. 367, 230 (2019)",
    note: "8.80e-5 S/cm at room temperature of PVDF-HFP with Li6.5La3Zr1.5Ta0.5O12. Abstract read.")
}
