import Foundation
import IonHopCore
import IonHopNetworks
import Testing

@testable import IonHopStudies

@Suite("Trajectories")
struct TrajectoryTests {
  /// One lithium ion on simple cubic sites 3 Å apart.
  private func study(edge: Int = 4) throws -> Study {
    var draft = NetworkDraft(cell: try .cubic(3))
    draft.addSite(at: .zero)
    draft.addHops(
      between: "site", and: "site", distance: 2.9...3.1, barrier: 0.3, frequency: 1e13,
      hopClass: "nn")
    return Study(
      try SiteNetwork(draft).supercell(edge, edge, edge), species: .lithium, filling: .count(1),
      temperatures: [500])
  }

  private func write(_ trajectory: Trajectory) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).extxyz")
    defer { try? FileManager.default.removeItem(at: file) }
    try trajectory.write(to: file)
    return try String(contentsOf: file, encoding: .utf8)
  }

  private func value(_ key: String, in line: Substring) -> Double? {
    line.split(separator: " ").first { $0.hasPrefix("\(key)=") }
      .flatMap { Double($0.dropFirst(key.count + 1)) }
  }

  @Test("A lone ion diffuses by D = ν exp(−E/kT) a², seen from its unwrapped positions")
  func diffusion() throws {
    let frames = 4000
    let trajectory = try Trajectory(of: study(), at: 500, frames: frames, hopsPerFrame: 3)
    let lines = try write(trajectory).split(separator: "\n")
    #expect(lines.count == 3 * frames)
    var (sum, last): (Double, SIMD3<Double>?) = (0, nil)
    for frame in 0..<frames {
      #expect(lines[3 * frame] == "1")
      let time = try #require(value("time_s", in: lines[3 * frame + 1]))
      #expect(abs(time - Double(frame) * trajectory.interval) < 1e-9 * trajectory.interval * 4000)
      let words = lines[3 * frame + 2].split(separator: " ")
      #expect(words.count == 11 && words[0] == "Li" && words[4] == "1")
      let numbers = words.map { Double($0) ?? .nan }
      let (inside, unwrapped) = (
        SIMD3(numbers[1], numbers[2], numbers[3]), SIMD3(numbers[8], numbers[9], numbers[10])
      )
      let cells = (unwrapped - inside) / 12
      #expect(all(inside .>= 0) && all(inside .< 12))
      #expect(all(cells .== cells.rounded(.toNearestOrEven)))
      if let last { sum += ((unwrapped - last) * (unwrapped - last)).sum() }
      last = unwrapped
    }
    // k = 1e13 exp(−0.3 eV/kT) along each of six directions, 3 Å each; kT from CODATA's k.
    let rate = 1e13 * exp(-0.3 / (8.617333262e-5 * 500))
    let exact = 6 * rate * 9 * trajectory.interval
    // A step of n hops, n Poisson with mean m, has a squared length of mean m a² and variance
    // a⁴(m + 2 m²/3): of independent steps the mean is known to 1.7 %.
    let mean = 6 * rate * trajectory.interval
    let error = ((mean + 2 * mean * mean / 3) / Double(frames - 1)).squareRoot() / mean
    #expect(abs(sum / Double(frames - 1) / exact - 1) < 4 * error)
  }

  @Test("The same study gives the same file, a longer one begins with it, another seed does not")
  func repeatable() throws {
    let first = try write(Trajectory(of: study(), at: 500, frames: 20))
    #expect(try write(Trajectory(of: study(), at: 500, frames: 20)) == first)
    #expect(try write(Trajectory(of: study(), at: 500, frames: 30)).hasPrefix(first))
    var other = try study()
    other.seed = 2
    #expect(try write(Trajectory(of: other, at: 500, frames: 20)) != first)
  }

  @Test("Names that are no element are X, and words that would break a line are mended")
  func names() throws {
    var study = try study()
    study.species = Species("PF6 \"a\"", charge: -1)
    let lines = try write(Trajectory(of: study, at: 500, frames: 1)).split(separator: "\n")
    #expect(lines[2].hasPrefix("X ") && lines[2].contains(" PF6__a_ "))
    #expect(lines[2].split(separator: " ").count == 11)
  }

  @Test("What cannot be written says what to change")
  func errors() throws {
    let study = try study()
    #expect(throws: TrajectoryError.wrongFrames(0)) {
      try Trajectory(of: study, at: 500, frames: 0)
    }
    #expect(throws: TrajectoryError.wrongHops(0)) {
      try Trajectory(of: study, at: 500, hopsPerFrame: 0)
    }
    var empty = study
    empty.filling = .count(0)
    #expect(throws: (any Error).self) { try Trajectory(of: empty, at: 500) }
    let trajectory = try Trajectory(of: study, at: 500, frames: 1)
    #expect(throws: ResultFileError.self) {
      try trajectory.write(to: URL(fileURLWithPath: "/nowhere/trajectory.extxyz"))
    }
  }
}
