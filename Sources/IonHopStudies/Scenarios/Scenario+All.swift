extension Scenario {
  /// All that come with IonHop.
  public static let all = [
    polycrystalBlocking, grainSize, crystalAndPellet, whatBlocks, spaceCharge, engineering,
    counterDipoles, layerStack, contact, glasses, polymers, fillers,
  ]
}
