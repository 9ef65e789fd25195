"""Documents compared with their published schemas."""

from functools import cache

from jsonschema import Draft202012Validator

from pipeline.documents.shapes.document_shapes import document_schemas


@cache
def validator(name, *, closed=False):
    """What checks documents of a name; closed: a field that nobody declared is wrong too."""
    schema = document_schemas()[name]
    return Draft202012Validator(_closed(schema) if closed else schema)


def problems(document, name, *, closed=False):
    """What is wrong with a document: the place and the reason."""
    errors = validator(name, closed=closed).iter_errors(document)
    return [(inner.json_path, inner.message) for error in errors for inner in (error.context or [error])]


def _closed(shape, *, is_part=False):
    """The schema with every object closed; is_part: other parts of an allOf say more of the same object."""
    if isinstance(shape, list):
        return [_closed(inner, is_part=is_part) for inner in shape]
    if not isinstance(shape, dict):
        return shape
    parts = {
        key: [_closed(inner, is_part=is_part or key == "allOf") for inner in value]
        for key, value in shape.items()
        if key in {"allOf", "anyOf"}
    }
    fields = {name: _closed(inner) for name, inner in shape.get("properties", {}).items()}
    nested = {key: _closed(shape[key]) for key in ("items", "additionalProperties") if isinstance(shape.get(key), dict)}
    closing = {}
    if "allOf" in shape:
        closing = {"unevaluatedProperties": False}
    elif fields and not is_part and shape.get("properties", {}).get("error") != {"type": "string"}:
        closing = {"additionalProperties": False}
    return shape | parts | ({"properties": fields} if fields else {}) | nested | closing
