/// The known name nearest to a misspelt one, if it is near enough to be meant.
///
///     nearestName(to: "suprcell", in: ["supercell", "lattice"])   // "supercell"
///
/// - Complexity: O(names × length²)
public func nearestName(to name: String, in known: [String]) -> String? {
  let wanted = name.lowercased()
  guard wanted.count <= 100 else { return nil }
  // A name cut short, "LLZO" of "LLZO-cubic".
  if wanted.count >= 3, let whole = known.first(where: { $0.lowercased().hasPrefix(wanted) }) {
    return whole
  }
  let ranked = known.map { (name: $0, distance: editDistance(wanted, $0.lowercased())) }
  guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(2, wanted.count * 2 / 5) && best.distance < wanted.count
    ? best.name : nil
}

/// " did you mean ...?" or the list of all names: how a message about an unknown name ends.
public func suggestion(for name: String, in known: [String], what: String) -> String {
  if let nearest = nearestName(to: name, in: known) { return "did you mean \"\(nearest)\"?" }
  return known.isEmpty ? "there are no \(what)" : "\(what) are \(known.joined(separator: ", "))"
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into another
/// (optimal string alignment).
func editDistance(_ first: String, _ second: String) -> Int {
  let (a, b) = (Array(first), Array(second))
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 1...a.count {
    var row = [i]
    for j in 1...b.count {
      let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      var best = min(row[j - 1] + 1, last[j] + 1, replaced)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        best = min(best, beforeLast[j - 2] + 1)
      }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
