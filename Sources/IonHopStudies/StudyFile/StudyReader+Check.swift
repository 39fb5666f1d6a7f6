import IonHopCore
import IonHopFields
import IonHopNetworks

extension StudyReader {
  /// Sites above which planning an engine takes seconds, and one temperature must do.
  private static let largeNetwork = 1_000_000

  /// Plans the engine at the lowest and the highest temperature, so that a model which cannot run
  /// is refused here, with file and key.
  func check(_ study: Study, model: StudyModel) throws(InputError) {
    guard study.composite?.method != .network else { return }
    if let count = study.realisations?.count, count > 1,
      study.sampling.target == .activationEnergy
    {
      let message = KeyedMessage("\(RunError.severalNetworks(count))")
      throw document.error(at: message.key, message.message)
    }
    let lowest = study.temperatures.min() ?? 0
    let highest = study.temperatures.max() ?? 0
    // Rates overflow and vanish at the lowest temperature first.
    let isLarge = study.network.siteCount > Self.largeNetwork
    for temperature in lowest == highest || isLarge ? [lowest] : [lowest, highest] {
      do {
        _ = try study.plan(at: temperature)
      } catch {
        throw explain(error, model: model)
      }
    }
  }

  private func explain(_ error: any Error, model: StudyModel) -> InputError {
    let message = KeyedMessage("\(error)")
    let key =
      switch error {
      case EngineError.noMobileIon, EngineError.fullLattice, EngineError.tooManyIons:
        "\(model.keyPath).\(model.fillingKey)"
      case is SpaceChargeError: "\(model.keyPath).spaceCharge"
      case RunError.schottkyUnfit: "\(model.keyPath).\(model.schottkyKey)"
      case EngineError.selectorUnfit: "selector"
      case EngineError.basinsUnfit: "basins"
      case EngineError.carriersUnfit: "carriers"
      case EngineError.nothingMoves, EngineError.badTemperature: "temperatures"
      case NetworkError.saddleBelowSite: "\(model.keyPath).rateLaw"
      default: model.keyPath
      }
    return document.error(at: key, message.message)
  }
}
