"""A small client of the controller's public API: JSON in and out, the session's cookie kept, problems as exceptions."""
import http.client
import json
import time
import uuid


class Problem(Exception):
    """What the API refused, with its code and sentence."""

    def __init__(self, status, body):
        self.status = status
        self.code = body.get("code", "unknown")
        self.body = body
        super().__init__(f"{status} {self.code}: {body.get('detail', '')}")


class Api:
    def __init__(self, port):
        self.port = port
        self.cookie = None

    def request(self, method, path, body=None, headers=None, raw=None):
        """Returns (status, headers, bytes). Bounded: 20 s."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        sent = dict(headers or {})
        if self.cookie:
            sent["Cookie"] = self.cookie
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        elif raw is not None:
            sent.setdefault("Content-Type", "application/octet-stream")
        connection.request(method, "/api/v1" + path, body=data, headers=sent)
        answer = connection.getresponse()
        content = answer.read()
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = value.split(";", 1)[0]
        connection.close()
        if answer.status >= 400:
            try:
                problem = json.loads(content)
            except ValueError:
                problem = {"detail": content[:200].decode(errors="replace")}
            raise Problem(answer.status, problem)
        return answer.status, answer.headers, content

    def get(self, path):
        return json.loads(self.request("GET", path)[2])

    def post(self, path, body=None, headers=None):
        content = self.request("POST", path, {} if body is None else body, headers)[2]
        return json.loads(content) if content else None

    def items(self, path):
        """All pages of a list."""
        rows, cursor = [], ""
        while True:
            mark = "&" if "?" in path else "?"
            page = self.get(path + (f"{mark}limit=200&cursor={cursor}" if cursor else f"{mark}limit=200"))
            rows += page["items"]
            cursor = page.get("next_cursor", "")
            if not cursor:
                return rows

    def upload(self, content, piece=262144):
        upload = self.post("/uploads", {"size_bytes": len(content)})
        for offset in range(0, len(content), piece):
            self.request("PATCH", f"/uploads/{upload['id']}", raw=content[offset:offset + piece],
                         headers={"Upload-Offset": str(offset)})
        return upload["id"]

    def prepare(self, announcement, upload=None, limit=60):
        """Has the sound made and waits for it; raises Problem with the announcement's error."""
        self.post(f"/announcements/{announcement}/prepare", {"upload": upload} if upload else {})
        until = time.monotonic() + limit
        while time.monotonic() < until:
            now = self.get(f"/announcements/{announcement}")
            # Where another sound was there before, that one stays, and the error beside it.
            if now["audio"] != "processing" and "audio_error" in now:
                raise Problem(422, now["audio_error"])
            if now["audio"] == "ready":
                return now
            time.sleep(0.1)
        raise TimeoutError(f"the sound of announcement {announcement} was not ready after {limit} s")

    def broadcast(self, announcement, targets, **more):
        body = {"announcement": announcement, "targets": targets, **more}
        return self.post("/broadcasts", body, {"Idempotency-Key": str(uuid.uuid4())})
