import IonHopAnalysis
import IonHopNetworks

extension StudyReader {
  // MARK: Temperatures

  /// K, in the order of the file.
  func temperatures() throws(InputError) -> [Double] {
    let hint = "give temperatures: [300, 400] in K, or { from: 300, to: 700, count: 6 }"
    let value = try keys.required("temperatures", hint)
    if value.isMapping { return try temperatureRange(value, hint) }
    guard value.isList else { return [try value.number(.temperature, .positive)] }
    var temperatures: [Double] = []
    for element in try value.elements(hint) {
      let temperature = try element.number(.temperature, .positive)
      guard !temperatures.contains(temperature) else {
        throw element.error(
          "\(temperature) K is listed twice; keep one, and raise replicas instead")
      }
      temperatures.append(temperature)
    }
    guard !temperatures.isEmpty else { throw value.error("an empty list; \(hint)") }
    return temperatures
  }

  private enum Spacing: String, CaseIterable {
    case linear, reciprocal
  }

  private func temperatureRange(
    _ value: InputValue, _ hint: String
  ) throws(InputError) -> [Double] {
    let range = try value.mapping(["from", "to", "count", "spacing"], hint)
    let from = try range.required("from", hint).number(.temperature, .positive)
    let to = try range.required("to", hint).number(.temperature, .positive)
    let count = try range.required("count", hint).wholeNumber(in: 2...10_000)
    let spacing = try range["spacing"]?.choice(of: Spacing.self, what: "spacing") ?? .linear
    guard from != to else {
      throw value.error("from and to are both \(from) K; give a single temperature as a number")
    }
    return (0..<count).map { index in
      let share = Double(index) / Double(count - 1)
      return switch spacing {
      // Written so that both ends come out exactly.
      case .linear: from * (1 - share) + to * share
      case .reciprocal: index == 0 ? from : share == 1 ? to : 1 / ((1 - share) / from + share / to)
      }
    }
  }

  // MARK: Sampling

  func sampling() throws(InputError) -> Sampling {
    var sampling = Sampling()
    guard let value = keys["sampling"] else { return sampling }
    let hint = "give sampling: { relativeError: 0.03 } or { hops: 1e8 }"
    let given = try value.mapping(
      [
        "target", "relativeError", "hops", "maxHops", "maxTime", "replicas", "equilibration",
        "finiteSizeTest", "checkpoint", "extendable",
      ], hint)
    if let hops = given["hops"] {
      for other in ["target", "relativeError", "maxHops", "extendable"] where given[other] != nil {
        throw hops.error(
          "hops (a fixed length) and \(other) (an accuracy) exclude each other; keep one")
      }
      sampling.hops = try hops.wholeNumber(in: 1...Int.max)
    }
    if let target = given["target"] {
      sampling.target = try target.choice(of: SamplingTarget.self, what: "target")
      if sampling.target == .activationEnergy, try temperatures().count < 2 {
        throw target.error(
          "\(RunError.tooFewTemperatures)".replacing("sampling.target: ", with: ""))
      }
    }
    if let error = given["relativeError"] {
      sampling.relativeError = try error.number(.number, .within(1e-6...1))
    }
    if let most = given["maxHops"] { sampling.maxHops = try most.wholeNumber(in: 1...Int.max) }
    sampling.maxTime = try given["maxTime"]?.number(.time, .positive)
    if let replicas = given["replicas"] {
      sampling.replicas = try replicas.wholeNumber(in: 1...100_000)
    }
    if let equilibration = given["equilibration"] {
      sampling.equilibration = try self.equilibration(equilibration)
    }
    func isSet(_ key: String) throws(InputError) -> Bool {
      try given[key]?.choice(of: YesOrNo.self, what: "answer") == .yes
    }
    sampling.finiteSizeTest = try isSet("finiteSizeTest")
    sampling.extendable = try isSet("extendable")
    if let checkpoint = given["checkpoint"] {
      sampling.checkpoint = try checkpoint.number(.time, .within(0...1e9))
    }
    return sampling
  }

  private enum YesOrNo: String, CaseIterable {
    case yes = "true"
    case no = "false"
  }

  private func equilibration(_ value: InputValue) throws(InputError) -> Equilibration {
    let hint = "give auto or a number of hops per ion"
    let text = try value.text(hint)
    if text == "auto" { return .automatic }
    guard Double(text) != nil else { throw value.error("\(value.shown) is neither; \(hint)") }
    return .hopsPerIon(try value.number(.number, .within(0...1e12)))
  }

  // MARK: Fits

  func fits() throws(InputError) -> [FitModel] {
    guard let value = keys["fit"] else { return [.arrhenius] }
    var fits: [FitModel] = []
    for element in value.isList ? try value.elements("give a list of fits") : [value] {
      let fit = try element.choice(of: FitModel.self, what: "fit")
      guard !fits.contains(fit) else {
        throw element.error("fit \"\(fit.rawValue)\" is listed twice; keep one")
      }
      fits.append(fit)
    }
    return fits
  }
}
