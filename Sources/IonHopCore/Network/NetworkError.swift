/// What is wrong with a network, with the place and the mend.
public enum NetworkError: Error, Equatable {
  case flatCell(vectors: [SIMD3<Double>])
  case empty
  case tooLarge(sites: Int, hops: Int)
  case notFinite(what: String, index: Int)
  case unknownSite(hop: Int, site: Int, sites: Int)
  case coincidentSites(Int, Int, distance: Double)
  case displacementMismatch(hop: Int, from: Int, to: Int, displacement: SIMD3<Double>)
  case duplicateHop(from: Int, to: Int, displacement: SIMD3<Double>)
  case missingReverse(from: Int, to: Int, displacement: SIMD3<Double>)
  case brokenDetailedBalance(from: Int, to: Int, what: String, forward: Double, reverse: Double)
  case negativeBarrier(hop: Int, barrier: Double)
  case badFrequency(hop: Int, frequency: Double)
  case saddleBelowSite(from: Int, to: Int, saddle: Double, site: Double)
  case badSupercell(SIMD3<Int>)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .flatCell(let vectors):
      "cell: the vectors \(vectors.map(text)) span no volume; give three independent vectors (Å)"
    case .empty:
      "sites: the network has no site or no hop; list at least one of each"
    case .tooLarge(let sites, let hops):
      "network of \(sites) sites and \(hops) hops is beyond 32-bit indices; use a smaller supercell"
    case .notFinite(let what, let index):
      "\(what)[\(index)]: not a finite number"
    case .unknownSite(let hop, let site, let sites):
      "hops[\(hop)]: site \(site) does not exist; sites are numbered 0 to \(sites - 1)"
    case .coincidentSites(let i, let j, let distance):
      "sites[\(j)]: \(distance) Å from site \(i), a duplicate site; remove one of the two"
    case .displacementMismatch(let hop, let from, let to, let d):
      "hops[\(hop)]: displacement \(text(d)) Å does not lead from site \(from) to an image of site \(to)"
    case .duplicateHop(let from, let to, let d):
      "hops: \(from) → \(to) by \(text(d)) Å is listed twice; keep one"
    case .missingReverse(let from, let to, let d):
      "hops: \(from) → \(to) by \(text(d)) Å has no reverse hop; add \(to) → \(from) by \(text(-d)) Å with the same barrier and frequency, or set addReverseHops: true"
    case .brokenDetailedBalance(let from, let to, let what, let forward, let reverse):
      "hops: \(from) → \(to) breaks detailed balance: \(what) \(forward) forward but \(reverse) in reverse; give both the same"
    case .negativeBarrier(let hop, let barrier):
      "hops[\(hop)].barrier: \(barrier) eV is negative; a migration barrier is zero or more"
    case .badFrequency(let hop, let frequency):
      "hops[\(hop)].frequency: \(frequency) Hz; an attempt frequency is a positive number"
    case .saddleBelowSite(let from, let to, let saddle, let site):
      "hops: saddle energy \(saddle) eV of \(from) → \(to) lies below a site it joins (\(site) eV); raise the saddle or use rateLaw: symmetric"
    case .badSupercell(let n):
      "supercell: [\(n.x), \(n.y), \(n.z)] needs three whole numbers of at least 1"
    }
  }
}

private func text(_ v: SIMD3<Double>) -> String { "[\(v.x), \(v.y), \(v.z)]" }
