#!/usr/bin/env python3
"""Builds the documentation site: guides from docs/, and the symbols of all modules.

  scripts/docs.py [--build FOLDER] [--base PATH]

FOLDER holds a release build (.build/release); the site is written to .build/docs, to be hosted under PATH
(/ by default). The guides are the Markdown files of docs/ themselves, with links turned into DocC's.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess

from undocumented import MODULES, symbol_graphs

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What stands under which heading of the front page, in this order.
TOPICS = {
    "Tutorials": ["docs/tutorials/new-material.md", "docs/tutorials/grain-boundary.md",
                  "docs/tutorials/measured-pellet.md", "docs/tutorials/glass.md",
                  "docs/tutorials/polymer.md"],
    "How to": ["docs/STUDY.md", "docs/RESULTS.md", "docs/grain-boundaries.md",
               "docs/polycrystals.md", "docs/glasses.md", "docs/polymers.md", "docs/RUNNING.md",
               "Lattices/README.md", "Examples/README.md"],
    "Reference": ["docs/STUDY-REFERENCE.md", "docs/theory.md"],
    "How well it does": ["docs/VALIDATION.md", "docs/BENCHMARKS.md", "docs/COMPARISON.md"],
    "Taking part": ["CONTRIBUTING.md", "docs/ROADMAP.md", "docs/DEPENDENCIES.md", "CHANGELOG.md"],
}


def page_name(path):
    """docs/grain-boundaries.md is the page grain-boundaries, Lattices/README.md Lattices."""
    path = pathlib.PurePosixPath(path)
    return path.parent.name if path.stem == "README" else path.stem


PAGES = {path: page_name(path) for paths in TOPICS.values() for path in paths}


def linked(text, source):
    """Links between guides become DocC's; links to other files of the project become plain text."""
    folder = (ROOT / source).parent

    def replace(match):
        label, target = match[1], match[2]
        if re.match(r"(https?|mailto|doc):", target):
            return match[0]
        file, _, anchor = target.partition("#")
        if not file:
            return f"<doc:#{heading(ROOT / source, anchor)}>"
        path = os.path.relpath((folder / file).resolve(), ROOT)
        if path not in PAGES:
            return f"{label} (`{path}`)" if f"`{path}`" not in label else label
        anchor = f"#{heading(ROOT / path, anchor)}" if anchor else ""
        return f"[{label}](doc:{PAGES[path]}{anchor})"

    # DocC knows pictures by their names.
    text = re.sub(r"!\[([^\]]*)\]\((?:[^)\s]*/)?([^)/\s]+)\)", r"![\1](\2)", text)
    return re.sub(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)", replace, text)


def heading(path, anchor):
    """The heading that GitHub's anchor means, as DocC spells it: words joined by hyphens."""
    for line in path.read_text().splitlines():
        match = re.match(r"#{1,6}\s+(.*)", line)
        if match:
            title = re.sub(r"[`*]", "", match[1]).strip()
            slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
            if slug == anchor:
                return re.sub(r"[^\w,.()\-]+", "-", title).strip("-")
    return anchor


def article(source):
    """A guide as DocC wants it: a title, then an abstract."""
    fence, lines = False, []
    for line in (ROOT / source).read_text().splitlines():
        if line.lstrip().startswith("```"):
            fence = not fence
            # `yaml file=NAME` tells the tutorials' test what to write; DocC wants the language alone.
            line = re.sub(r"^(\s*```\w+) .*", r"\1", line)
        lines.append(line if fence else linked(line, source))
    return "\n".join(lines) + "\n"


def catalog(folder):
    """The guides in one catalogue, with the front page that lists them."""
    folder.mkdir(parents=True)
    front = (ROOT / "docs/site/IonHop.md").read_text()
    for title, paths in TOPICS.items():
        front += f"### {title}\n\n"
        for path in paths:
            if (ROOT / path).exists():
                (folder / f"{PAGES[path]}.md").write_text(article(path))
                front += f"- <doc:{PAGES[path]}>\n"
        front += "\n"
    (folder / "IonHopGuide.md").write_text(front)
    for picture in (ROOT / "docs/img").glob("*.*"):
        if picture.suffix in (".svg", ".png"):
            shutil.copy(picture, folder)


def docc(*arguments):
    tool = shutil.which("docc") or next(iter(sorted(
        pathlib.Path(shutil.which("swift")).resolve().parent.glob("docc"))), None)
    if tool is None:
        raise SystemExit("docs.py: docc, which comes with Swift, was not found; put it into PATH")
    subprocess.run([tool, *map(str, arguments)], check=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default=str(ROOT / ".build/release"))
    parser.add_argument("--base", default="/")
    options = parser.parse_args()
    work, site = ROOT / ".build/docs-work", ROOT / ".build/docs"
    for folder in (work, site):
        shutil.rmtree(folder, ignore_errors=True)
    graphs = work / "graphs"
    graphs.mkdir(parents=True)
    symbol_graphs(pathlib.Path(options.build).resolve(), graphs)
    archives = []
    for module in MODULES:
        own = work / module
        own.mkdir()
        for graph in [*graphs.glob(f"{module}.symbols.json"), *graphs.glob(f"{module}@*.json")]:
            shutil.copy(graph, own)
        archives.append(work / f"{module}.doccarchive")
        docc("convert", "--additional-symbol-graph-dir", own, "--fallback-display-name", module,
             "--fallback-bundle-identifier", f"ionhop.{module}", "--output-path", archives[-1],
             "--hosting-base-path", options.base, "--diagnostic-level", "error")
    catalog(work / "IonHopGuide.docc")
    guide = work / "IonHopGuide.doccarchive"
    docc("convert", work / "IonHopGuide.docc", "--output-path", guide, "--hosting-base-path",
         options.base, "--fallback-bundle-identifier", "ionhop.guide", "--warnings-as-errors")
    docc("merge", guide, *archives, "--output-path", site, "--synthesized-landing-page-name",
         "IonHop", "--synthesized-landing-page-kind", "Documentation")
    print(f"{site}: serve it with  python3 -m http.server --directory {site}")


if __name__ == "__main__":
    main()
