"""Bad input at a running controller, through its real doors: a clear error each time, and nothing lost by it.

"Nothing lost" is asked after every test: every part well, the loudspeakers connected, and what was saved before still there; at the
end the commune still speaks.
"""
import datetime
import json
import random
import re
import subprocess
import time
import unittest
import urllib.request
import uuid

import callers
import sounds
from commune import Commune, Problem, run_tests, seed, wait_until
from api import Api

NOWHERE = str(uuid.UUID(int=1))


def setUpModule():
    global commune, kept
    commune = Commune()
    commune.__enter__()
    unittest.addModuleCleanup(commune.__exit__, None)
    kept = commune.announcement(sounds.voice(), "Bản tin có từ trước")
    wait_until("every part is well", lambda: commune.unwell() == [], 60)


class Untouched(unittest.TestCase):
    """A test after which everything has to be as before."""

    def setUp(self):
        self.schedules = commune.api.items("/schedules")
        self.broadcasts = commune.api.items("/broadcasts")
        self.announcements = {one["id"] for one in commune.api.items("/announcements")}

    def tearDown(self):
        self.assertEqual(commune.unwell(), [])
        self.assertTrue(all(node["condition"]["connected"] for node in commune.api.items("/nodes")))
        self.assertEqual(commune.api.get(f"/announcements/{kept['id']}"), kept)
        self.assertEqual(len(commune.api.request("GET", f"/announcements/{kept['id']}/audio")[2]), kept["content"]["size_bytes"])
        self.assertLessEqual(self.announcements, {one["id"] for one in commune.api.items("/announcements")})

    def refused(self, status, code, words, call):
        """The problem's status, code, and a sentence in which these words stand."""
        with self.assertRaises(Problem) as caught:
            call()
        self.assertEqual((caught.exception.status, caught.exception.code), (status, code), str(caught.exception))
        self.assertRegex(str(caught.exception), words)
        return caught.exception

    def refused_by(self, rule, vietnamese, english, call):
        """Named by its rule, and said in both languages with what to do."""
        with self.assertRaises(Problem) as caught:
            call()
        problem = caught.exception.body
        self.assertEqual(problem.get("rule", {}).get("name"), rule, problem)
        self.assertRegex(problem["words"]["vi"], vietnamese)
        self.assertRegex(problem["words"]["en"], english)
        self.assertTrue(problem["fix"])
        return problem

    def answered(self, answer, status, code, words):
        """The same of an answer as it came over the line."""
        self.assertRegex(answer, rb"^HTTP/1\.1 %d " % status)
        problem = json.loads(answer.split(b"\r\n\r\n", 1)[1])
        self.assertEqual(problem["code"], code)
        self.assertRegex(problem["detail"], words)


