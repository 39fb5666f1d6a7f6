extension Scenario {
  public static let all = [
    polycrystalBlocking, grainSize, crystalAndPellet, whatBlocks, spaceCharge, engineering,
    counterDipoles, layerStack, contact, glasses, polymers, fillers,
  ]
}
