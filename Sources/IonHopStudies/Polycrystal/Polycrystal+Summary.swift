import IonHopFields
import IonHopNetworks

extension Polycrystal {
  /// Picture elements along an edge of the cut, at most.
  private static let mostElements = 96

  func summary(
    _ area: Double, _ fields: PolycrystalStudy.SolvedFields, at temperature: Double
  ) -> MicrostructureSummary {
    var shares: [String: Double] = [:]
    for (phase, share) in voxels.shares { shares[phase.title, default: 0] += share }
    let (shape, spacing) = (grid.shape, grid.spacing)
    return MicrostructureSummary(
      shape: [shape.x, shape.y, shape.z], spacing: [spacing.x, spacing.y, spacing.z],
      grains: grainCount, boundaryAreaPerVolume: area, shares: shares,
      slice: slice(fields, at: temperature))
  }

  private func slice(
    _ fields: PolycrystalStudy.SolvedFields, at temperature: Double
  ) -> MicrostructureSlice {
    let shape = grid.shape
    let step = max(1, (max(shape.x, shape.y) + Self.mostElements - 1) / Self.mostElements)
    let sizes = fields.map.currentDensity.map { ($0 * $0).sum().squareRoot() }
    let mean = sizes.reduce(0, +) / Double(sizes.count)
    var (labels, current): ([String], [String]) = ([], [])
    for y in stride(from: 0, to: shape.y, by: step) {
      var (row, flow): ([String], [String]) = ([], [])
      for x in stride(from: 0, to: shape.x, by: step) {
        let voxel = x + shape.x * (y + shape.y * (shape.z / 2))
        let label = grid.labels[voxel]
        row.append(phases[label] == .pore ? "-1" : "\(label)")
        let size = mean > 0 ? sizes[voxel] / mean : 0
        flow.append("\((size * 1000).rounded() / 1000)")
      }
      labels.append(row.joined(separator: " "))
      current.append(flow.joined(separator: " "))
    }
    return MicrostructureSlice(
      axis: fields.axis, temperature: temperature,
      spacing: [Double(step) * grid.spacing.x, Double(step) * grid.spacing.y], labels: labels,
      current: current)
  }

  func fields(_ fields: PolycrystalStudy.SolvedFields) -> PolycrystalFields {
    PolycrystalFields(
      shape: voxels.shape, spacing: voxels.spacing, labels: voxels.labels,
      potential: fields.map.potential, currentDensity: fields.map.currentDensity)
  }
}
