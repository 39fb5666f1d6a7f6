extension Page {
  /// What to know before anything else: that a run was stopped, and its warnings.
  ///
  /// - Parameter what: what a run does one after another, such as "temperatures".
  static func banners(isComplete: Bool, of what: String, warnings: [String]) -> [HTML] {
    var parts: [HTML] = []
    if !isComplete {
      parts.append(
        "<p class=\"warning\">Incomplete: the run was stopped before all \(what) were done. What is here is valid.</p>"
      )
    }
    if !warnings.isEmpty {
      let items = warnings.map { "<li>\($0)</li>" as HTML }
      parts.append("<div class=\"warning\"><b>Warnings</b><ul>\(items)</ul></div>")
    }
    return parts
  }
}
