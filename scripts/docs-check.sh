#!/usr/bin/env bash
# Checks the documentation against a release build in .build/release: links, public symbols without
# documentation, the results' schema against their types, and all study files against the schema.
set -euo pipefail
cd "$(dirname "$0")/.."

python3 scripts/check-links.py
python3 scripts/undocumented.py
python3 scripts/results-schema.py --check

tools=.build/python
[ -x $tools/bin/python ] || python3 -m venv $tools
$tools/bin/python -c "import jsonschema, yaml" 2>/dev/null || $tools/bin/pip install --quiet jsonschema pyyaml
$tools/bin/python scripts/check-schemas.py "$@"
