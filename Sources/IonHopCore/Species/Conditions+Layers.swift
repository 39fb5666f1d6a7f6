extension Conditions {
  /// The same with the charges of a network's species.
  func taking(chargesOf layers: SpeciesLayers?) -> Conditions {
    guard let layers else { return self }
    var conditions = self
    conditions.charge = layers.charges[0]
    conditions.furtherCharges = Array(layers.charges.dropFirst())
    return conditions
  }
}
