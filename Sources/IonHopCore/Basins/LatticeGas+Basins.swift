extension LatticeGas {
  /// Puts a carrier that is alone in a basin on another site of it, uncounted.
  ///
  /// An ion goes straight there: the others are vacancies, and alike. A vacancy goes along the one
  /// way there is, and shifts the ions on it one site each.
  mutating func relocate(_ carrier: Int, to slot: Int, in basin: Int, of map: borrowing BasinMap) {
    let here = Int(map.slot[Int(carrierSite[carrier])])
    guard here != slot else { return }
    let first = Int(map.start[basin])
    if carriers == .ions {
      shift(carrier, from: first + here, to: first + slot, map)
    } else {
      walk(carrier, from: first + here, to: first + slot, first: first, map)
    }
  }

  /// Along the tree, from the deeper end upwards.
  private mutating func walk(
    _ carrier: Int, from: Int, to: Int, first: Int, _ map: borrowing BasinMap
  ) {
    if from == to { return }
    if map.depths[from] >= map.depths[to] {
      let parent = first + Int(map.parents[from])
      shift(carrier, from: from, to: parent, map)
      walk(carrier, from: parent, to: to, first: first, map)
    } else {
      let parent = first + Int(map.parents[to])
      walk(carrier, from: from, to: parent, first: first, map)
      shift(carrier, from: parent, to: to, map)
    }
  }

  private mutating func shift(_ carrier: Int, from: Int, to: Int, _ map: borrowing BasinMap) {
    let (old, new) = (Int(map.sites[from]), Int(map.sites[to]))
    let (mine, other) = (occupant[old], occupant[new])
    occupant[old] = other
    occupant[new] = mine
    carrierSite[carrier] = Int32(new)
    travelled += map.positions[to] - map.positions[from]
    let cells = map.offsets[to] &- map.offsets[from]
    let signed = carriers == .ions ? cells : 0 &- cells
    let ion = Int(ion(mine, other))
    for axis in 0..<3 { images.add(signed[axis], at: 3 * ion + axis) }
  }
}
