import IonHopAnalysis
import IonHopStudies

extension Report {
  /// Who stands where, against ions that only exclude each other.
  var occupationTable: HTML {
    guard !results.points.isEmpty else { return "" }
    let kinds = Set(results.points.flatMap(\.occupation.keys)).sorted()
    let table = HTMLTable(
      headers: ["T (K)"] + kinds.flatMap { ["\($0)" as HTML, "ideal"] } + ["mobile ions"],
      rows: results.points.map { point in
        ["\(formatted(point.temperature))"]
          + kinds.flatMap { kind -> [HTML] in
            [
              "\(point.occupation[kind].map(number) ?? "–")",
              "\(point.idealOccupation?[kind].map { formatted($0) } ?? "–")",
            ]
          } + ["\(point.mobileFraction.map(number) ?? "–")"]
      })
    return """
      <h2>Occupied share of the sites of each kind</h2>
      <p>Ideal: ions that feel nothing but the energies of the sites and exclude each other from them
      (Fermi–Dirac). Mobile ions: share that was seen, in the time sampled, at least the longest hop
      length away from where it stood when sampling began.</p>
      \(table.html)
      """
  }

  /// What the hops of each class do.
  var hopClassTable: HTML {
    guard !results.points.isEmpty else { return "" }
    let classes = Set(results.points.flatMap(\.hopsPerClass.keys)).sorted()
    let rows = results.points.flatMap { point in
      classes.map { name -> [HTML] in
        let entry = point.hopClasses?[name]
        return [
          "\(formatted(point.temperature))", "\(name)",
          "\(formatted(point.hopsPerClass[name] ?? 0))",
          "\(entry.map { number($0.squaredLengthShare) } ?? "–")",
          "\(entry?.dissipationShare.map { formatted($0) } ?? "–")",
          "\(entry?.pairCorrelation.map(number) ?? "–")",
        ]
      }
    }
    let table = HTMLTable(
      headers: [
        "T (K)", "class", "accepted hops", "share of Σz²ℓ²", "share of dissipation",
        "⟨nᵢnⱼ⟩/⟨nᵢ⟩⟨nⱼ⟩",
      ], rows: rows)
    return """
      <h2>Hop classes</h2>
      <p>\(bottleneck) Share of Σz²ℓ²: of the squared hop lengths, in which shuttling back and forth
      counts in full. Share of dissipation: of the work of a current, from the network solver with the
      mean occupations; one per cent more of a class’s rates gives so much per cent more conductivity.
      Last column: how much more often than by chance both ends of a bond hold ions.</p>
      \(table.html)
      """
  }

  /// The class that a current works hardest for.
  private var bottleneck: String {
    guard let point = results.points.min(by: { $0.temperature < $1.temperature }),
      let classes = point.hopClasses, classes.count > 1,
      let worst = classes.compactMap({ name, entry in entry.dissipationShare.map { (name, $0) } })
        .max(by: { ($0.1, $1.0) < ($1.1, $0.0) })
    else { return "" }
    let share = formatted((1000 * worst.1).rounded() / 10)
    return
      "The bottleneck at \(formatted(point.temperature)) K is \(worst.0): \(share) % of the dissipation."
  }

  var finiteSizeTable: HTML {
    guard let tests = results.finiteSize, !tests.isEmpty else { return "" }
    let rows = tests.map { test -> [HTML] in
      [
        "\(formatted(test.temperature))", "\(formatted(test.sites))",
        "\(number(test.conductivity))",
        "\(formatted(test.doubledSites))", "\(number(test.doubledConductivity))",
        "\(number(test.ratio))",
      ]
    }
    let table = HTMLTable(
      headers: ["T (K)", "sites", "σ (S/cm)", "sites, doubled", "σ (S/cm)", "ratio"], rows: rows)
    return "<h2>Doubled supercell</h2>\(table.html)"
  }

  var tensors: HTML {
    let parts = results.points.map { point -> HTML in
      let tensor = point.conductivity
      let rows = (0..<3).map { i -> [HTML] in
        ["\(["x", "y", "z"][i])"]
          + (0..<3).map { j in
            let error = component(tensor.tensorStandardError, i, j)
            return "\(formatted(component(tensor.tensor, i, j), standardError: error))"
          }
      }
      let table = HTMLTable(headers: ["S/cm", "x", "y", "z"], rows: rows)
      return
        "<details><summary>Conductivity tensor at \(formatted(point.temperature)) K\(anisotropy(point))</summary>\(table.html)\(principal(point))</details>"
    }
    return "\(parts)"
  }

  private func anisotropy(_ point: PointResult) -> String {
    guard let ratio = point.principalConductivity?.anisotropy else { return "" }
    // Noise alone parts the largest of three equal values from the smallest by two errors of the
    // ratio, with a scatter of two thirds: the eigenvalues of a symmetric matrix of noise.
    let isEqual = abs(ratio.value - 1) < 4 * ratio.standardError
    return
      ", anisotropy \(number(ratio))\(isEqual ? " (isotropic within the error)" : "")"
  }

  private func principal(_ point: PointResult) -> HTML {
    guard let principal = point.principalConductivity else { return "" }
    let rows = zip(principal.values, principal.axes).map { value, axis -> [HTML] in
      ["\(number(value))"] + axis.map { "\(formatted(($0 * 1e4).rounded() / 1e4))" }
    }
    return HTMLTable(headers: ["principal value (S/cm)", "x", "y", "z"], rows: rows).html
  }
}
