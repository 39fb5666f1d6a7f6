import Foundation
import IonHopCore
import IonHopNetworks

/// Positions of all ions at even steps of time, at one temperature of a study.
///
///     try Trajectory(of: study, at: 300, frames: 200).write(to: file)   // extended XYZ
///
/// It is a run of its own, with its own random stream: it changes nothing of the study's results, and is
/// the same to the bit for the same study, seed and temperature. Equilibration is that of the study.
public struct Trajectory: Sendable {
  /// K
  public let temperature: Double
  /// How many are written, unless the task is cancelled.
  public let frames: Int
  /// Physical time between two frames (s).
  public let interval: Double
  /// Mobile ions, all of which are in each frame.
  public let ions: Int

  private let study: Study
  private let plan: EnginePlan
  private let equilibration: Double
  private let seed: StreamSeed

  /// More are no picture, and fill the disk.
  public static let mostFrames = 100_000
  /// Bytes; a larger file is a mistake.
  static let largestFile = 16 << 30

  /// - Parameters:
  ///   - temperature: K
  ///   - hopsPerFrame: accepted hops of all ions between two frames, as expected; nil for one an ion.
  /// - Throws: `TrajectoryError`, `EngineError`, `RunError`, or what the model throws.
  public init(
    of study: Study, at temperature: Double, frames: Int = 200, hopsPerFrame: Double? = nil
  ) throws {
    guard (1...Self.mostFrames).contains(frames) else {
      throw TrajectoryError.wrongFrames(frames)
    }
    if let hopsPerFrame, !(hopsPerFrame > 0 && hopsPerFrame <= 1e12) {
      throw TrajectoryError.wrongHops(hopsPerFrame)
    }
    guard study.speciesFit else {
      throw RunError.wrongSpecies(
        given: study.mobile.count, network: study.network.layers?.count ?? 1)
    }
    if study.composite?.method == .network { throw TrajectoryError.notSampled }
    plan = try study.plan(at: temperature)
    ions = plan.ions
    guard ions > 0 else { throw TrajectoryError.noIons }
    let bytes = Double(frames) * Double(ions) * Self.bytesPerIon
    guard bytes < Double(Self.largestFile) else {
      throw TrajectoryError.tooLarge(gibibytes: bytes / 1_073_741_824)
    }
    (self.study, self.temperature, self.frames) = (study, temperature, frames)
    // Apart from the pilot's stream, the largest number, and those of replicas, the smallest.
    seed = study.streamSeed.mixed(with: temperature).mixed(with: UInt64.max - 1)
    let pilot = try Pilot(
      plan, generator: study.generator, seed: seed.mixed(with: UInt64.max),
      wish: study.sampling.equilibration)
    guard pilot.hopRate > 0, pilot.hopRate.isFinite else { throw TrajectoryError.nothingMoves }
    equilibration = pilot.equilibration
    interval = (hopsPerFrame ?? Double(ions)) / pilot.hopRate
  }

  private static let bytesPerIon = 90.0

  /// Writes the frames, the first at time zero after equilibration.
  ///
  /// A file of that name is replaced when all is written, or when the task is cancelled, with the frames
  /// until then.
  ///
  /// - Returns: frames written.
  /// - Throws: `EngineError`, `ResultFileError.unwritable`.
  @discardableResult
  public func write(to file: URL) throws -> Int {
    var engine = try Engine(plan, generator: study.generator, seed: seed.value)
    engine.advance(by: equilibration)
    let format = ExtendedXYZ(
      plan, species: study.mobile.map(\.species), temperature: temperature)
    let (start, hops) = (engine.time, engine.hops)
    var positions = Array(repeating: 0.0, count: 3 * ions)
    var sites = Array(repeating: 0, count: ions)
    var written = 0
    do throws(DurableFile.Failure) {
      try DurableFile.replace(file) { append throws(DurableFile.Failure) in
        for number in 0..<frames where !Task.isCancelled {
          if number > 0 { engine.advance(by: interval) }
          engine.writePositions(into: &positions)
          engine.writeSites(into: &sites)
          let text = format.frame(
            number, time: engine.time - start, energy: engine.energy(), hops: engine.hops - hops,
            positions: positions, sites: sites)
          try append(Data(text.utf8))
          written += 1
        }
      }
    } catch {
      throw ResultFileError.unwritable(file.path, reason: "\(error)")
    }
    return written
  }
}

/// Why there can be no trajectory.
public enum TrajectoryError: Error, Equatable, CustomStringConvertible {
  /// Not from 1 to `Trajectory.mostFrames`.
  case wrongFrames(Int)
  /// Hops between two frames are not above zero, or beyond all measure.
  case wrongHops(Double)
  /// The model is solved as a whole.
  case notSampled
  /// There is nothing to follow.
  case noIons
  /// No hop is possible.
  case nothingMoves
  /// More than 16 GiB.
  case tooLarge(gibibytes: Double)

  /// What is wrong, and what to change.
  public var description: String {
    switch self {
    case .wrongFrames(let frames):
      "\(frames) frames: give 1 to \(Trajectory.mostFrames)"
    case .wrongHops(let hops): "\(hops) hops between two frames: give a number above 0, up to 1e12"
    case .notSampled:
      "the model is solved, not sampled, so that no ion moves; take a model of sites and hops"
    case .noIons: "there are no mobile ions to follow; give some under mobile"
    case .nothingMoves: "no ion can move, so that there is no time to choose; lower the barriers"
    case .tooLarge(let size):
      "the file would hold \(Int(size.rounded())) GiB; take fewer frames or a smaller supercell"
    }
  }
}
