"""Lays out schemas as kubeconform looks for them: VERSION/KIND-GROUP-VERSION.json. Nothing unknown is allowed in any.

usage: schemas.py KUBERNETES_VALIDATE_WHEEL FOLDER CRD...
"""

import json
import pathlib
import sys
import zipfile

import yaml

# The oldest Kubernetes that the chart takes, and the newest that there are schemas for.
VERSIONS = ("v1.27.0", "v1.37.0")


def kubernetes(wheel, folder, version):
    prefix = f"kubernetes_validate/kubernetes-json-schema/{version}-local-strict/"
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(prefix):
                # Names and references are addresses of a web server, which kubeconform would ask.
                text = archive.read(name).decode().replace('"/api/_definitions.json', '"_definitions.json')
                schema = json.loads(text)
                schema.pop("$id", None)
                (folder / name.removeprefix(prefix)).write_text(json.dumps(schema))


def strict(schema):
    """Kubernetes drops what a CRD does not name; here it is an error."""
    if isinstance(schema, dict):
        if "properties" in schema and not schema.get("x-kubernetes-preserve-unknown-fields"):
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            strict(part)
    elif isinstance(schema, list):
        for part in schema:
            strict(part)


def custom_resource(crd, folder):
    spec = yaml.safe_load(pathlib.Path(crd).read_text())["spec"]
    group = spec["group"].split(".")[0]
    for version in spec["versions"]:
        schema = version["schema"]["openAPIV3Schema"]
        strict(schema["properties"]["spec"])
        file = f"{spec['names']['kind'].lower()}-{group}-{version['name']}.json"
        (folder / file).write_text(json.dumps(schema))


def main():
    wheel, folder, *crds = sys.argv[1:]
    for version in VERSIONS:
        there = pathlib.Path(folder, version)
        there.mkdir(parents=True, exist_ok=True)
        kubernetes(wheel, there, version)
        for crd in crds:
            custom_resource(crd, there)


main()
