"""Bodies made up from openapi.yaml: of the right shape with random values, with one strange thing in them, or no body at all."""
import json
import random
import re
import uuid

from schema import resolve

STRANGE = [None, True, -1, 0, 2**63, 1e308, "", " ", "\x00", "\ud7ff", "đ" * 400, "../..", "' OR 1=1", [], {}, [[[]]], {"a": {"b": 1}},
           "2026-02-30T25:61:00", "0000-00-00", "99:99", "2026-11-23T05:30:00.000Z"]


class MadeUp:
    def __init__(self, document, seed, known):
        """`known`: ids that exist, so that some bodies reach beyond the reader."""
        self.document, self.random, self.known = document, random.Random(seed), known

    def value(self, schema, depth=6):
        if "$ref" in schema:
            return self.value(resolve(schema["$ref"], self.document), depth)
        if "oneOf" in schema:
            return self.value(self.random.choice(schema["oneOf"]), depth)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        kind = schema.get("type")
        return getattr(self, f"a_{kind}")(schema, depth) if kind else self.random.choice(STRANGE)

    def a_boolean(self, _schema, _depth):
        return self.random.random() < 0.5

    def a_integer(self, schema, _depth):
        return self.random.randint(schema.get("minimum", -10), schema.get("maximum", schema.get("minimum", -10) + 5000))

    def a_number(self, schema, _depth):
        return self.random.uniform(schema.get("minimum", -1000), schema.get("maximum", 1000))

    def a_array(self, schema, depth):
        count = self.random.randint(schema.get("minItems", 0), min(schema.get("maxItems", 3), schema.get("minItems", 0) + 3))
        return [self.value(schema.get("items", {}), depth - 1) for _ in range(count)] if depth else []

    def a_object(self, schema, depth):
        required = schema.get("required", [])
        return {name: self.value(part, depth - 1) for name, part in schema.get("properties", {}).items()
                if name in required or depth and self.random.random() < 0.5}

    def a_string(self, schema, _depth):
        pattern = schema.get("pattern", "")
        if pattern.startswith("^[0-9a-f]{8}-"):
            return self.random.choice(self.known) if self.random.random() < 0.8 else str(uuid.UUID(int=self.random.getrandbits(128)))
        if schema.get("format") == "date-time":
            return f"20{self.random.randint(20, 40)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}T{self.clock()}:00.000Z"
        for one in (f"20{self.random.randint(20, 40)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}T{self.clock()}:00",
                    f"2027-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}", self.clock()):
            if pattern and re.search(pattern, one):
                return one
        length = self.random.randint(schema.get("minLength", 0), min(schema.get("maxLength", 20), schema.get("minLength", 0) + 20))
        return "".join(self.random.choice("aăĐ 0\"\\</😀\n") for _ in range(length))

    def clock(self):
        return f"{self.random.randint(0, 23):02}:{self.random.randint(0, 59):02}"

    def body(self, schema):
        """What is sent: an object, or the bytes of something that is none."""
        made, dice = self.value(schema), self.random.random()
        if dice < 0.4 or not isinstance(made, dict):
            return made
        if dice < 0.85:
            return self.spoiled(made)
        garbage = json.dumps(made, ensure_ascii=False).encode()
        at = self.random.randint(0, len(garbage))
        return self.random.choice([garbage[:at], garbage[:at] + bytes([self.random.randint(0, 255)]) + garbage[at:], b"[" * 100, b"", b"\xff\xfe"])

    def spoiled(self, made):
        """One place of it is something else, is not there, or is there that nobody asked for."""
        place = made
        while True:
            inner = [part for part in place.values() if isinstance(part, dict) and part]
            if not inner or self.random.random() < 0.4:
                break
            place = self.random.choice(inner)
        name = self.random.choice([*place, "unknown"])
        if name in place and self.random.random() < 0.3:
            del place[name]
        else:
            place[name] = self.random.choice(STRANGE)
        return made
