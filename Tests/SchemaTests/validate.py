"""validate.py [--strict] SCHEMA < DOCUMENT: holds a JSON document against a JSON Schema.

--strict also refuses keys that the schema does not describe. Exit status: 0 valid, 1 not (what is wrong is printed),
77 where the Python package jsonschema is not installed.
"""
import json
import sys

try:
    import jsonschema
except ImportError:
    print("the Python package jsonschema is not installed")
    sys.exit(77)


def close(schema):
    """Forbids, in every object whose keys are described, all others."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            close(part)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


def main():
    strict, path = sys.argv[1:-1] == ["--strict"], sys.argv[-1]
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    if strict:
        close(schema)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    # The bytes must be UTF-8, and JSON without NaN and Infinity, which Python would take.
    text = sys.stdin.buffer.read().decode("utf-8")
    document = json.loads(text, parse_constant=lambda word: sys.exit(f"{word} is not JSON"))
    errors = sorted(validator(schema).iter_errors(document), key=lambda error: list(error.path))
    for error in errors[:20]:
        print("/".join(map(str, error.path)) or "(root)", error.message[:300])
    return 1 if errors else 0


sys.exit(main())
