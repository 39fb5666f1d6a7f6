import Foundation
import IonHopCore
import IonHopFields
import IonHopNetworks

/// The sites and bonds of a slab at one temperature as a picture in three dimensions, for ParaView.
public struct SlabPicture: Sendable {
  /// K
  public let temperature: Double
  let network: SiteNetwork
  let grain: [Int32]
  /// From the nearer boundary (Å).
  let distance: [Double]
  /// Of the space charge at each site (V).
  let potential: [Double]
  /// Mean ions on each site, ideal.
  let occupation: [Double]
  /// For a mean field of 1 V/cm across the boundaries: electrochemical potential over charge (V), and
  /// current density (A/cm²); zero where nothing crosses or the network solver does not apply.
  let driving: [Double]
  let current: [SIMD3<Double>]
}

extension GrainBoundaryModel {
  /// - Throws: `SpaceChargeError` or `FieldError`.
  public func picture(at temperature: Double) throws -> SlabPicture {
    let state = try state(at: temperature)
    let network = state.network
    let sites = network.siteCount
    var (driving, current) = (
      Array(repeating: 0.0, count: sites), Array(repeating: SIMD3<Double>.zero, count: sites)
    )
    let occupation = state.idealOccupation(at: temperature)
    if let ideal = try ideal(at: temperature), ideal.acrossConductivity > 0,
      let map = try CurrentMap(
        network, conditions: conditions(at: temperature),
        occupation: state.ions == 1 ? [] : occupation, axis: slab.direction)
    {
      driving = map.places.map { -1e-8 * $0 }
      let sum = map.flow.reduce(0) { $0 + $1[slab.direction] }
      // The mean over sites is the conductivity times 1 V/cm.
      current = map.flow.map { ideal.acrossConductivity * Double(sites) / sum * $0 }
    }
    return SlabPicture(
      temperature: temperature, network: network, grain: slab.grainOfSite,
      distance: slab.distances,
      potential: slab.distances.map { state.potential?.potential(at: $0) ?? 0 },
      occupation: occupation, driving: driving, current: current)
  }
}

extension SlabPicture {
  /// VTK UnstructuredGrid: a point a site, a line a bond that does not cross the border of the cell.
  var unstructuredGrid: Data {
    let sites = 0..<network.siteCount
    var (ends, barriers, classes): ([Int32], [Double], [Int32]) = ([], [], [])
    for site in sites {
      for hop in network.hops(from: site) where hop.to > site && hop.image == .zero {
        ends += [Int32(site), Int32(hop.to)]
        barriers.append(hop.barrier)
        classes.append(Int32(hop.hopClass))
      }
    }
    var arrays = VTKArrays()
    let kinds = arrays.add("kind", .integers(sites.map { Int32(network.kind(of: $0)) }))
    let points = [
      arrays.add("grain", .integers(grain)), kinds,
      arrays.add("distance (A)", .numbers(distance)),
      arrays.add("site energy (eV)", .numbers(sites.map { network.energy(of: $0) })),
      arrays.add("potential (V)", .numbers(potential)),
      arrays.add("ideal occupation", .numbers(occupation)),
      arrays.add("driving potential (V)", .numbers(driving)),
      arrays.add("current density (A/cm2)", .vectors(current)),
    ]
    let bonds = [
      arrays.add("barrier (eV)", .numbers(barriers)), arrays.add("hop class", .integers(classes)),
    ]
    let positions = arrays.add("positions", .vectors(sites.map { network.position(of: $0) }))
    let cells = [
      arrays.add("connectivity", .integers(ends)),
      arrays.add("offsets", .integers(barriers.indices.map { Int32(2 * $0 + 2) })),
      // 3 is VTK_LINE.
      arrays.add("types", .bytes(barriers.map { _ in 3 })),
    ]
    func block(_ name: String, _ tags: [String]) -> String {
      "<\(name)>\n\(tags.joined(separator: "\n"))\n</\(name)>"
    }
    let parts = [
      block("PointData", points), block("CellData", bonds), block("Points", [positions]),
      block("Cells", cells),
    ]
    return arrays.file(
      "UnstructuredGrid",
      """
      <UnstructuredGrid>
      <Piece NumberOfPoints="\(sites.count)" NumberOfCells="\(barriers.count)">
      \(parts.joined(separator: "\n"))
      </Piece>
      </UnstructuredGrid>
      """)
  }
}

extension ResultFiles {
  /// Writes a picture in three dimensions, for ParaView.
  ///
  /// - Parameter name: `slab.vtu`
  public func write(_ picture: SlabPicture, as name: String) throws(ResultFileError) {
    do {
      try DurableFile.replace(folder.appending(path: name), with: picture.unstructuredGrid)
    } catch {
      throw .unwritable(folder.path, reason: Self.reason(error))
    }
  }
}
