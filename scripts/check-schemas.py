#!/usr/bin/env python3
"""Holds study files and results against the JSON schemas, as an editor or a notebook would.

  scripts/check-schemas.py                 all study files of the project
  scripts/check-schemas.py DIR ...         and results.json of these folders

Needs jsonschema and PyYAML: pip install jsonschema pyyaml
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ["Examples", "Lattices/Scenarios", "Tests/Schema"]


class Loader(yaml.SafeLoader):
    """YAML 1.2, in which on and off are words."""


Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:bool"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def validator(name, root=None):
    schema = json.loads((ROOT / f"docs/schema/{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    if root:
        schema["anyOf"] = [{"$ref": f"#/$defs/{root}"}]
    return jsonschema.Draft202012Validator(schema)


def complaint(check, value):
    """The deepest error, or None."""
    error = jsonschema.exceptions.best_match(check.iter_errors(value))
    if error is None:
        return None
    place = ".".join(str(step) for step in error.absolute_path)
    return f"{place or 'top level'}: {error.message[:300]}"


def results_root(value):
    if value.get("kind") == "polycrystal":
        return "PolycrystalResults"
    return "SweepResults" if "sweep" in value else "StudyResults"


def main():
    bad, count = [], 0
    study = validator("study")
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).glob("*.yaml")):
            count += 1
            why = complaint(study, yaml.load(path.read_text(), Loader))
            if why:
                bad.append(f"{path.relative_to(ROOT)}: {why}")
    # A schema that takes anything would pass all of the above.
    wrong = yaml.load("model: { crystal: { lattice: sc, suprcell: [2, 2, 2] } }\ntemperatures: 300", Loader)
    if complaint(study, wrong) is None:
        bad.append("the schema takes a mistyped key")
    for folder in sys.argv[1:]:
        path = pathlib.Path(folder) / "results.json"
        value = json.loads(path.read_text())
        count += 1
        why = complaint(validator("results", results_root(value)), value)
        if why:
            bad.append(f"{path}: {why}")
    print("\n".join(bad) if bad else f"{count} files fit their schemas")
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()
