/// Who is moved by the loop: the choice changes the cost of a run, never its law.
public enum Carriers: String, Sendable, Codable, CaseIterable {
  /// What the engine moves: results do not depend on it.
  case ions, vacancies

  /// The rarer of the two. Ions where a site is its own periodic neighbour, since a vacancy
  /// cannot carry an ion onto the ion's own image.
  static func rarer(ions: Int, in network: SiteNetwork) -> Carriers {
    ions <= network.siteCount - ions || network.hasSelfHops ? .ions : .vacancies
  }
}
