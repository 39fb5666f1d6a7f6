/// The JSON schema of `results.json`, which scripts/results-schema.py makes from the types that are
/// written there.
public enum ResultsSchema {
  /// JSON Schema, draft 2020-12.
  public static var json: String {
    String(decoding: PackageResources.results_schema_json, as: UTF8.self)
  }
}
