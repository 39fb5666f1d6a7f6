extension Scenario {
  public static let all = [
    polycrystalBlocking, whatBlocks, spaceCharge, engineering, counterDipoles, layerStack, contact,
  ]
}
