import IonHopCore
import IonHopNetworks

extension PairingRecord {
  func writeState(to writer: inout StateWriter) {
    let clusters = census.clusters.sorted {
      ($0.key.cations, $0.key.anions) < ($1.key.cations, $1.key.anions)
    }
    writer.write(clusters.map(\.key.cations))
    writer.write(clusters.map(\.key.anions))
    writer.write(clusters.map(\.value))
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    let cations = try reader.numbers(Int.self, "aggregates")
    let anions = try reader.numbers(Int.self, count: cations.count, "aggregates")
    let counts = try reader.numbers(Int.self, count: cations.count, "aggregates")
    census = IonPairing.Census()
    for index in cations.indices {
      let cluster = IonPairing.Cluster(cations: cations[index], anions: anions[index])
      census.clusters[cluster, default: 0] += counts[index]
    }
  }
}

extension ChainRecord {
  func writeState(to writer: inout StateWriter) {
    writer.write(chains)
    writer.write([looks, transfers, cations])
  }

  mutating func readState(from reader: inout StateReader) throws(StateError) {
    chains = try reader.numbers(Int.self, "chains")
    let counters = try reader.numbers(Int.self, count: 3, "looks at chains")
    (looks, transfers, cations) = (counters[0], counters[1], counters[2])
  }
}
