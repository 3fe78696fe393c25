"""Talks to the API and holds every answer against openapi.yaml. Standard library only."""
import base64
import http.client
import json
import os
import re
import socket
import struct
import urllib.parse

import schema

METHODS = ("get", "head", "post", "patch", "put", "delete")


class Contract:
    """The document, and what has been seen of it."""

    def __init__(self, document):
        self.document = document
        self.failures = []
        self.succeeded = set()
        self.operations = {}
        for path, item in document["paths"].items():
            for method in METHODS:
                if method in item:
                    self.operations[(method, path)] = item[method]

    def find(self, method, path):
        for (known_method, known_path), operation in self.operations.items():
            pattern = re.sub(r"\{\w+\}", "[^/]+", known_path)
            if known_method == method and re.fullmatch(pattern, path):
                return known_path, operation
        raise KeyError(f"{method} {path} is not in the document")

    def fail(self, what):
        self.failures.append(what)
        print("FAIL", what)

    def check(self, method, path, status, headers, body):
        known_path, operation = self.find(method, path)
        name = f"{method.upper()} {known_path} -> {status}"
        answer = operation["responses"].get(str(status), operation["responses"].get("default"))
        if answer is None:
            return self.fail(f"{name}: no such answer in the document")
        if "$ref" in answer:
            answer = schema.resolve(answer["$ref"], self.document)
        if str(status) not in operation["responses"] and status < 400:
            self.fail(f"{name}: a success the document does not know")
        for header, rule in answer.get("headers", {}).items():
            if "$ref" in rule:
                rule = schema.resolve(rule["$ref"], self.document)
            if rule.get("required") and header.lower() not in headers:
                self.fail(f"{name}: header {header} is missing")
        self.check_body(name, method, answer, headers, body)
        if status < 400:
            self.succeeded.add((method, known_path))

    def check_body(self, name, method, answer, headers, body):
        content = answer.get("content")
        if method == "head" or not content:
            if body:
                self.fail(f"{name}: a body where the document has none")
            return
        kind = headers.get("content-type", "").split(";")[0]
        if kind not in content:
            return self.fail(f"{name}: content type {kind!r}, the document says {list(content)}")
        if kind.endswith("json"):
            for wrong in schema.errors(json.loads(body), content[kind]["schema"], self.document):
                self.fail(f"{name}: {wrong}")


class Client:
    def __init__(self, base_url, contract):
        self.url = urllib.parse.urlsplit(base_url)
        self.contract = contract
        self.cookie = None

    def call(self, method, path, body=None, headers=None, checked=True):
        """The status, headers (lower case) and body (JSON read). `path` may have a query."""
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=120)
        sent = dict(headers or {})
        if self.cookie:
            sent["Cookie"] = self.cookie
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
            sent.setdefault("Content-Type", "application/json")
        elif body is not None:
            sent.setdefault("Content-Type", "application/octet-stream")
        connection.request(method.upper(), "/api/v1" + path, body=body, headers=sent)
        answer = connection.getresponse()
        content = answer.read()
        received = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        if checked:
            self.contract.check(method, path.split("?")[0], answer.status, received, content)
        if "set-cookie" in received:
            self.cookie = received["set-cookie"].split(";")[0]
        if received.get("content-type", "").split(";")[0].endswith("json") and content:
            content = json.loads(content)
        return answer.status, received, content


class LiveSocket:
    """As much of RFC 6455 as a check needs."""

    def __init__(self, client, query=""):
        self.stream = socket.create_connection((client.url.hostname, client.url.port), timeout=120)
        key = base64.b64encode(os.urandom(16)).decode()
        cookie = f"Cookie: {client.cookie}\r\n" if client.cookie else ""
        self.stream.sendall((f"GET /api/v1/live{query} HTTP/1.1\r\nHost: {client.url.netloc}\r\nUpgrade: websocket\r\n{cookie}"
                             f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = self.stream.recv(1)
            if not byte:
                break
            head += byte
        self.status = int(head.split()[1]) if head else 0

    def read_exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.stream.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def receive(self):
        """The next text message, read as JSON; it may come in several frames."""
        text = b""
        while True:
            first, second = self.read_exactly(2)
            length = second & 127
            if length == 126:
                length = struct.unpack(">H", self.read_exactly(2))[0]
            elif length == 127:
                length = struct.unpack(">Q", self.read_exactly(8))[0]
            payload = self.read_exactly(length)
            if first & 15 == 8:
                raise EOFError
            if first & 15 <= 1:
                text += payload
                if first & 128:
                    return json.loads(text)

    def send(self, value):
        payload = json.dumps(value).encode()
        mask = os.urandom(4)
        masked = bytes(one ^ mask[place % 4] for place, one in enumerate(payload))
        self.stream.sendall(bytes([0x81, 0x80 | len(payload)]) + mask + masked)

    def close(self):
        self.stream.close()
