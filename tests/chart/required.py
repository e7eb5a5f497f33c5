"""Ends with 1 when the schema does not ask for a value that values.yaml has: taken away with null, templates would meet nothing.

What `resources` has may be left out: a pod without a limit is a pod.

usage: required.py VALUES SCHEMA
"""

import json
import pathlib
import sys

import yaml


def missing(values, schema, definitions, path=""):
    """The paths of values that the schema lets go."""
    schema = definitions[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    for key, value in values.items():
        if key not in schema.get("required", []):
            yield path + key
        inner = schema["properties"][key]
        if value and isinstance(value, dict) and key != "resources":
            yield from missing(value, inner, definitions, f"{path}{key}.")


def main():
    values, schema = (pathlib.Path(name).read_text() for name in sys.argv[1:])
    schema = json.loads(schema)
    free = list(missing(yaml.safe_load(values), schema, schema["definitions"]))
    print(*free, sep="\n", end="\n" if free else "")
    sys.exit(bool(free))


main()
