/// A record of your own: shown the engine from time to time, it keeps what it wants of it.
///
///     struct Corner: EngineObserver {
///       var seen = 0
///       mutating func observe(_ engine: borrowing Engine) { seen += engine.isOccupied(0) ? 1 : 0 }
///     }
///     var corner = Corner()
///     engine.advance(by: 1e-9, showing: &corner, times: 1000)
///
/// The call is specialised for the observer's type: it costs what `observe` does, and no more.
public protocol EngineObserver {
  /// Looks at the engine at its present time.
  mutating func observe(_ engine: borrowing Engine)
}

extension Engine {
  /// Runs for `duration` seconds of physical time and shows the engine to an observer after each of
  /// `times` equal parts of it.
  ///
  /// Waiting times have no memory: a run cut into parts has the same law as a run in one piece, but
  /// other random numbers. Without looks it runs all the same.
  public mutating func advance(
    by duration: Double, showing observer: inout some EngineObserver, times: Int
  ) {
    guard times > 0 else {
      advance(by: duration)
      return
    }
    let start = time
    for part in 0..<times {
      let end = start + duration * Double(part + 1) / Double(times)
      advance(by: end - time)
      observer.observe(self)
    }
  }
}
