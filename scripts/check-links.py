#!/usr/bin/env python3
"""Checks the links of all Markdown files, and of HTML files or folders that are named.

  scripts/check-links.py                   files, anchors, and paths in backquotes that look like ours
  scripts/check-links.py --remote          asks for web addresses, too (slow; not in CI)
  scripts/check-links.py FILE.html ...     reports: nothing in them may point outside

Exits with 1 if a link leads nowhere.
"""
import html.parser
import pathlib
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
FENCE = re.compile(r"^(```|~~~)")
# `Sources/IonHopCore/Engine/Engine.swift`: a path of ours from the root, which must exist.
PATH = re.compile(r"`((?:Sources|Tests|Lattices|Examples|docs|scripts|Benchmarks|Fuzz)/[\w./+-]+)`")


def markdown_files():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=ROOT,
        capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).exists()]


def prose(path):
    """Lines outside of code blocks, with their numbers."""
    fenced = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if FENCE.match(line.lstrip()):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchors(path):
    """As the headings of a file are linked to on GitHub and GitLab."""
    known, seen = set(), {}
    for _, line in prose(path):
        heading = re.match(r"#{1,6}\s+(.*)", line)
        if not heading:
            continue
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        known.add(slug if count == 0 else f"{slug}-{count}")
    return known


def check_markdown(path, remote):
    """Pairs of place and complaint."""
    for number, line in prose(path):
        place = f"{path.relative_to(ROOT)}:{number}"
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"(https?|mailto):", target):
                remote.setdefault(target, place)
                continue
            name, _, anchor = target.partition("#")
            file = (path.parent / urllib.parse.unquote(name)).resolve() if name else path
            if not file.exists():
                yield place, f"{target} does not exist"
            elif anchor and file.suffix == ".md" and anchor not in anchors(file):
                yield place, f"{target}: no such heading"
        for target in PATH.findall(line):
            if not any(mark in target for mark in ("NAME", "...")) and not (ROOT / target).exists():
                yield place, f"`{target}` does not exist"


class Links(html.parser.HTMLParser):
    """Where a page points, and what it could be pointed to at."""

    def __init__(self):
        super().__init__()
        self.targets, self.ids = [], set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.add(value)
            elif name in ("href", "src", "xlink:href") and value:
                self.targets.append((tag, value))


def check_page(path):
    links = Links()
    links.feed(path.read_text())
    for tag, target in links.targets:
        if target.startswith("#"):
            if target[1:] and urllib.parse.unquote(target[1:]) not in links.ids:
                yield str(path), f"{target}: no such anchor"
        elif tag == "a" and re.match(r"(https?|mailto):", target) or target.startswith("data:"):
            continue
        elif re.match(r"(https?:)?//", target):
            yield str(path), f"{target} would be loaded from the network"
        elif not (path.parent / urllib.parse.unquote(target.split("#")[0])).exists():
            yield str(path), f"{target} does not exist"


def check_remote(remote):
    for target, place in sorted(remote.items()):
        request = urllib.request.Request(target, headers={"User-Agent": "Mozilla/5.0 (link check)"})
        try:
            urllib.request.urlopen(request, timeout=20).close()
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                yield place, f"{target}: {error.code}"
        except (OSError, ValueError) as error:
            yield place, f"{target}: {error}"


def main():
    pages = [pathlib.Path(name) for name in sys.argv[1:] if name != "--remote"]
    remote, bad = {}, []
    files = [] if pages else markdown_files()
    for path in files:
        bad += check_markdown(path, remote)
    for page in pages:
        for path in sorted(page.rglob("*.html")) if page.is_dir() else [page]:
            bad += check_page(path)
    if "--remote" in sys.argv:
        bad += check_remote(remote)
    for place, complaint in bad:
        print(f"{place}: {complaint}")
    if not bad:
        print(f"links of {len(files) or len(pages)} files lead somewhere")
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
