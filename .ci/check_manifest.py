#!/usr/bin/env python3
"""Whether manifests are as their schema says.

    check_manifest.py SCHEMA MANIFEST...
"""

import copy
import json
import sys
from pathlib import Path

import jsonschema

schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
validator = kind(schema)
states = set()
for name in sys.argv[2:]:
    manifest = json.loads(Path(name).read_text(encoding="utf-8"))
    for error in validator.iter_errors(manifest):
        sys.exit(f"{name}: {error.json_path}: {error.message}")
    states |= {output["state"] for output in manifest["outputs"].values()}
    # What an unfinished run leaves has the same shape.
    unfinished = {**manifest, "complete": False, "unconfirmed": copy.deepcopy(manifest["outputs"])}
    validator.validate(unfinished)
    # A schema that lets everything pass says nothing.
    for wrong in ({**manifest, "version": 1}, {**manifest, "khac": 1}, {"version": 2}):
        if validator.is_valid(wrong):
            sys.exit(f"{name}: the schema lets {list(wrong)} pass")
if not {"published", "failed"} <= states:
    sys.exit(f"only {sorted(states)} were seen")
print(f"{len(sys.argv) - 2} manifests are as {sys.argv[1]} says")
