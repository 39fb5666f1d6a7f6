import CReference
import IonHopCore

/// (a) Equal rates on the simple cubic lattice, vacancies as carriers: beside four C loops.
struct UniformCase {
  let edge: Int
  let vacancyFraction: Double

  static func run(_ options: Options, into table: inout Table) throws {
    for edge in options.quick ? [20, 64] : [20, 64, 256] {
      var network: SiteNetwork?
      let building = try seconds { network = try Cubic.uniform(edge: edge) }
      for vacancyFraction in [0.01, 0.1, 0.5] {
        let work = UniformCase(edge: edge, vacancyFraction: vacancyFraction)
        table.add(try work.measure(network!, building: building, options.effort))
      }
    }
  }

  private func measure(
    _ network: SiteNetwork, building: Double, _ effort: Effort
  ) throws -> Row {
    var made: EngineRunner?
    let planning = try seconds { made = try EngineRunner(plan(network)) }
    let runner = made!
    var row = Row(
      benchmark: "a", model: "sc, equal rates", sites: network.siteCount,
      carriers: percent(vacancyFraction) + " vac", selector: runner.selector.rawValue)
    row.enter(Race([runner.contender] + cContenders(), effort))
    row.remark = "\(rounded(runner.bytesPerSite)) B/site"
    if building + planning > 1 {
      row.remark += ", network ready in \(rounded(building)) s, engine in \(rounded(planning)) s"
    }
    return row
  }

  func plan(_ network: SiteNetwork) throws -> EnginePlan {
    let vacancies = Int(vacancyFraction * Double(network.siteCount))
    return try EnginePlan(
      network, ions: network.siteCount - vacancies,
      conditions: Conditions(temperature: Cubic.temperature), carriers: .vacancies)
  }

  func cContenders() -> [Contender] {
    [c_books_record, c_books_image].flatMap {
      CLattice(edge: edge, vacancyFraction: vacancyFraction, books: $0).contenders
    }
  }
}