class Upload(Untouched):
    def sound_of(self, content):
        announcement = commune.api.post("/announcements", {"title": "Bản tin hỏng", "source": "file"})
        upload = commune.api.upload(content)
        try:
            return commune.api.prepare(announcement["id"], upload, 80)
        finally:
            # A file that gave no sound takes no room either.
            self.refused(404, "not_found", "no such upload", lambda: commune.api.request("DELETE", f"/uploads/{upload}"))

    def test_a_text_named_mp3_is_no_sound_file(self):
        text = "Đây là văn bản, không phải âm thanh.\n".encode() * 50
        self.assertEqual(commune.api.post("/uploads", {"size_bytes": len(text), "name": "thong-bao.mp3"})["offset"], 0)

        self.refused(422, "audio_unreadable", "no sound file we can read.*MP3", lambda: self.sound_of(text))

    def test_no_bytes_are_no_file(self):
        self.refused(422, "audio_empty", "the file is empty", lambda: commune.api.post("/uploads", {"size_bytes": 0}))

    def test_a_file_that_ends_in_the_middle_is_said_to(self):
        whole = sounds.voice(2)

        self.refused(422, "audio_truncated", "copied whole", lambda: self.sound_of(whole[:len(whole) // 2]))

    def test_two_hours_of_silence_are_called_silent(self):
        self.refused(422, "audio_silent", "check the recording", lambda: self.sound_of(sounds.flac_of_silence(7200)))

    def test_more_than_two_hours_are_too_long(self):
        self.refused(422, "audio_too_long", "longer than 2 hours", lambda: self.sound_of(sounds.flac_of_silence(7300)))

    def test_two_gigabytes_are_refused_before_a_byte_is_stored(self):
        stored = set((commune.data / "uploads").iterdir())

        self.refused(413, "too_large", "at most 300 MB; cut it or save it as MP3",
                     lambda: commune.api.post("/uploads", {"size_bytes": 2_000_000_000}))

        self.assertEqual(set((commune.data / "uploads").iterdir()), stored)

    def head(self, upload, more):
        return (f"PATCH /api/v1/uploads/{upload['id']} HTTP/1.1\r\nHost: localhost\r\nCookie: {commune.api.cookie}\r\n"
                f"Content-Type: application/octet-stream\r\nUpload-Offset: 0\r\n{more}\r\n\r\n").encode()

    def test_a_piece_that_is_two_gigabytes_is_refused_by_its_head(self):
        upload = commune.api.post("/uploads", {"size_bytes": 1000})

        answer = callers.say(commune.local_port, self.head(upload, "Content-Length: 2000000000"), *[bytes(65536)] * 64)

        self.answered(answer, 413, "too_large", "over the limit of 1048576 bytes")
        self.assertEqual(commune.api.request("HEAD", f"/uploads/{upload['id']}")[1]["Upload-Offset"], "0")

    def test_a_piece_of_unsaid_length_is_refused(self):
        upload = commune.api.post("/uploads", {"size_bytes": 1000})

        answer = callers.say(commune.local_port, self.head(upload, "Transfer-Encoding: chunked"), b"7fffffff\r\n", bytes(65536))

        self.answered(answer, 411, "invalid_argument", "needs Content-Length")
        self.assertEqual(commune.api.request("HEAD", f"/uploads/{upload['id']}")[1]["Upload-Offset"], "0")

    def test_more_than_was_announced_is_refused_and_the_rest_may_still_come(self):
        content = sounds.voice()
        upload = commune.api.post("/uploads", {"size_bytes": len(content)})

        def send(piece, offset):
            return commune.api.request("PATCH", f"/uploads/{upload['id']}", raw=piece, headers={"Upload-Offset": str(offset)})
        send(content[:1000], 0)
        self.refused(413, "too_large", f"announced with {len(content)} bytes", lambda: send(content, 1000))
        self.refused(409, "version_conflict", "stands at 1000", lambda: send(content[2000:], 2000))
        send(content[1000:], 1000)
        made = commune.api.post("/announcements", {"title": "Bản tin tải lại", "source": "file"})
        self.assertEqual(commune.api.prepare(made["id"], upload["id"])["audio"], "ready")

    def test_an_upload_that_breaks_off_goes_on_where_it_was(self):
        upload = commune.api.post("/uploads", {"size_bytes": 1000})
        with callers.socket.create_connection(("127.0.0.1", commune.local_port), timeout=callers.LIMIT) as connection:
            connection.sendall(self.head(upload, "Content-Length: 1000") + bytes(300))

        self.assertEqual(commune.api.request("HEAD", f"/uploads/{upload['id']}")[1]["Upload-Offset"], "0")


class Plan(Untouched):
    def setUp(self):
        super().setUp()
        self.areas = {area["full_name"]: area["id"] for area in commune.api.items("/areas")}
        self.zone = commune.api.items("/zones")[0]["id"]

    def tearDown(self):
        super().tearDown()
        self.assertEqual(commune.api.items("/schedules"), self.schedules)

    def refused_schedule(self, status, code, words, targets=None, days=1, **more):
        """Neither the preview nor saving takes it."""
        start = datetime.datetime.now() + datetime.timedelta(days=days)
        body = {"announcement": kept["id"], "targets": targets or {"zones": [self.zone]}, "local_start": start.strftime("%Y-%m-%dT10:00"),
                "time_zone": "Asia/Ho_Chi_Minh", **more}
        for path in ("/schedules/preview", "/schedules"):
            with self.subTest(path):
                problem = self.refused(status, code, words, lambda path=path: commune.api.post(path, body))
                self.assertTrue(code == "not_found" or problem.body.get("rule"), problem.body)

    def test_a_moment_that_has_passed_is_refused(self):
        self.refused_schedule(422, "schedule_in_past", "past", days=-2)

    def test_a_hamlet_without_a_loudspeaker_is_refused(self):
        mute = next(area["id"] for area in commune.api.items("/areas") if area["kind"] == "hamlet"
                    and area["id"] not in {node["hamlet"] for node in commune.nodes.values()})
        self.refused_schedule(422, "zone_empty", "no loudspeaker", {"areas": [mute]})

    def test_an_empty_zone_is_refused(self):
        empty = commune.api.post("/zones", {"name": f"Trống {time.monotonic_ns()}"})
        self.refused_schedule(422, "zone_empty", "no loudspeaker", {"zones": [empty["id"]]})

    def test_nowhere_at_all_is_refused(self):
        self.refused_schedule(422, "zone_empty", "loudspeaker", {"nodes": []})

    def test_a_loudspeaker_that_is_not_there_is_refused(self):
        self.refused_schedule(422, "node_unknown", "loudspeaker", {"nodes": [NOWHERE]})

    def test_a_rule_that_never_fires_is_refused(self):
        began = time.monotonic()
        self.refused_schedule(422, "recurrence_never_fires", "never", recurrence="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
        self.assertLess(time.monotonic() - began, 5)

    def test_an_hourly_rule_is_refused(self):
        self.refused_schedule(422, "recurrence_too_frequent", "day", recurrence="FREQ=HOURLY")

    def test_a_rule_that_is_none_is_refused(self):
        self.refused_schedule(400, "invalid_argument", "recurrence|rule", recurrence="mỗi sáng")

    def test_what_contradicts_itself_is_said_by_its_rule(self):
        zone = {"targets": {"zones": [self.zone]}, "local_start": (datetime.datetime.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%dT10:00")}
        skip = {"kind": "public_holiday", "action": "skip"}
        for change, rule, vietnamese, english in (
                ({"announcement": kept["id"], "recurrence": "FREQ=DAILY", "lunar": {"days": [1]}}, "repeats_twice", "chỉ lặp theo một cách", "in one way"),
                ({"announcement": kept["id"], "recurrence": "FREQ=DAILY", "on_special_days": [skip, {**skip, "action": "keep"}]},
                 "reaction_twice", "hai lần.*ngày lễ", "twice.*public holidays"),
                ({}, "wanted_one", "một bản tin hoặc một chương trình", "one announcement or one programme")):
            with self.subTest(rule):
                self.refused_by(rule, vietnamese, english, lambda change=change: commune.api.post("/schedules", {**zone, **change}))

    def test_a_surge_period_of_no_length_or_of_no_place_is_said_by_its_rule(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        body = {"name": "Bão", "from": now.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "until": (now + datetime.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "windows": [{"from": "12:00", "to": "13:00"}], "areas": [commune.api.get("/commune")["id"]]}
        self.refused_by("window", "12:00-12:00.*giờ đầu phải khác giờ cuối", "12:00-12:00",
                        lambda: commune.api.post("/surge-periods", {**body, "windows": [{"from": "12:00", "to": "12:00"}]}))
        self.refused_by("surge_places", "Hãy chọn địa bàn", "Choose its places", lambda: commune.api.post("/surge-periods", {**body, "areas": []}))

    def test_a_programme_of_three_hours_is_told_its_length_in_minutes(self):
        item = {"key": "tin", "kind": "bulletins", "title": "Tin"}
        problem = self.refused_by("programme_length", "chương trình này dài 180 phút", "this one would last 180",
                                  lambda: commune.api.post("/programmes", {"name": "Dài", "length_s": 3 * 3600, "items": [item]}))
        self.assertEqual(problem["pointer"], "/length_s")
        self.refused_by("programme_items", "Hãy thêm hoặc bớt mục", "Add some",
                        lambda: commune.api.post("/programmes", {"name": "Trống", "length_s": 1800, "items": []}))

    def test_too_long_a_look_ahead_is_said_by_its_rule(self):
        late = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=40)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        self.refused_by("period", "dài nhất 31 ngày", "at most 31 days", lambda: commune.api.get(f"/dry-run?zone={self.zone}&to={late}"))

    def test_an_announcement_that_is_not_there_is_refused(self):
        self.refused_schedule(404, "not_found", "announcement", announcement=NOWHERE)

    def test_the_same_key_with_other_words_is_refused_and_the_first_stays(self):
        key = str(uuid.uuid4())
        later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        body = {"announcement": kept["id"], "targets": {"zones": [self.zone]}, "starts_at": later}
        first = commune.api.post("/broadcasts", body, {"Idempotency-Key": key})
        self.addCleanup(lambda: commune.api.post("/stop", {"broadcast": first["id"]}))

        other = {**body, "targets": {"nodes": [commune.nodes[1]["id"]]}}
        self.refused(422, "idempotency_mismatch", "Idempotency-Key was used.*take a new one",
                     lambda: commune.api.post("/broadcasts", other, {"Idempotency-Key": key}))

        self.assertEqual(commune.api.post("/broadcasts", body, {"Idempotency-Key": key})["id"], first["id"])
        self.assertEqual(len(commune.api.items("/broadcasts")), len(self.broadcasts) + 1)

    def test_a_broadcast_without_a_key_is_refused(self):
        body = {"announcement": kept["id"], "targets": {"zones": [self.zone]}}
        self.refused(400, "invalid_argument", "Idempotency-Key", lambda: commune.api.post("/broadcasts", body))
        self.assertEqual(commune.api.items("/broadcasts"), self.broadcasts)


class Body(Untouched):
    def send(self, content):
        return commune.api.request("POST", "/announcements", raw=content, headers={"Content-Type": "application/json"})

    def test_garbage_is_no_json(self):
        for content in (b"\xff\xfe\x00garbage", b"{\"title\": ", b"[1,2", b"{}{}", b"{\"title\":\"\xc3\x28\",\"source\":\"file\"}"):
            with self.subTest(content):
                self.refused(400, "malformed", "not JSON", lambda content=content: self.send(content))

    def test_what_is_nested_too_deep_is_said_to(self):
        for content in (b"[" * 60000, b"{\"a\":" * 10000, b"[" * 33 + b"]" * 33):
            with self.subTest(content[:40]):
                self.refused(400, "malformed", "nested.* 32", lambda content=content: self.send(content))

    def test_what_is_too_large_is_said_to(self):
        content = json.dumps({"title": "x" * 70000, "source": "file"}).encode()
        self.refused(413, "too_large", "over the limit of 65536 bytes", lambda: self.send(content))

    def test_a_wrong_value_is_named(self):
        problem = self.refused(400, "invalid_argument", "/source", lambda: self.send(b"{\"title\":\"x\",\"source\":\"fax\"}"))
        self.assertIn("/source", str(problem))

    def test_a_wrong_value_is_named_in_both_languages_with_what_it_has_to_be(self):
        self.refused_by("field_missing", "Thiếu mục “/title”", "“/title” is missing", lambda: self.send(b"{\"source\":\"file\"}"))
        self.refused_by("field_number", "trong khoảng 1 - 200", "within 1 - 200", lambda: commune.api.get("/announcements?limit=0"))

    def test_a_validity_that_ends_before_it_begins_is_named(self):
        validity = {"from": "2026-12-02T00:00:00.000Z", "until": "2026-12-01T00:00:00.000Z"}
        self.refused_by("validity_order", "01/12/2026.*Hãy sửa", "Let it end after",
                        lambda: commune.api.post("/announcements", {"title": "x", "source": "text", "text": "x", "validity": validity}))

    def test_an_unknown_field_is_named(self):
        self.refused(400, "invalid_argument", "/colour", lambda: self.send(b"{\"title\":\"x\",\"source\":\"file\",\"colour\":1}"))


class SignIn(Untouched):
    def test_a_wrong_password_waits_longer_each_time_and_keeps_nobody_out(self):
        api = Api(commune.local_port)
        for _ in range(5):
            self.refused(401, "wrong_credentials", "login|password", lambda: seed.sign_in(api, "truong-thon", "không phải mật khẩu"))
        limited = self.refused(429, "too_many_requests", r"try again in \d+ s",
                               lambda: seed.sign_in(api, "truong-thon", commune.logins["truong-thon"]))

        self.assertEqual(seed.sign_in(Api(commune.local_port), "bientap", commune.logins["bientap"])["login"], "bientap")
        time.sleep(int(re.search(r"in (\d+) s", str(limited))[1]))
        self.assertEqual(seed.sign_in(api, "truong-thon", commune.logins["truong-thon"])["login"], "truong-thon")

    def test_an_unknown_login_sounds_like_a_wrong_password(self):
        unknown, wrong = (self.refused(401, "wrong_credentials", "login|password",
                                       lambda login=login: seed.sign_in(Api(commune.local_port), login, "không phải mật khẩu"))
                          for login in ("khong-ai", "bientap"))
        self.assertEqual(str(unknown), str(wrong))

    def test_nobody_is_told_to_sign_in(self):
        self.refused(401, "not_authenticated", "nobody is signed in", lambda: Api(commune.local_port).get("/announcements"))


class TlsPort(Untouched):
    def test_garbage_instead_of_a_handshake_is_closed(self):
        random.seed(7)
        for content in (random.randbytes(4000), b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\xff\xff" + bytes(70000)):
            with self.subTest(content[:20]):
                answer = callers.say(commune.port, content)
                self.assertNotIn(b"HTTP/1.1 200", answer)
        commune.wait_for_log("controller", "[handshake_failed]")

    def test_garbage_without_a_protocol_is_answered_as_bad_http(self):
        answer = callers.say_by_tls(commune.port, b"\x00\xff\x00\xff garbage\r\n\r\n")

        self.answered(answer, 400, "malformed", "not an HTTP request")

    def test_garbage_as_http_is_answered_as_bad_http(self):
        for content in (random.randbytes(3000) + b"\r\n\r\n", b"GARBAGE / HTTP/9.9\r\n\r\n"):
            with self.subTest(content[:20]):
                self.answered(callers.say_by_tls(commune.port, content, alpn="http/1.1"), 400, "malformed", "not an HTTP request")

    def test_a_head_without_end_is_answered_as_too_large(self):
        answer = callers.say_by_tls(commune.port, b"GET / HTTP/1.1\r\nX: " + b"a" * 20000, alpn="http/1.1")

        self.answered(answer, 431, "too_large", "head of the request is over 16 KiB")

    def test_frames_of_a_stranger_end_with_a_reason(self):
        for frame, reason in ((b"\0\0\0\4\xff\xff\xff\xff", b"malformed"), (b"\xff\xff\xff\xff", b"too_large"), (b"\0\0\0\0", b"malformed")):
            with self.subTest(frame):
                self.assertIn(reason, callers.say_by_tls(commune.port, frame, alpn="village/1"))

    def test_a_protocol_that_nobody_speaks_is_refused(self):
        with self.assertRaisesRegex(callers.ssl.SSLError, "no application protocol"):
            callers.say_by_tls(commune.port, alpn="smtp")

    def test_a_certificate_of_strangers_is_refused_and_the_loudspeaker_of_that_name_stays(self):
        identity = callers.foreign_identity(commune.folder / "foreign.pem", "node-1")
        since = commune.api.get(f"/nodes/{commune.nodes[1]['id']}")["condition"]["since"]

        with self.assertRaisesRegex(callers.ssl.SSLError, "alert"):
            callers.say_by_tls(commune.port, b"\0\0\0\0", alpn="village/1", identity=identity)

        commune.wait_for_log("controller", "[certificate_foreign]")
        self.assertIn("not of this commune", commune.log("controller"))
        self.assertEqual(commune.api.get(f"/nodes/{commune.nodes[1]['id']}")["condition"]["since"], since)


class UdpPort(Untouched):
    def test_garbage_changes_nothing(self):
        random.seed(11)
        sizes = [0, 1, 2, 9, 17, 40, 1200, 1500, 9000, 65000] * 40

        callers.scatter(commune.port, [random.randbytes(size) for size in sizes])
        callers.scatter(commune.port, [bytes([first]) + random.randbytes(60) for first in range(256)])

        announcement = commune.announcement(sounds.voice(0.5), "Sau khi bị quấy phá")
        commune.wait_until_played(commune.play_now(announcement, {"nodes": [commune.nodes[1]["id"]]}))


class Enrolment(Untouched):
    def enrol(self, folder, ticket):
        command = [str(word) for word in commune.node_command(0, folder, ticket)]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    def test_a_wrong_code_makes_no_loudspeaker_and_the_right_one_still_does(self):
        # That an expired code is told from a wrong one: tests/node-firmware/program/running_node_test.cpp, which can turn the clock.
        new = commune.api.post("/nodes", {"number": 99, "hamlet": commune.nodes[1]["hamlet"], "name": "Cổng làng"})
        older, ticket = (commune.api.post(f"/nodes/{new['id']}/enrolment")["qr_payload"] for _ in range(2))
        folder = commune.folder / "node-99"

        refused = self.enrol(folder, older)
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertRegex(refused.stderr, r"ask the administrator for a new one \[enrolment_code_wrong\]")
        self.assertEqual(commune.api.get(f"/nodes/{new['id']}")["stage"], "expected")

        (commune.folder / "node-99.code").write_text(ticket)
        commune.start_node(99)
        commune.wait_for_nodes()
        commune.nodes[99] = commune.api.get(f"/nodes/{new['id']}")
        again = self.enrol(commune.folder / "node-98", ticket)
        self.assertEqual(again.returncode, 1, again.stderr)
        self.assertRegex(again.stderr, r"\[enrolment_code_wrong\]")

    def test_what_is_no_code_is_refused_at_once(self):
        refused = self.enrol(commune.folder / "node-97", "12345-67890")

        self.assertEqual(refused.returncode, 2, refused.stderr)
        self.assertRegex(refused.stderr, "no pairing ticket.*copy the whole line")

    def test_a_second_set_up_is_refused(self):
        elsewhere = {"unit": "xã", "name": "Khác", "province": {"unit": "tỉnh", "name": "Khác"}}
        body = {"code": "AAAAA-AAAAA", "login": "ke-gian", "password": "mật khẩu dài dài", "commune": elsewhere}
        self.refused(409, "setup_already_done", "sign in instead", lambda: Api(commune.local_port).post("/setup", body))


class WhenAllIsOver(Untouched):
    def test_the_commune_still_speaks(self):
        cast = commune.play_now(kept, {"zones": [commune.api.items("/zones")[0]["id"]]})

        commune.wait_until_played(cast)

    def test_its_figures_tell_what_was_turned_away(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{commune.local_port}/api/v1/metrics", timeout=10) as answer:
            figures = answer.read().decode()

        for line in (r'village_part_well\{part="signer"\} 1', r"village_nodes_connected [1-9]", r'village_refused_total\{what="frames"\} \d',
                     r'village_refused_total\{what="certificates"\} [1-9]', r"village_media_packets_total \d"):
            self.assertRegex(figures, line)


if __name__ == "__main__":
    run_tests()
