import Foundation

extension Scenario {
  static let layerStack = Scenario(
    "layer-stack", "Layers with interphases from 1 nm to 1 um, whole and mosaic: a budget",
    files: ["layer-stack"],
    pass:
      "whole interphases add thickness over conductivity; a mosaic lies between columns side by side and planes of one potential"
  ) { results in
    let (layer, interface, film) = (1e-3 / 3e-4, 2.0, 1e-7)
    return results.variants("layer-stack").compactMap { variant in
      let numbers = variant.values.compactMap(\.number)
      guard numbers.count == 2, let point = variant.points.first else { return nil }
      let (covered, thickness) = (numbers[0], numbers[1])
      // Of one layer of 10 µm with its interface (ohm cm2).
      let solved = 1e-3 / point.tensor[2][2]
      let over = thickness * 1e-8 / film
      let planes = layer + 1 / ((1 - covered) / interface + covered / (interface + over))
      let columns =
        1 / ((1 - covered) / (layer + interface) + covered / (layer + interface + over))
      return Check(
        String(
          format:
            "%.0f %% of %g nm: %.4g ohm cm2, of which layer %.3g, interface %.3g; planes %.4g, columns %.4g",
          100 * covered, thickness / 10, solved, layer, interface, planes, columns),
        solved > planes * (1 - 1e-6) && solved < columns * (1 + 1e-6))
    }
  }
}
