import Foundation
import IonHopCore
import IonHopNetworks

/// A message of the engine or the network, "hops[3].barrier: ...", split into its key and the rest.
struct KeyedMessage {
  /// Empty where the message names no key.
  var key = ""
  var message: String

  init(_ text: String) {
    message = text
    guard let end = text.range(of: ": ")?.lowerBound else { return }
    let head = text[..<end]
    guard head.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || ".[]".contains($0)) })
    else { return }
    key = String(head)
    message = String(text[end...].dropFirst(2))
  }
}

/// Where the sites and hops of a network came from, to say so when they do not fit together.
struct NetworkOrigin {
  let path: String
  let document: InputDocument
  let sites: NetworkEntries
  let hops: NetworkEntries

  func explain(_ error: NetworkError, _ draft: NetworkDraft) -> InputError {
    let message = KeyedMessage("\(error)")
    switch error {
    case .unknownSite(let hop, _, _), .displacementMismatch(let hop, _, _, _),
      .negativeBarrier(let hop, _), .badFrequency(let hop, _):
      return self.error(at: hop, of: hops, "hops", message)
    case .coincidentSites(_, let site, _):
      return self.error(at: site, of: sites, "sites", message)
    case .duplicateHop(let from, let to, let d):
      // The second of the two.
      let index = draft.hops.lastIndex {
        $0.from == from && $0.to == to && length($0.displacement - d) < 1e-3
      }
      return self.error(at: index ?? 0, of: hops, "hops", message)
    case .missingReverse(let from, let to, let d):
      let index = draft.hops.firstIndex {
        $0.from == from && $0.to == to && $0.displacement == d
      }
      return self.error(at: index ?? 0, of: hops, "hops", message)
    case .brokenDetailedBalance(let from, let to, _, _, _):
      let index = draft.hops.firstIndex { $0.from == from && $0.to == to }
      return self.error(at: index ?? 0, of: hops, "hops", message)
    default:
      let key = message.key.isEmpty ? path : "\(path).\(message.key)"
      return document.error(at: key, message.message)
    }
  }

  /// An error at one entry. Reverse hops that were added follow the listed ones in their order.
  private func error(
    at index: Int, of entries: NetworkEntries, _ key: String, _ message: KeyedMessage
  ) -> InputError {
    let listed = entries.count == 0 ? 0 : index % entries.count
    // Keeps ".barrier" of "hops[3].barrier".
    let rest = message.key.split(separator: "]", maxSplits: 1).dropFirst().first ?? ""
    if case .table(let table) = entries, let place = try? table.row(listed).place {
      return InputError(
        file: table.file, line: place.line, keyPath: "\(key)[\(listed)]\(rest)",
        message: message.message)
    }
    return document.error(at: "\(path).\(key)[\(listed)]\(rest)", message.message)
  }
}
