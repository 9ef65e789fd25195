"""The refused records of a workspace, as `rejects list` has them."""

import json

from pipeline.queries.find_rejects import find_rejects


def rejects_document(workspace, *run, language="en", **options):
    """The document, which must be fit for JSON."""
    with workspace.reader() as store:
        document = find_rejects(store, language, *run, **options)
    assert json.loads(json.dumps(document)) == document
    return document
