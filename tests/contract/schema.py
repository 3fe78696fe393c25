"""Checks a value against the part of JSON Schema (2020-12) that openapi.yaml uses. An unknown keyword is an error, so that no rule
is silently passed over."""
import base64
import re

IGNORED = {"description", "default", "example", "$comment", "contentEncoding", "format", "required", "properties", "additionalProperties",
           "items", "enum", "const", "pattern", "$ref", "oneOf", "minimum", "maximum", "minItems", "maxItems", "minLength",
           "maxLength", "type"}
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float), "integer": int}


def errors(value, schema, document, where="$"):
    """What is wrong with the value, as a list of sentences."""
    unknown = set(schema) - IGNORED
    if unknown:
        return [f"{where}: this checker does not know {sorted(unknown)}"]
    if "$ref" in schema:
        return errors(value, resolve(schema["$ref"], document), document, where)
    if "oneOf" in schema:
        fitting = [one for one in schema["oneOf"] if not errors(value, one, document, where)]
        return [] if len(fitting) == 1 else [f"{where}: fits {len(fitting)} of {len(schema['oneOf'])} forms: {str(value)[:200]}"]
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{where}: {str(value)[:80]!r} is not of type {kind}"]
    found = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r} is none of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{where}: {value!r} is not {schema['const']!r}")
    if isinstance(value, str):
        found += string_errors(value, schema, where)
    elif isinstance(value, list):
        found += list_errors(value, schema, document, where)
    elif isinstance(value, dict):
        found += object_errors(value, schema, document, where)
    elif "minimum" in schema and value < schema["minimum"] or "maximum" in schema and value > schema["maximum"]:
        found.append(f"{where}: {value} is out of bounds")
    return found


def resolve(reference, document):
    part = document
    for step in reference.removeprefix("#/").split("/"):
        part = part[step]
    return part


def string_errors(value, schema, where):
    found = []
    if "pattern" in schema and not re.search(schema["pattern"], value):
        found.append(f"{where}: {value!r} does not fit {schema['pattern']}")
    if schema.get("format") == "date-time" and not TIME.match(value):
        found.append(f"{where}: {value!r} is no time")
    if schema.get("contentEncoding") == "base64":
        try:
            base64.b64decode(value, validate=True)
        except ValueError:
            found.append(f"{where}: {value!r} is not base64")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9):
        found.append(f"{where}: has {len(value)} characters")
    return found


def list_errors(value, schema, document, where):
    found = []
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9):
        found.append(f"{where}: has {len(value)} items")
    for place, item in enumerate(value):
        found += errors(item, schema.get("items", {}), document, f"{where}[{place}]")
    return found


def object_errors(value, schema, document, where):
    known = schema.get("properties", {})
    found = [f"{where}: {name} is missing" for name in schema.get("required", []) if name not in value]
    for name, part in value.items():
        if name in known:
            found += errors(part, known[name], document, f"{where}.{name}")
        elif schema.get("additionalProperties") is False:
            found.append(f"{where}: {name} is not in the document")
    return found
