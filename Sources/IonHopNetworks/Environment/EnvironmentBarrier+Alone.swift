import IonHopCore

extension EnvironmentBarrier {
  /// The network with the barriers that a lone ion meets: every table and expansion read at no ion.
  public func emptied(_ network: SiteNetwork) throws(NetworkError) -> SiteNetwork {
    guard fits(network) else { return network }
    var hops = Array(repeating: 0.0, count: network.hopCount)
    var events = Array(repeating: 0.0, count: network.compoundEvents.count)
    network.forEachMidpoint { event in
      let shift = alone(event.number, isCompound: event.isCompound, hopClass: event.hopClass)
      guard shift != 0 else { return }
      if event.isCompound {
        events[event.number] = shift
      } else {
        hops[event.number] = shift
        network.reverse(of: event.number, from: event.own[0].site).map { hops[$0] = shift }
      }
    }
    guard (hops + events).contains(where: { $0 != 0 }) else { return network }
    return try network.altered(hopBarriers: hops, eventBarriers: events)
  }
}

extension SiteNetwork {
  /// The hop that leads back.
  fileprivate func reverse(of number: Int, from site: Int) -> Int? {
    let hop = hop(number, from: site)
    return hopRange(from: hop.to).first { other in
      let back = self.hop(other, from: hop.to)
      return other != number && back.to == site && back.image == SIMD3<Int32>.zero &- hop.image
        && back.hopClass == hop.hopClass
    }
  }
}
