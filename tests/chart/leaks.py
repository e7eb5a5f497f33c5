"""Ends with 1 when a value of the rendered Secret appears anywhere outside of it.

usage: leaks.py RENDERED [FURTHER_TEXT...]
"""

import base64
import pathlib
import sys
import urllib.parse

import yaml


def forms(encoded):
    """A value as it is, encoded, and the password in it when it is an address."""
    plain = base64.b64decode(encoded).decode()
    password = urllib.parse.urlsplit(plain).password if "://" in plain else None
    return [form for form in (encoded, plain, password) if form]


def main():
    rendered, *further = (pathlib.Path(name).read_text() for name in sys.argv[1:])
    documents = [document for document in yaml.safe_load_all(rendered) if document]
    secrets = [document for document in documents if document["kind"] == "Secret"]
    elsewhere = [(f"{document['kind']} {document['metadata']['name']}", yaml.safe_dump(document, width=10**6))
                 for document in documents if document["kind"] != "Secret"]
    elsewhere += zip(sys.argv[2:], further)
    leaks = [f"{key} of {secret['metadata']['name']} can be read in {place}"
             for secret in secrets
             for key, encoded in secret["data"].items()
             for place, text in elsewhere
             if any(form in text for form in forms(encoded))]
    print(*leaks, sep="\n", end="\n" if leaks else "")
    sys.exit(bool(leaks))


main()
