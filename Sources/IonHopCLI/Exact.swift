import ArgumentParser
import Foundation
import IonHop

struct Exact: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The non-interacting limit of a study by the network solver, without sampling.",
    discussion: """
      Solves for the diffusivity of a lone ion on the study's network. Where all sites have the \
      same energy, exclusion between ions is exact too, by D_sigma(N) = D (Ns - N)/(Ns - 1); \
      elsewhere the conductivity column assumes independent ions. With --beside the conductivities that \
      were sampled stand beside these, and, where exclusion is exact, how many standard errors lie between.

      Example:
        ionhop exact Examples/llzo-demo.yaml
      """)

  @Argument(help: "The study file (YAML).")
  var study: String

  @Option(help: ArgumentHelp("A run of the same study, to compare with.", valueName: "folder"))
  var beside: String?

  @Flag(help: "Print JSON on standard output.")
  var json = false

  @OptionGroup var lattices: LatticeOptions

  struct Point: Encodable {
    /// Which variant of a sweep; nil without one.
    let variant: String?
    let temperature: Double
    /// cm²/s
    let diffusivity: Double
    let diffusivityTensor: [[Double]]
    /// S/cm
    let conductivity: Double
    let includesExclusion: Bool
    /// Across a slab with grain boundaries, and of one of them; nil for other models.
    let boundary: IdealBoundary?
    /// S/cm; nil where no run was given, or it has no such point.
    var sampled: Estimate?
  }

  func run() async throws {
    try await reportingErrors {
      let sweep = try StudySweep.read(URL(fileURLWithPath: study), lattices: lattices.urls)
      var points: [Point] = []
      for variant in sweep.variants {
        let study = try sweep.study(variant)
        let label = sweep.isSwept ? variant.label : nil
        points += try study.temperatures.map { try mean(study, label, at: $0) }
        for part in leftOut(of: study) {
          let place = label.map { "\($0): " } ?? ""
          note("warning: \(place)\(part) left out: these are the values of the model without")
        }
      }
      if let beside { points = try Self.sampled(beside, points) }
      let text = json ? try ResultFiles.json(points) : ExactTable(points).text
      print(text, terminator: "")
    }
  }

  /// The same points, with what a run has of them.
  ///
  /// - Throws: `ResultFileError`, `InputError` for a run without any of them.
  private static func sampled(_ folder: String, _ points: [Point]) throws -> [Point] {
    let runs = try NamedRuns.read([folder])
    let joined = points.map { point in
      var point = point
      let run = point.variant.map { name in runs.first { $0.name == name } } ?? runs.first
      point.sampled = run?.points.first { $0.temperature == point.temperature }?.conductivity
      return point
    }
    guard joined.contains(where: { $0.sampled != nil }) else {
      throw InputError(
        file: folder,
        message: "no temperature of the study is in this run; give a run of the same study")
    }
    return joined
  }

  /// What the study has and a lone ion does not feel.
  private func leftOut(of study: Study) -> [String] {
    let conditions = study.conditions(at: study.temperatures[0])
    var parts: [String] = []
    if study.network.hasPairs || conditions.pairEnergy != 0 {
      parts.append("interactions between ions are")
    }
    if study.polymer != nil { parts.append("hops that segments open and close are") }
    if study.environment != nil { parts.append("shifts of barriers by the ions near are") }
    if study.network.compoundEvents.count > 0 { parts.append("concerted events are") }
    return parts
  }

  /// Over the networks of a glass.
  private func mean(_ study: Study, _ variant: String?, at temperature: Double) throws -> Point {
    let count = study.realisations?.count ?? 1
    let points = try (0..<count).map {
      try point(study.realisation($0), variant, at: temperature)
    }
    func average(_ value: (Point) -> Double) -> Double {
      points.reduce(0) { $0 + value($1) } / Double(count)
    }
    return Point(
      variant: variant, temperature: temperature, diffusivity: average(\.diffusivity),
      diffusivityTensor: (0..<3).map { row in
        (0..<3).map { column in average { $0.diffusivityTensor[row][column] } }
      }, conductivity: average(\.conductivity),
      includesExclusion: points.allSatisfy(\.includesExclusion), boundary: points[0].boundary)
  }

  private func point(_ study: Study, _ variant: String?, at temperature: Double) throws -> Point {
    guard study.further.isEmpty else {
      throw InputError(
        file: self.study,
        message:
          "several kinds of ions move, and the network solver follows one; sample them with ionhop run, or let one move only"
      )
    }
    let whole = try study.network(at: temperature)
    let plan = try EnginePlan(
      whole, ions: study.ions(at: temperature), conditions: study.conditions(at: temperature))
    // A lone ion meets the barriers that tables give for no ion near.
    let network = try study.environment?.emptied(whole) ?? whole
    let exact = try ExactDiffusivity(network, conditions: plan.conditions)
    let context = TransportContext(plan, sampling: SamplingPlan(interval: 1))
    let collective = exact.chargeDiffusivity(
      ions: study.ions(at: temperature), on: whole)
    let factor =
      context.conductivityPerDiffusivity * 1e-16
      * (study.vacancies(at: temperature)?.conductivityFactor ?? 1)
      * study.carriersPerIon(at: temperature)
    return Point(
      variant: variant, temperature: temperature, diffusivity: exact.mean * 1e-16,
      diffusivityTensor: exact.tensor.map { $0.map { $0 * 1e-16 } },
      conductivity: (collective ?? exact.mean) * factor, includesExclusion: collective != nil,
      boundary: try study.boundary?.ideal(at: temperature))
  }
}
