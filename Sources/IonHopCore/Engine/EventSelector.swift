/// The ways to pick the next hop. All are exact in law; they differ in cost.
public enum SelectorKind: String, Sendable, Codable, CaseIterable {
  /// Null events where rates are nearly equal, otherwise composition–rejection; rejection-free
  /// where ions interact.
  case automatic
  /// Every attempt costs the same; blocked or slow hops are null events.
  case nullEvent
  /// Carriers in groups of like total rate; blocked hops are null events.
  case compositionRejection
  /// Only possible hops are drawn; rates near a hop are updated after it.
  case rejectionFree
}

/// One algorithm of event selection, specialised into its loop by the compiler.
///
/// A selector owns what it needs to know of the rates; the gas holds who is where.
/// Requirements in the order of the loop: set up from a gas, then advance.
protocol EventSelector: ~Copyable {
  /// Runs the exact process for `duration` seconds or until `hopLimit` hops were accepted.
  ///
  /// - Returns: the time that passed (s): `duration`, or less if the hop limit came first.
  mutating func advance(
    _ gas: inout LatticeGas, _ rows: RowPointers, _ random: inout RandomStream,
    by duration: Double, hopLimit: Int
  ) -> Double

  /// Bytes held beyond the gas and the network.
  var memory: Int { get }

  /// What was not executed hop by hop.
  var skipped: SkippedHops { get }

  /// What must be kept between calls of `advance`, beside the gas, to go on to the bit.
  func writeState(to writer: inout StateWriter)

  /// Takes what another selector of the same plan wrote.
  mutating func readState(from reader: inout StateReader) throws(StateError)
}

extension EventSelector where Self: ~Copyable {
  var skipped: SkippedHops { SkippedHops() }
}
