#!/usr/bin/env python3
"""Makes the JSON schema of results.json from the Swift types that it is written from.

  scripts/results-schema.py           writes Sources/IonHopStudies/Schema/results.schema.json
  scripts/results-schema.py --check   fails if it is not up to date

Every stored property of a Codable struct is a key, its documentation the key's description: one source.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULES = ["IonHopCore", "IonHopNetworks", "IonHopFields", "IonHopAnalysis", "IonHopStudies"]
ROOTS = ["StudyResults", "SweepResults", "PolycrystalResults"]
# Built into the program; docs/schema links to it.
FILE = ROOT / "Sources/IonHopStudies/Schema/results.schema.json"

TYPE = re.compile(r"^(\s*)(?:public )?(struct|enum) (\w+): ([^{]*)\{")
STORED = re.compile(r"^\s*(?:public )?(?:internal\(set\) )?var (\w+)(?:: ([^={]+?))?(?: = [^{]*)?$")
CASE = re.compile(r'^\s*case (\w+)(?: = "([^"]*)")?((?:, \w+)*)\s*$')


def codable_types():
    """name -> (kind, description, members), nested types by their own name and by Outer.Inner."""
    types = {}
    for module in MODULES:
        for path in sorted((ROOT / "Sources" / module).rglob("*.swift")):
            scan(path.read_text().splitlines(), types)
    return types


def scan(lines, types):
    comment, open_types = [], []  # open_types: (depth at which its body lies, entry)
    depth = 0
    for line in lines:
        stripped = line.strip()
        if stripped.startswith("///"):
            comment.append(stripped[3:].strip())
            continue
        while open_types and depth < open_types[-1][0]:
            open_types.pop()
        inside = open_types[-1] if open_types else None
        declared = TYPE.match(line)
        if declared and "Codable" in declared[4]:
            outer = [e["name"] for _, e in open_types]
            entry = {
                "name": ".".join([*outer[-1:], declared[3]]), "kind": declared[2],
                "about": sentence(comment), "members": [],
            }
            for name in (entry["name"], declared[3]):
                types.setdefault(name, entry)
            open_types.append((depth + 1, entry))
        elif inside and depth == inside[0]:
            entry = inside[1]
            if entry["kind"] == "struct":
                stored = STORED.match(line)
                if stored and not stripped.startswith("static"):
                    kind = stored[2] or initial(line)
                    entry["members"].append((stored[1], kind.strip(), sentence(comment)))
            else:
                case = CASE.match(line)
                if case:
                    more = [name.strip() for name in case[3].split(",") if name.strip()]
                    entry["members"] += [case[2] or case[1], *more]
        code = re.sub(r'"[^"]*"', "", line.split("//")[0])
        depth += code.count("{") - code.count("}")
        if stripped and not stripped.startswith("//"):
            comment = []


def initial(line):
    """The type of a property that only its initial value tells."""
    value = line.split("=")[1].strip()
    if value in ("true", "false"):
        return "Bool"
    if value.endswith(".currentSchema"):
        return "Int"
    if value.endswith(".kind"):
        return "String"
    return f"of {line.strip()}"  # an error only where it is needed


def sentence(comment):
    text = " ".join(comment).strip()
    return text.split("  ")[0]


def schema(kind, types, needed):
    kind = kind.strip()
    if kind.endswith("?"):
        return schema(kind[:-1], types, needed)
    if kind in ("Int", "UInt64", "Int32", "UInt32"):
        return {"type": "integer"}
    if kind == "Double":
        return {"$ref": "#/$defs/Number"}
    if kind == "String":
        return {"type": "string"}
    if kind == "Bool":
        return {"type": "boolean"}
    if kind.startswith("SIMD3<"):
        return {"type": "array", "items": schema(kind[6:-1], types, needed),
                "minItems": 3, "maxItems": 3}
    if kind.startswith("[") and kind.endswith("]"):
        inner = kind[1:-1]
        if re.match(r"^String: ", inner):
            return {"type": "object", "additionalProperties": schema(inner[8:], types, needed)}
        return {"type": "array", "items": schema(inner, types, needed)}
    if kind in types:
        name = types[kind]["name"]
        if name not in needed:
            needed.append(name)
        return {"$ref": f"#/$defs/{name}"}
    raise SystemExit(f"results-schema.py: no schema for the type {kind}")


def definition(entry, types, needed):
    if entry["kind"] == "enum":
        return {"description": entry["about"], "enum": entry["members"]}
    properties, required = {}, []
    for name, kind, about in entry["members"]:
        scope = {**types, **{n.split(".")[1]: t for n, t in types.items()
                             if n.startswith(entry["name"].split(".")[0] + ".")}}
        body = schema(kind, scope, needed)
        properties[name] = {"description": about, **body} if about else body
        if not kind.endswith("?"):
            required.append(name)
    return {"description": entry["about"], "type": "object", "properties": properties,
            "required": required, "additionalProperties": False}


def main():
    types, needed, definitions = codable_types(), list(ROOTS), {}
    definitions["Number"] = {
        "description": "A number; what is not finite is a text.",
        "anyOf": [{"type": "number"}, {"enum": ["inf", "-inf", "nan"]}]}
    for name in needed:  # grows while it is walked
        definitions[name] = definition(types[name], types, needed)
    text = json.dumps({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "IonHop results",
        "description": "results.json of a study, of a sweep, or of a polycrystal.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in ROOTS], "$defs": definitions,
    }, indent=1, ensure_ascii=False) + "\n"
    is_fresh = FILE.exists() and FILE.read_text() == text
    if "--check" in sys.argv[1:]:
        if not is_fresh:
            print(f"{FILE.relative_to(ROOT)} is not up to date; run scripts/results-schema.py")
        raise SystemExit(0 if is_fresh else 1)
    FILE.write_text(text)


if __name__ == "__main__":
    main()
