import Foundation
import IonHopAnalysis
import IonHopCore
import IonHopNetworks

@testable import IonHopStudies

/// Results of a tiny study on a simple cubic lattice.
func smallStudy(
  temperatures: [Double] = [400, 500, 600], name: String = "small", sources: [Source] = [],
  published: [PublishedValue] = []
) async throws -> StudyResults {
  var draft = NetworkDraft(cell: try .cubic(3))
  draft.addSite(at: .zero)
  draft.addHops(
    between: "site", and: "site", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
    hopClass: "nn")
  var study = Study(
    try SiteNetwork(draft).supercell(3, 3, 3), species: .lithium, filling: .count(9),
    temperatures: temperatures)
  study.name = name
  study.sampling.relativeError = 0.1
  study.sampling.replicas = 2
  study.sources = sources
  study.published = published
  return try await study.results()
}

/// A folder that goes away with its owner.
final class Folder {
  let url = FileManager.default.temporaryDirectory.appending(path: "ionhop-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appending(path: name), encoding: .utf8)
  }
}
