import IonHopAnalysis
import IonHopCore

extension Replica {
  /// Goes on from where sampling ended.
  ///
  /// - Returns: nil after a stop.
  func recordSpectrum(_ plan: SpectrumPlan) -> SpectrumRecord? {
    guard var record = try? MultipleTau(interval: plan.interval) else { return nil }
    let (squares, start) = (engine.squaredHopLengths, engine.time)
    var before = engine.collectiveDisplacement
    for stage in plan.stages {
      let interval = plan.interval * Double(1 << stage.level)
      for increment in 0..<stage.increments {
        engine.advance(by: interval)
        let now = engine.collectiveDisplacement
        record.push(now - before, level: stage.level)
        before = now
        if increment % Self.incrementsBetweenLooks == 0, Task.isCancelled { return nil }
      }
    }
    return SpectrumRecord(
      displacements: record, squaredHopLengths: engine.squaredHopLengths - squares,
      duration: engine.time - start)
  }

  private static let incrementsBetweenLooks = 1024
}
