import Foundation
import IonHopAnalysis
import IonHopFields
import IonHopNetworks

/// A polycrystal, the temperatures to solve it at, and the spectra that are wanted.
///
///     let study = try PolycrystalSweep.read(url).study(0)
///     let result = try await study.variant(threads: 2)
///     result.points[0].boundaryShare
public struct PolycrystalStudy: Sendable {
  /// Grains, bulk and boundaries.
  public var model: PolycrystalModel
  /// K
  public var temperatures: [Double]
  /// What spectrum to solve; nil for none.
  public var impedance: Impedance?
  /// Fits to σ and its parts.
  public var fits: [FitModel] = [.arrhenius]
  /// What is fitted.
  public var fitQuantity = FitQuantity.sigmaT
  /// Of the microstructure.
  public var seed: UInt64 = 1
  /// Where the numbers come from.
  public var sources: [Source] = []
  /// For reports.
  public var name = "polycrystal"
  /// Digest of the study file; empty for a study from no file.
  var settings = ""

  /// What spectrum to solve.
  public struct Impedance: Sendable {
    /// Hz, rising.
    public var frequencies: [Double]
    /// K; each one of the study's.
    public var temperatures: [Double]
    /// 0, 1 or 2
    public var axis: Int

    /// Frequencies (Hz) at temperatures (K), with the current along x, y or z (0, 1, 2).
    public init(frequencies: [Double], temperatures: [Double], axis: Int = 0) {
      (self.frequencies, self.temperatures, self.axis) = (frequencies, temperatures, axis)
    }
  }

  /// A study of a model at temperatures (K).
  public init(_ model: PolycrystalModel, temperatures: [Double]) {
    (self.model, self.temperatures) = (model, temperatures)
  }

  /// Voxels; nil for a file, which has its own.
  public var voxelCount: Int? {
    if case .file = model.grains { return nil }
    return model.voxels.x * model.voxels.y * model.voxels.z
  }

  /// Measured: 0.8 kB a voxel for direct current, and twice that a thread for spectra.
  static let bytesPerVoxel = 800.0

  /// Memory of a run (bytes).
  public func memory(voxels: Int, threads: Int) -> Double {
    Double(voxels) * Self.bytesPerVoxel
      * (impedance == nil ? 1 : 1 + 2 * Double(min(threads, 4)))
  }

  // MARK: Running

  /// How far a study has come.
  public struct Progress: Sendable {
    /// Index of the temperature at work, from 0.
    public var point: Int
    /// How many temperatures there are.
    public var points: Int
    /// K
    public var temperature: Double
    /// "conductivity", "impedance 20 of 40"
    public var stage: String
    /// Whenever a temperature is done.
    public var partial: PolycrystalVariant?
    /// With the first temperature.
    public var fields: PolycrystalFields?
  }

  /// Solves all temperatures; when the task is cancelled, those done until then are returned.
  ///
  /// - Parameters:
  ///   - earlier: an earlier run; its points are kept where nothing that they depend on has changed.
  ///   - threads: frequencies at work at one time; results do not depend on it.
  /// - Throws: `InputError` for a microstructure that cannot be made, with its key below
  ///   `model.polycrystal`; `FieldError`.
  public func variant(
    threads: Int = 1, keeping earlier: PolycrystalVariant? = nil,
    _ report: (Progress) -> Void = { _ in }
  ) async throws -> PolycrystalVariant {
    var result = PolycrystalVariant(settings: settings)
    let known =
      earlier.flatMap { $0.settings == settings && !settings.isEmpty ? $0 : nil }?.points ?? []
    result.points = known.filter { temperatures.contains($0.temperature) }
    let open = temperatures.filter { t in !result.points.contains { $0.temperature == t } }
    if open.isEmpty, let earlier {
      result.microstructure = earlier.microstructure
      result.warnings = earlier.warnings
      return finished(result)
    }
    let polycrystal = try Polycrystal(model, seed: seed)
    try polycrystal.checkContrast(model, at: open)
    result.warnings = polycrystal.warnings
    for (index, temperature) in open.enumerated() where !Task.isCancelled {
      var progress = Progress(
        point: temperatures.count - open.count + index, points: temperatures.count,
        temperature: temperature, stage: "conductivity")
      report(progress)
      let solved = try await solve(polycrystal, at: temperature, threads: threads) {
        progress.stage = $0
        report(progress)
      }
      guard let (point, fields) = solved else { break }
      result.points.append(point)
      result.warnings += warnings(point).filter { !result.warnings.contains($0) }
      if index == 0 {
        result.microstructure = polycrystal.summary(fields.area, fields, at: temperature)
        progress.fields = polycrystal.fields(fields)
      }
      let partial = finished(result)
      progress.partial = partial
      report(progress)
    }
    return finished(result)
  }

  private func warnings(_ point: PolycrystalPoint) -> [String] {
    var warnings = zip(point.percolates, ["x", "y", "z"]).filter { !$0.0 }.map {
      "no conducting path crosses the box along \($0.1): the conductivity is zero there"
    }
    if case .core(let law) = model.boundary?.resistance, point.areaResistance == 0,
      law.value(at: point.temperature) > point.bulkConductivity
    {
      warnings.append(
        "boundary.core: it conducts better than the grains, and its paths along boundaries are not seen by voxels wider than it; use voxels no larger than its width"
      )
    }
    return warnings
  }

  /// In the order of the study's temperatures, with fits.
  private func finished(_ variant: PolycrystalVariant) -> PolycrystalVariant {
    var variant = variant
    variant.points.sort {
      (temperatures.firstIndex(of: $0.temperature) ?? 0)
        < (temperatures.firstIndex(of: $1.temperature) ?? 0)
    }
    let parts: [(String, (PolycrystalPoint) -> Double)] = [
      ("total", { $0.conductivity }), ("grains", { 1 / $0.grainResistivity }),
      ("boundaries", { 1 / $0.boundaryResistivity }),
    ]
    variant.fits = []
    for (name, value) in parts {
      let data = variant.points.map {
        ConductivityDatum(temperature: $0.temperature, conductivity: value($0))
      }.filter { $0.conductivity > 0 && $0.conductivity.isFinite }
      guard data.count >= 2 else { continue }
      for model in fits {
        do {
          let fit = try TemperatureFit.fit(data, model: model, quantity: fitQuantity)
          variant.fits.append(PolycrystalFit(of: name, fit: fit))
        } catch {
          if variant.points.count == temperatures.count {
            variant.warnings.append("fit \(model.rawValue) of \(name): \(error)")
          }
        }
      }
    }
    return variant
  }
}
