"""Reads the named statements out of the stores: `constexpr std::string_view name = "..." MACRO R"(...)";`, as the compiler joins them."""
import re

TOKEN = re.compile(r'R"\((?P<raw>.*?)\)"|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<name>[A-Za-z_]\w*)|(?P<end>;|$)|(?P<other>\S)', re.DOTALL)
CONSTANT = re.compile(r"constexpr std::string_view (?P<name>\w+)\s*=\s*")
MACRO = re.compile(r"^#define (?P<name>\w+)[ \t]+(?P<body>(?:.*\\\n)*.*)$", re.MULTILINE)


def macros_of(source):
    return {found["name"]: found["body"].replace("\\\n", " ") for found in MACRO.finditer(source)}


def joined(source, macros):
    """The text up to the semicolon; None when it is not a chain of literals and macros."""
    text = ""
    for token in TOKEN.finditer(source):
        if token["raw"] is not None:
            text += token["raw"]
        elif token["text"] is not None:
            text += bytes(token["text"], "utf-8").decode("unicode_escape")
        elif token["name"] is not None and token["name"] in macros:
            text += joined(macros[token["name"]], macros)
        elif token["end"] is not None:
            return text
        else:
            return None
    return text


def named_statements(sources):
    """[(file, name, sql)] of every constant that is SQL, from {file: text}."""
    macros = {}
    for source in sources.values():
        macros.update(macros_of(source))
    statements = []
    for file, source in sources.items():
        for constant in CONSTANT.finditer(source):
            sql = joined(source[constant.end():], macros)
            if sql and re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", sql):
                statements.append((file, constant["name"], sql))
    return statements
