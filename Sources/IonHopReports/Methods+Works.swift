import IonHopNetworks
import IonHopStudies

/// Works that every run stands on. DOIs of Bortz1975, Slepoy2008 and the reference of GSL were looked up;
/// the others stand in the files of the engine that use them.
extension Methods {
  static func program(_ origin: Provenance) -> Source {
    Source(
      key: "IonHop",
      citation:
        "The IonHop founders, IonHop \(origin.version): kinetic Monte Carlo of ion transport in solid electrolytes, commit \(origin.commit)"
    )
  }

  static let gsl = Source(
    key: "GSL",
    citation:
      "M. Galassi et al., GNU Scientific Library Reference Manual, 3rd ed., ISBN 0954612078 (2009)")

  static let transport = Source(
    key: "Allnatt1993",
    citation: "A. R. Allnatt, A. B. Lidiard, Atomic Transport in Solids, Cambridge (1993)",
    doi: "10.1017/CBO9780511563904")

  static let errors = Source(
    key: "Efron1981", citation: "B. Efron, C. Stein, Ann. Stat. 9, 586 (1981)",
    doi: "10.1214/aos/1176345462")

  static let blocking = Source(
    key: "Flyvbjerg1989",
    citation: "H. Flyvbjerg, H. G. Petersen, J. Chem. Phys. 91, 461 (1989)",
    doi: "10.1063/1.457480")

  /// Of the ways to pick the next hop.
  static func selection(_ selector: String) -> [Source] {
    let composition = Source(
      key: "Slepoy2008",
      citation: "A. Slepoy, A. P. Thompson, S. J. Plimpton, J. Chem. Phys. 128, 205101 (2008)",
      doi: "10.1063/1.2919546")
    switch selector {
    case "nullEvent":
      return [
        Source(
          key: "Jensen1953", citation: "A. Jensen, Scand. Actuar. J. 1953, 87 (1953)",
          doi: "10.1080/03461238.1953.10419459")
      ]
    case "compositionRejection": return [composition]
    case "rejectionFree":
      let bortz = Source(
        key: "Bortz1975",
        citation: "A. B. Bortz, M. H. Kalos, J. L. Lebowitz, J. Comput. Phys. 17, 10 (1975)",
        doi: "10.1016/0021-9991(75)90060-1")
      return [bortz, composition]
    default: return []
    }
  }

  static func rates(_ law: String) -> [Source] {
    switch law {
    case "symmetric":
      [
        Source(
          key: "VanDerVen2001",
          citation: "A. Van der Ven et al., Phys. Rev. B 64, 184307 (2001)",
          doi: "10.1103/PhysRevB.64.184307")
      ]
    case "metropolis":
      [
        Source(
          key: "Metropolis1953", citation: "N. Metropolis et al., J. Chem. Phys. 21, 1087 (1953)",
          doi: "10.1063/1.1699114")
      ]
    case "heatBath":
      [
        Source(
          key: "Glauber1963", citation: "R. J. Glauber, J. Math. Phys. 4, 294 (1963)",
          doi: "10.1063/1.1703954")
      ]
    default: []
    }
  }
}
