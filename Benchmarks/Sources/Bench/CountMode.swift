import ArgumentParser
import IonHopCore

/// A fixed number of hops of one program and nothing else, for callgrind.sh to count instructions of.
enum CountMode {
  enum Case: String, ExpressibleByArgument, CaseIterable { case a, b }

  static func run(_ work: Case, _ program: Program, hops: Int) throws {
    let contenders = try work == .a ? uniform() : gaussian()
    guard let contender = contenders.first(where: { $0.program == program }) else {
      throw ValidationError("case \(work.rawValue) has no program \(program.rawValue)")
    }
    contender.run(hops)
  }

  private static func uniform() throws -> [Contender] {
    let work = UniformCase(edge: 20, vacancyFraction: 0.01)
    return try [EngineRunner(work.plan(Cubic.uniform(edge: 20))).contender] + work.cContenders()
  }

  private static func gaussian() throws -> [Contender] {
    let work = GaussianCase(edge: 20, width: 2)
    let network = try Cubic.gaussian(edge: 20, width: 2)
    let runner = try EngineRunner(work.plan(network))
    return [runner.contender] + work.cContenders(network, runner.occupied)
  }
}

extension Program: ExpressibleByArgument {}
