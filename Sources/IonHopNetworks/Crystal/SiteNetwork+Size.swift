import Foundation
import IonHopCore

extension SiteNetwork {
  /// A supercell, refused before it is built if it would not fit.
  ///
  /// - Throws: `NetworkError.badSupercell` or `.tooLarge`; `InputError` if it exceeds the memory.
  public func repeated(_ n: SIMD3<Int>) throws -> SiteNetwork {
    guard n.x > 0, n.y > 0, n.z > 0 else { throw NetworkError.badSupercell(n) }
    var (sites, hops) = (siteCount, hopCount)
    for repeats in [n.x, n.y, n.z] {
      sites = saturatingProduct(sites, repeats)
      hops = saturatingProduct(hops, repeats)
    }
    guard sites < Int(Int32.max), hops < Int(Int32.max) else {
      throw NetworkError.tooLarge(sites: sites, hops: hops)
    }
    // Positions, kind, row start and a site energy; target and kind of a hop or pair; three words a
    // step of an event.
    let cells = UInt64(sites / siteCount)
    let bytes =
      UInt64(sites) * 38 + UInt64(hops) * 8 + cells * UInt64(pairTargets.count) * 8
      + cells * UInt64(compoundEvents.steps.count) * 12
    let memory = ProcessInfo.processInfo.physicalMemory
    guard bytes < memory else {
      throw InputError(
        file: "", keyPath: "supercell",
        message:
          "[\(n.x), \(n.y), \(n.z)] needs \(gibibytes(bytes)) for \(sites) sites, but this machine has \(gibibytes(memory)); use a smaller supercell"
      )
    }
    return try supercell(n.x, n.y, n.z)
  }
}

/// The product of two positive numbers, or `Int.max` where that is smaller.
func saturatingProduct(_ a: Int, _ b: Int) -> Int {
  let (value, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? Int.max : value
}

private func gibibytes(_ bytes: UInt64) -> String {
  String(format: "%.1f GiB", Double(bytes) / Double(1 << 30))
}
