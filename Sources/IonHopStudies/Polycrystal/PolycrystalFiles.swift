import Foundation

extension ResultFiles {
  /// Writes `results.json`, `points.csv`, and with spectra `spectrum.csv`.
  public func write(_ results: PolycrystalResults) throws(ResultFileError) {
    let table = PolycrystalTable(results)
    try write(["results.json": { try Self.json(results) }, "points.csv": { table.points }])
    if let spectra = table.spectra { try write(["spectrum.csv": { spectra }]) }
  }

  /// Writes a picture in three dimensions, for ParaView, and for `VoxelFile` to read.
  ///
  /// - Parameter name: `grains.vti`
  public func write(_ fields: PolycrystalFields, as name: String) throws(ResultFileError) {
    do {
      try DurableFile.replace(folder.appending(path: name), with: fields.imageData)
    } catch {
      throw .unwritable(folder.path, reason: Self.reason(error))
    }
  }

  /// Whether the folder holds a polycrystal, as far as its `results.json` can be read.
  public var holdsPolycrystal: Bool {
    struct Head: Decodable { let kind: String? }
    guard let data = try? Data(contentsOf: resultsFile) else { return false }
    return (try? Self.decoder.decode(Head.self, from: data))?.kind == PolycrystalResults.kind
  }

  /// - Throws: `ResultFileError.unreadable`
  public func readPolycrystal() throws(ResultFileError) -> PolycrystalResults {
    do {
      let data = try Data(contentsOf: resultsFile)
      let results = try Self.decoder.decode(PolycrystalResults.self, from: data)
      guard results.schema == PolycrystalResults.currentSchema,
        results.kind == PolycrystalResults.kind
      else {
        throw ResultFileError.unreadable(
          resultsFile.path, reason: "schema \(results.schema) is not known to this version")
      }
      return results
    } catch let error as ResultFileError {
      throw error
    } catch is DecodingError {
      throw .unreadable(
        resultsFile.path,
        reason:
          "not a polycrystal's results, or truncated; name another folder, or run the study anew without it"
      )
    } catch {
      throw .unreadable(resultsFile.path, reason: Self.reason(error))
    }
  }
}

/// `points.csv` and `spectrum.csv`, with a column for each swept key.
private struct PolycrystalTable {
  let results: PolycrystalResults

  init(_ results: PolycrystalResults) { self.results = results }

  private var leading: [String] { results.sweep.map(\.header) }

  private func rows(
    _ cells: (PolycrystalPoint) -> [[String]]
  ) -> [[String]] {
    results.variants.flatMap { variant in
      variant.points.flatMap { point in cells(point).map { variant.values.map(\.text) + $0 } }
    }
  }

  var points: String {
    let forms =
      results.variants.flatMap(\.points).first { !$0.closedForms.isEmpty }?
      .closedForms.map(\.name) ?? []
    let header =
      [
        "temperature (K)", "conductivity (S/cm)", "conductivity xx (S/cm)",
        "conductivity yy (S/cm)", "conductivity zz (S/cm)", "bulk conductivity (S/cm)",
        "boundary area resistance (ohm cm2)", "boundary share",
        "grain resistivity (ohm cm)", "boundary resistivity (ohm cm)",
      ] + forms.map { "\($0) (S/cm)" }
    return csv(
      [leading + header]
        + rows { point in
          let values = [
            point.temperature, point.conductivity, point.tensor[0][0], point.tensor[1][1],
            point.tensor[2][2], point.bulkConductivity,
          ]
          return [
            values.map { "\($0)" } + [point.areaResistance.map { "\($0)" } ?? ""]
              + [point.boundaryShare, point.grainResistivity, point.boundaryResistivity].map {
                "\($0)"
              }
              + forms.map { name in
                point.closedForms.first { $0.name == name }.map { "\($0.conductivity)" } ?? ""
              }
          ]
        })
  }

  /// Nil without spectra.
  var spectra: String? {
    let rows = rows { point in
      (point.spectrum?.points ?? []).map {
        ["\(point.temperature)", "\($0.frequency)", "\($0.real)", "\($0.imaginary)"]
      }
    }
    guard !rows.isEmpty else { return nil }
    let header = [
      "temperature (K)", "frequency (Hz)", "real resistivity (ohm cm)",
      "imaginary resistivity (ohm cm)",
    ]
    return csv([leading + header] + rows)
  }
}

extension PolycrystalFields {
  /// VTK ImageData: labels, potential (V), current density (A/cm²).
  var imageData: Data {
    let extent = "0 \(shape.x) 0 \(shape.y) 0 \(shape.z)"
    var arrays = VTKArrays()
    let tags = [
      arrays.add("labels", .integers(labels)), arrays.add("potential", .numbers(potential)),
      arrays.add("current density", .vectors(currentDensity)),
    ]
    return arrays.file(
      "ImageData",
      """
      <ImageData WholeExtent="\(extent)" Origin="0 0 0" Spacing="\(spacing.x) \(spacing.y) \(spacing.z)">
      <Piece Extent="\(extent)">
      <CellData Scalars="labels">
      \(tags.joined(separator: "\n"))
      </CellData>
      </Piece>
      </ImageData>
      """)
  }
}
