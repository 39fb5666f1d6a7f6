import ArgumentParser
import IonHop

/// `ionhop schema study`: the keys of files, for editors and programs.
struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the schema of study files or of results.",
    discussion: """
      JSON Schema, draft 2020-12. An editor with a YAML language server completes and checks study files \
      that begin with "# yaml-language-server: $schema=study.schema.json".

      Example:
        ionhop schema study > study.schema.json
        ionhop schema study --format markdown
        ionhop schema results > results.schema.json
      """)

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case study, results
  }

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, markdown
  }

  @Argument(help: "What to describe: study or results.json.")
  var subject: Subject

  @Option(help: "json, or markdown: the reference of the documentation.")
  var format = Format.json

  func validate() throws {
    guard subject == .study || format == .json else {
      throw ValidationError("Results are described as JSON only; take --format away.")
    }
  }

  func run() {
    let text =
      switch (subject, format) {
      case (.results, _): ResultsSchema.json
      case (.study, .json): StudySchema().json
      case (.study, .markdown): StudySchema().markdown
      }
    print(text, terminator: "")
  }
}
