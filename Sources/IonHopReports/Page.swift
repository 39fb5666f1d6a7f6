import Foundation

/// The frame of every report: one self-contained page that loads nothing from anywhere.
struct Page {
  let title: String
  let body: HTML
  var methods: Methods?

  var markup: String {
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title) – IonHop</title>
      <style>\(HTML(markup: Self.style))</style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>
      \(body)
      </main>
      </body>
      </html>

      """
    return page.markup
  }

  /// Writes the page into a folder, and methods and references beside it.
  ///
  /// - Throws: `ReportError.cannotWrite`; a page that was there before then stays as it was.
  func write(to folder: URL, as name: String = "report.html") throws(ReportError) {
    if let methods {
      try Self.write(methods.text, to: folder.appending(path: "methods.txt"))
      try Self.write(methods.bibliography.bibTeX, to: folder.appending(path: "references.bib"))
    }
    try Self.write(markup, to: folder.appending(path: name))
  }

  private static func write(_ text: String, to file: URL) throws(ReportError) {
    do { try Data(text.utf8).write(to: file, options: .atomic) } catch {
      throw .cannotWrite(path: file.path, reason: error.localizedDescription)
    }
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --paper: #ffffff; --line: #d8d8d8; --soft: #f4f4f2; --warn: #fff3d6; --figure: #ffffff; }
    @media screen and (prefers-color-scheme: dark) { :root { --figure: #1c1c1c; --ink: #e8e8e8; --paper: #181a1b; --line: #3a3d3f; --soft: #222527; --warn: #4a3b14; } }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 1080px; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { margin: 0 0 .2rem; font-size: 1.7rem; } h2 { margin: 2.2rem 0 .6rem; font-size: 1.15rem; }
    .scroll { overflow-x: auto; margin: .8rem 0; } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
    th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; text-align: right; font-weight: normal; }
    thead th { font-weight: 600; } .words tbody th { min-width: 8rem; } .words th, .words td { text-align: left; white-space: normal; vertical-align: top; }
    .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 1rem; margin: 1.5rem 0; }
    figure { margin: 0; padding: .6rem; background: var(--figure); color: var(--ink); border: 1px solid var(--line); border-radius: 6px; }
    figure svg { width: 100%; height: auto; } figure image { image-rendering: pixelated; } figure.image { background: #ffffff; color: #1a1a1a; } figcaption { font-size: .82rem; padding: .3rem .4rem; }
    @media screen and (prefers-color-scheme: dark) { figure.lines svg { filter: invert(.89) hue-rotate(180deg); } }
    .headline { font-size: 1.15rem; max-width: 46rem; } .methods { max-width: 46rem; }
    .warning { background: var(--warn); padding: .6rem .9rem; border-radius: 6px; }
    pre { background: var(--soft); padding: .8rem; overflow-x: auto; } details { margin: .5rem 0; } a { color: inherit; }
    @media print { details.screen { display: none; } body { font-size: 10pt; } main { padding: 0; } .scroll { overflow: visible; } table { font-size: 7.5pt; } th, td { padding-right: .5rem; } .figures { grid-template-columns: 1fr 1fr; } }
    @media print { details::details-content { content-visibility: visible; height: auto; } figure, tr { break-inside: avoid; } h2 { break-after: avoid; } pre { white-space: pre-wrap; } }
    """
}
