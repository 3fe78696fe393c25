#!/usr/bin/python3
"""The running server answers as controller/web_api/openapi.yaml says.

  check_contract.py --openapi FILE --commune FILE --server PROGRAM      starts the program, which prints its port and code
  check_contract.py --openapi FILE --commune FILE --url URL --code CODE  against a controller that is not set up yet
  ... --url URL --login NAME --password WORD                             against one that is

Exit status 0: everything held; 1: something did not; 2: could not run."""
import argparse
import base64
import datetime
import http.client
import json
import re
import socket
import ssl
import subprocess
import sys
import time
import uuid

import yaml

import schema
from client import Client, Contract, LiveSocket
from made_up import MadeUp

# A point on P-256 (the generator, SEC 2, 2.4.2): a public key is all the server asks for.
POINT = bytes.fromhex("046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
                      "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5")


# What is refused by these names its rule; the code alone says everything of what is gone or was changed by others, of who is signed
# in or set up, and of what the machine lacks.
NAME_A_RULE = ("invalid_argument", "not_permitted", "too_large", "malformed", "confirmation_needed", "not_approved", "not_ready", "expired",
               "recurrence_too_frequent", "recurrence_never_fires", "schedule_in_past", "zone_empty", "node_unknown", "emergency_on_air",
               "too_many_requests", "key_unknown", "key_revoked", "signature_invalid")


class Run:
    def __init__(self, contract, client, arguments):
        self.contract, self.client, self.arguments = contract, client, arguments

    def expect(self, wanted, method, path, body=None, headers=None, code=None):
        """Calls and expects a status (and a problem's code, by a rule where its code says too little); gives the headers and the body."""
        status, received, content = self.client.call(method, path, body, headers)
        if status != wanted:
            self.contract.fail(f"{method} {path}: {status} instead of {wanted}: {str(content)[:300]}")
        elif code and content.get("code") != code:
            self.contract.fail(f"{method} {path}: {content.get('code')} instead of {code}")
        elif code in NAME_A_RULE and method != "head" and "rule" not in content:
            self.contract.fail(f"{method} {path}: the refusal names no rule: {content}")
        return received, content

    # --- what holds for every operation -------------------------------------------------------------------------------------
    def every_operation_is_routed_and_guarded(self):
        nobody = Client(self.client.url.geturl(), self.contract)
        for (method, path), operation in self.contract.operations.items():
            concrete = re.sub(r"\{\w+\}", str(uuid.UUID(int=1)), path)
            body = {} if method in ("post", "patch") else None
            status, headers, content = nobody.call(method, concrete, body, {"If-Match": '"1"'}, checked=False)
            is_problem = headers.get("content-type") == "application/problem+json"
            if status == 405 or is_problem and method != "head" and "no such resource" in content["detail"]:
                self.contract.fail(f"{method} {path} is in the document but not in the server")
            if operation["x-right"] != "anyone" and status not in (401, 415):
                self.contract.fail(f"{method} {path} answers {status} to somebody who is not signed in")

    def what_is_not_in_the_document_is_refused(self):
        for method, path, wanted, rule in (("get", "/no-such-thing", 404, "address"), ("delete", "/time", 405, "method"),
                                           ("put", "/time", 405, "method"), ("get", "/nodes/", 404, "address"),
                                           ("get", "/time?a=%zz", 400, "address_form"), ("get", "/live", 426, "websocket")):
            status, _, content = self.client.call(method, path, checked=False)
            if status != wanted:
                self.contract.fail(f"{method} {path}: {status} instead of {wanted}")
            self.says_what_to_do(f"{method} {path}", content, rule)

    def says_what_to_do(self, name, content, rule):
        """A refusal of HTTP itself is a problem like every other: it names its rule, what to do, and has words of its own."""
        problem = self.contract.document["components"]["schemas"]["Problem"]
        wrong = schema.errors(content, problem, self.contract.document)
        if wrong or content.get("rule", {}).get("name") != rule:
            self.contract.fail(f"{name}: instead of the rule {rule} it says {content} {wrong}")

    # --- the main job -------------------------------------------------------------------------------------------------------
    def set_up_and_sign_in(self):
        self.expect(200, "get", "/time")
        _, setup = self.expect(200, "get", "/setup")
        login, password = self.arguments.login or "kythuat", self.arguments.password or "mật khẩu dài"
        if setup["needed"]:
            self.expect(401, "post", "/setup/check", {"code": "00000-00000"}, code="wrong_credentials")
            self.expect(204, "post", "/setup/check", {"code": self.arguments.code.lower()})
            body = {"code": self.arguments.code, "login": login, "password": password, "title": "Công chức văn hóa",
                    "commune": {"unit": "xã", "name": "An Bình", "province": {"unit": "tỉnh", "name": "Minh Hà"},
                                "duty_phone": "0200 355 0112"}}
            self.expect(400, "post", "/setup", {**body, "password": "ngắn"}, code="invalid_argument")
            self.expect(201, "post", "/setup", body)
            self.expect(409, "post", "/setup", body, code="setup_already_done")
            self.expect(204, "delete", "/session")
        self.expect(401, "get", "/session", code="not_authenticated")
        self.expect(401, "post", "/session", {"login": login, "password": "falsch falsch"}, code="wrong_credentials")
        self.expect(200, "post", "/session", {"login": login, "password": password})
        self.expect(200, "get", "/session")

    def places(self):
        with open(self.arguments.commune, encoding="utf-8") as file:
            commune = json.load(file)
        twice = json.loads(json.dumps(commune))
        twice["nodes"][3]["number"] = twice["nodes"][0]["number"]
        _, problem = self.expect(409, "post", "/import", twice, code="already_exists")
        if problem.get("pointer") != "/nodes/3/number":
            self.contract.fail(f"the import's problem points to {problem.get('pointer')}")
        _, result = self.expect(200, "post", "/import", commune)
        if (result["hamlets"], result["nodes"]) != (len(commune["hamlets"]), len(commune["nodes"])):
            self.contract.fail(f"imported {result}")
        self.expect(200, "get", "/commune")
        areas = self.expect(200, "get", "/areas")[1]["items"]
        self.expect(200, "get", "/zones")
        self.nodes = self.expect(200, "get", "/nodes")[1]["items"]
        self.hamlet = next(area for area in areas if area["kind"] == "hamlet")
        made, area = self.expect(201, "post", "/areas", {"unit": "thôn", "name": "Mới"})
        self.edited("/areas", area, made, {"assembly_point": "nhà văn hóa"})
        made, zone = self.expect(201, "post", "/zones", {"name": "Các thôn vùng đồi", "areas": [self.hamlet["id"]]})
        self.edited("/zones", zone, made, {"name": "Vùng đồi"})
        answer, _ = self.expect(200, "get", f"/zones/{zone['id']}/calendar.ics")
        if not answer.get("content-type", "").startswith("text/calendar"):
            self.contract.fail(f"a calendar comes as {answer.get('content-type')}")
        self.expect(404, "get", f"/zones/{uuid.uuid4()}/calendar.ics", code="not_found")
        self.expect(400, "get", "/zones/every/calendar.ics", code="invalid_argument")
        made, node = self.expect(201, "post", "/nodes", {"number": max(one["number"] for one in self.nodes) + 1, "hamlet": self.hamlet["id"], "name": "Cổng làng"})
        self.edited("/nodes", node, made, {"name": "Cổng làng mới", "volume": {"day": 60, "evening": 50, "emergency": 100}})
        self.expect(200, "get", f"/nodes/{node['id']}")
        self.expect(404, "get", f"/nodes/{uuid.UUID(int=7)}", code="not_found")
        self.expect(400, "get", "/nodes/seventeen", code="invalid_argument")
        self.expect(201, "post", f"/nodes/{node['id']}/enrolment")
        if self.arguments.server:  # A real controller has no device that waits, and none to revoke.
            self.expect(204, "post", f"/nodes/{node['id']}/enrolment/confirm")
            self.expect(204, "post", f"/nodes/{node['id']}/revoke")

    def echo_groups(self):
        _, proposal = self.expect(200, "get", "/echo-groups/proposal")
        _, wider = self.expect(200, "get", "/echo-groups/proposal?distance_m=5000")
        if (proposal["distance_m"], proposal["groups"], proposal["still_echo"]) != (600, 2, []) or not wider["still_echo"]:
            self.contract.fail(f"echo groups are proposed as {proposal} and {wider}")
        for wrong in ("49", "5001", "far", "600.5"):
            self.expect(400, "get", f"/echo-groups/proposal?distance_m={wrong}", code="invalid_argument")
        wanted = [{"node": one["node"], "group": one["proposed"], "version": one["version"]} for one in proposal["nodes"]]
        one = wanted[0]
        for wrong in ({}, {"nodes": [{**one, "group": 4}]}, {"nodes": [{**one, "group": -1}]}, {"nodes": [{"node": one["node"], "group": 1}]}):
            self.expect(400, "patch", "/echo-groups", wrong)
        late = {"nodes": wanted[1:] + [{**one, "group": 3, "version": one["version"] + 9}]}
        self.expect(409, "patch", "/echo-groups", late, code="version_conflict")
        _, saved = self.expect(200, "patch", "/echo-groups", {"nodes": wanted})
        kept = {node["id"]: node["echo_group"] for node in saved["items"]}
        if any(kept[one["node"]] != one["group"] for one in wanted):
            self.contract.fail(f"echo groups are kept as {kept}")
        self.nodes = saved["items"]

    def edited(self, collection, row, headers, change):
        path = f"{collection}/{row['id']}"
        self.expect(428, "patch", path, change, code="invalid_argument")
        edited, _ = self.expect(200, "patch", path, change, {"If-Match": headers["etag"]})
        self.expect(409, "patch", path, change, {"If-Match": headers["etag"]}, code="version_conflict")
        return edited

    def announcements(self):
        text = "Mời bà con ra nhà văn hóa thôn họp lúc 19 giờ."
        made, self.announcement = self.expect(201, "post", "/announcements", {"title": "Họp thôn", "source": "text", "text": text})
        path = f"/announcements/{self.announcement['id']}"
        for part in ("/audio", "/listen", "/peaks"):
            self.expect(409, "get", path + part, code="not_ready")
        self.edited("/announcements", self.announcement, made, {"category": "Thông báo hành chính"})
        _, problem = self.expect(400, "post", "/announcements", {"title": "x", "source": "text", "voice": 1}, code="invalid_argument")
        if problem.get("pointer") != "/voice":
            self.contract.fail(f"an unknown property is reported at {problem.get('pointer')}")
        _, job = self.expect(202, "post", path + "/prepare", {})
        self.expect(200, "get", "/jobs")
        self.expect(200, "get", f"/jobs/{job['job']}")
        self.wait_for(path, lambda found: found["audio"] == "ready")
        opus = self.sound_is_served_by_ranges(path + "/audio")
        copy = self.sound_is_served_by_ranges(path + "/listen")
        if opus == copy:
            self.contract.fail("the listening copy has the ETag of the sound")
        _, waveform = self.expect(200, "get", path + "/peaks")
        if len(waveform["peaks"]) != 400 or not any(waveform["peaks"]):
            self.contract.fail(f"a waveform of {len(waveform['peaks'])} peaks, the highest {max(waveform['peaks'], default=0)}")
        if self.arguments.server:
            self.old_sound_has_no_copy_yet()
        self.expect(200, "get", "/announcements?limit=1&text=hop%20thon")
        self.expect(400, "get", "/announcements?limit=201", code="invalid_argument")
        if self.arguments.server:
            self.expect(204, "delete", f"/jobs/{job['job']}")

    def approval(self):
        """Every act once, and what it refuses; the rules; a right that is lent."""
        _, made = self.expect(201, "post", "/announcements", {"title": "Tiêm phòng", "source": "text", "text": "Mời bà con đi tiêm."})
        path = f"/announcements/{made['id']}"
        self.expect(202, "post", path + "/prepare", {})
        self.wait_for(path, lambda found: found["audio"] == "ready")
        self.expect(428, "post", path + "/approval", {"act": "submit"}, code="invalid_argument")
        self.expect(409, "post", path + "/approval", {"act": "submit"}, {"If-Match": '"4000"'}, code="version_conflict")
        for body, pointer in (({}, "/act"), ({"act": "bless"}, "/act"), ({"act": "return", "words": ""}, "/words"),
                              ({"act": "reject", "words": "x" * 501}, "/words"), ({"act": "submit", "by": "me"}, "/by"),
                              ({"act": "agree_by_telephone", "approver": "chutich"}, "/approver")):
            self.refused_at(pointer, "post", path + "/approval", body, {"If-Match": '"1"'})
        self.acted(path, "submit", "waiting")
        self.acted(path, "return", None, refusal=(400, "invalid_argument"))
        self.acted(path, "return", "returned", words="Sai ngày, sửa lại")
        self.acted(path, "approve", None, refusal=(400, "invalid_argument"))
        self.acted(path, "submit", "waiting")
        self.acted(path, "approve", "approved")
        self.acted(path, "withdraw", "withdrawn")
        self.acted(path, "submit", "waiting")
        self.acted(path, "reject", "rejected", words="Không phù hợp")
        self.acted(path, "submit", None, refusal=(400, "invalid_argument"))
        self.expect(404, "post", f"/announcements/{uuid.UUID(int=7)}/approval", {"act": "submit"}, {"If-Match": '"1"'}, code="not_found")
        self.approval_rules()
        self.delegations()
        self.validity()
        self.consents_by_telephone()

    def validity(self):
        body = {"title": "Nghỉ lễ", "source": "text", "text": "Nghỉ lễ."}
        limits = {"from": "2026-01-01T00:00:00.000Z", "until": "2099-01-01T00:00:00.000Z"}
        for wrong, pointer in (({"from": "today"}, "/validity/from"), ({"to": limits["until"]}, "/validity/to"), ([], "/validity")):
            self.refused_at(pointer, "post", "/announcements", {**body, "validity": wrong})
        made, item = self.expect(201, "post", "/announcements", {**body, "validity": limits})
        if item.get("validity") != limits:
            self.contract.fail(f"the validity {limits} came back as {item.get('validity')}")
        path = f"/announcements/{item['id']}"
        saved, item = self.expect(200, "patch", path, {"title": "Nghỉ lễ 2/9"}, {"If-Match": made["etag"]})
        if item.get("validity") != limits:
            self.contract.fail("an edit that says nothing of the validity changes it")
        _, item = self.expect(200, "patch", path, {"validity": {}}, {"If-Match": saved["etag"]})
        if "validity" in item:
            self.contract.fail(f"a validity without limits came back as {item['validity']}")
        _, over = self.expect(201, "post", "/announcements", {**body, "validity": {"until": "2026-01-01T00:00:00.000Z"}})
        _, found = self.expect(200, "get", f"/announcements/{over['id']}")
        if found["state"] != "expired":
            self.contract.fail(f"what is out of date is said to be {found['state']}")

    def consents_by_telephone(self):
        """Told to him in whose name it is; the fake tells everybody, a real controller has nobody who telephoned."""
        _, told = self.expect(200, "get", "/consents-in-my-name")
        nowhere, last = f"/consents-in-my-name/{uuid.UUID(int=7)}", {"last": "2099-01-01T00:00:00.000Z"}
        for act in ("acknowledgement", "denial"):
            self.expect(404, "post", f"{nowhere}/{act}", last, code="not_found")
            self.refused_at("/last", "post", f"{nowhere}/{act}", {})
            self.refused_at("/last", "post", f"{nowhere}/{act}", {"last": "now"})
        if told["items"] or not self.arguments.server:
            return
        leader = next(one["id"] for one in self.expect(200, "get", "/operators")[1]["items"] if one["login"] == "vanthu")
        for act, wanted in (("acknowledgement", 204), ("denial", 200)):
            _, made = self.expect(201, "post", "/announcements", {"title": "Hoãn họp", "source": "text", "text": "Hoãn họp."})
            self.expect(202, "post", f"/announcements/{made['id']}/prepare", {})
            self.acted(f"/announcements/{made['id']}", "agree_by_telephone", "approved", approver=leader)
            _, told = self.expect(200, "get", "/consents-in-my-name")
            if [one["announcement"] for one in told["items"]] != [made["id"]]:
                self.contract.fail(f"he is told {told}")
            self.expect(wanted, "post", f"/consents-in-my-name/{made['id']}/{act}", {"last": told["items"][0]["at"]})
        if self.expect(200, "get", "/consents-in-my-name")[1]["items"]:
            self.contract.fail("what he has seen is told to him again")

    def acted(self, path, act, state, refusal=None, **more):
        read, _ = self.expect(200, "get", path)
        status, code = refusal or (200, None)
        _, item = self.expect(status, "post", path + "/approval", {"act": act, **more}, {"If-Match": read["etag"]}, code=code)
        if state and item.get("state") != state:
            self.contract.fail(f"{act} makes {item.get('state')} of it, not {state}")

    def refused_at(self, pointer, method, path, body, headers=None):
        _, problem = self.expect(400, method, path, body, headers, code="invalid_argument")
        if problem.get("pointer") != pointer:
            self.contract.fail(f"{method} {path} {str(body)[:60]} is reported at {problem.get('pointer')}, not {pointer}")

    def approval_rules(self):
        read, policy = self.expect(200, "get", "/approval-policy")
        rules = [{"categories": ["Tin buồn - tìm người"], "steps": 0}, {"areas": [self.hamlet["id"]], "only_outside_hours": True, "steps": 0}]
        self.expect(428, "patch", "/approval-policy", {"rules": rules}, code="invalid_argument")
        both = {"rules": rules, "second_person_outside_hours": True}
        saved, policy = self.expect(200, "patch", "/approval-policy", both, {"If-Match": read["etag"]})
        if policy["second_person_outside_hours"] is not True:
            self.contract.fail("that a second person is asked for outside the hours is not kept")
        if "falls_away" not in policy:
            self.contract.fail("other rules do not say what they hold back")
        if [rule["steps"] for rule in policy["rules"]] != [0, 0] or policy["rules"][1]["areas"] != [self.hamlet["id"]]:
            self.contract.fail(f"the rules came back as {policy['rules']}")
        self.expect(409, "patch", "/approval-policy", {"rules": []}, {"If-Match": read["etag"]}, code="version_conflict")
        for rule, place in (({"steps": 3}, "steps"), ({}, "steps"), ({"steps": 1, "from_priority": "loud"}, "from_priority"),
                            ({"steps": 1, "who": "all"}, "who"), ({"steps": 1, "areas": ["thon"]}, "areas/0")):
            self.refused_at(f"/rules/0/{place}", "patch", "/approval-policy", {"rules": [rule]}, {"If-Match": saved["etag"]})
        self.refused_at("/rules", "patch", "/approval-policy", {"rules": [{"steps": 0}] * 33}, {"If-Match": saved["etag"]})
        nowhere = {"rules": [{"steps": 0, "areas": [str(uuid.UUID(int=7))]}]}
        self.expect(404, "patch", "/approval-policy", nowhere, {"If-Match": saved["etag"]}, code="not_found")
        saved, policy = self.expect(200, "patch", "/approval-policy", {"rules": []}, {"If-Match": saved["etag"]})
        if policy["second_person_outside_hours"] is not True:
            self.contract.fail("saving other rules switches the second person off")
        saved, policy = self.expect(200, "patch", "/approval-policy", {"rules": [{"steps": 2}], "second_person_outside_hours": False}, {"If-Match": saved["etag"]})
        if self.arguments.server:  # A real commune may have two who approve.
            self.is_remarked_on(policy, "approvers")
        self.expect(200, "patch", "/approval-policy", {"rules": []}, {"If-Match": saved["etag"]})

    def is_remarked_on(self, saved, rule):
        """What is wrong with what is saved all the same stands beside it, once, and says what helps."""
        remarks = saved.get("remarks", [])
        if [one["rule"]["name"] for one in remarks] != [rule]:
            self.contract.fail(f"instead of the remark {rule} it says {remarks}")

    def delegations(self):
        person = {"login": "vanthu", "password": "mật khẩu dài", "roles": ["editor"], "areas": [self.hamlet["id"]]}
        _, borrower = self.expect(201, "post", "/operators", person)
        at = lambda days: (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        body = {"borrower": borrower["id"], "from": at(0), "until": at(7)}
        self.expect(400, "post", "/delegations", {**body, "until": body["from"]}, code="invalid_argument")
        self.refused_at("/borrower", "post", "/delegations", {**body, "borrower": "vanthu"})
        self.refused_at("/until", "post", "/delegations", {**body, "until": "for ever"})
        _, lent = self.expect(201, "post", "/delegations", body)
        self.expect(200, "get", "/delegations")
        _, ended = self.expect(200, "post", f"/delegations/{lent['id']}/end", {})
        if "ended_at" not in ended:
            self.contract.fail("a delegation that was ended does not say when")
        self.expect(404, "post", f"/delegations/{uuid.UUID(int=7)}/end", {}, code="not_found")

    def surge_periods(self):
        at = lambda days: (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        body = {"name": "Ứng phó bão số 3", "from": at(0), "until": at(7), "windows": [{"from": "09:00", "to": "11:00"}],
                "sessions_per_day": 2, "from_priority": "priority", "categories": ["Thời tiết - thiên tai"], "areas": [self.hamlet["id"]]}
        self.expect(422, "post", "/surge-periods", {**body, "until": at(40)}, code="too_long")
        self.expect(400, "post", "/surge-periods", {**body, "until": body["from"]}, code="invalid_argument")
        self.expect(400, "post", "/surge-periods", {**body, "windows": []}, code="invalid_argument")
        self.expect(400, "post", "/surge-periods", {**body, "areas": []}, code="invalid_argument")
        self.expect(404, "post", "/surge-periods", {**body, "areas": [str(uuid.UUID(int=7))]}, code="not_found")
        for change, pointer in (({"name": ""}, "/name"), ({"windows": [{"from": "25:00", "to": "11:00"}]}, "/windows/0/from"),
                                ({"windows": body["windows"] * 9}, "/windows"), ({"sessions_per_day": 11}, "/sessions_per_day"),
                                ({"from": "today"}, "/from"), ({"quiet": True}, "/quiet"), ({"areas": ["thon"]}, "/areas/0")):
            self.refused_at(pointer, "post", "/surge-periods", {**body, **change})
        _, opened = self.expect(201, "post", "/surge-periods", body)
        _, listed = self.expect(200, "get", "/surge-periods")
        if opened not in listed["items"] or opened["in_quiet_hours"]:
            self.contract.fail(f"the surge period came back as {listed['items']}")
        _, ended = self.expect(200, "post", f"/surge-periods/{opened['id']}/end", {})
        if "ended_at" not in ended:
            self.contract.fail("a surge period that was ended does not say when")
        self.expect(404, "post", f"/surge-periods/{uuid.UUID(int=7)}/end", {}, code="not_found")

    def sound_is_served_by_ranges(self, path):
        """RFC 9110, 13 and 14, one promise after the other; gives the ETag."""
        headers, whole = self.expect(200, "get", path)
        tag, size = headers["etag"], len(whole)
        for asked, wanted in (("bytes=10-19", (10, 20)), ("bytes=0-0", (0, 1)), (f"bytes={size - 5}-", (size - 5, size)),
                              ("bytes=-7", (size - 7, size)), (f"bytes=3-{size + 99}", (3, size))):
            received, part = self.expect(206, "get", path, headers={"Range": asked})
            said = f"bytes {wanted[0]}-{wanted[1] - 1}/{size}"
            if part != whole[wanted[0]:wanted[1]] or received.get("content-range") != said or received.get("etag") != tag:
                self.contract.fail(f"{path}: {asked} is answered with {len(part)} bytes, {received.get('content-range')}")
        for asked in (f"bytes={size}-", "bytes=99999999-"):
            received, problem = self.expect(416, "get", path, headers={"Range": asked}, code="invalid_argument")
            self.says_what_to_do(f"{path}: {asked}", problem, "range")
            if received.get("content-range") != f"bytes */{size}":
                self.contract.fail(f"{path}: {asked} is not told the size: {received.get('content-range')}")
        for headers in ({"Range": "bytes=0-1,5-6"}, {"Range": "lines=1-2"}, {"Range": "bytes=9-3"},
                        {"Range": "bytes=10-19", "If-Range": '"another"'}, {"If-None-Match": '"another"'}):
            if self.expect(200, "get", path, headers=headers)[1] != whole:
                self.contract.fail(f"{path}: {headers} does not give all of it")
        if self.expect(206, "get", path, headers={"Range": "bytes=10-19", "If-Range": tag})[1] != whole[10:20]:
            self.contract.fail(f"{path}: If-Range with the ETag does not give the range")
        for known in (tag, f'"another", {tag}', f"W/{tag}", "*"):
            received, nothing = self.expect(304, "get", path, headers={"If-None-Match": known, "Range": "bytes=10-19"})
            if nothing or received.get("etag") != tag:
                self.contract.fail(f"{path}: If-None-Match {known} is answered with {len(nothing)} bytes, {received.get('etag')}")
        return tag

    def old_sound_has_no_copy_yet(self):
        """The fake has one sound that a version without listening copies made."""
        _, old = self.expect(201, "post", "/announcements", {"title": "Âm thanh cũ", "source": "text", "text": "Chào bà con."})
        path = f"/announcements/{old['id']}"
        self.expect(202, "post", path + "/prepare", {})
        self.wait_for(path, lambda found: found["audio"] == "ready")
        self.expect(200, "get", path + "/audio")
        self.expect(409, "get", path + "/listen", code="not_ready")
        self.expect(409, "get", path + "/peaks", code="not_ready")

    def wait_for(self, path, is_there):
        # A real controller makes the sounds of a whole commune's templates first.
        end = time.monotonic() + 300
        while time.monotonic() < end:
            found = self.expect(200, "get", path)[1]
            if is_there(found):
                return found
            time.sleep(0.1)
        self.contract.fail(f"{path} did not become what was waited for")
        return found

    def uploads(self):
        self.expect(422, "post", "/uploads", {"size_bytes": 0}, code="audio_empty")
        _, problem = self.expect(413, "post", "/uploads", {"size_bytes": 2 * 1024**3}, code="too_large")
        self.says_what_to_do("a file of 2 GiB", problem, "file_bytes")
        _, upload = self.expect(201, "post", "/uploads", {"size_bytes": 300000, "name": "họp thôn.mp3"})
        path = f"/uploads/{upload['id']}"
        self.expect(204, "patch", path, b"a" * 262144, {"Upload-Offset": "0"})
        answer, _ = self.expect(409, "patch", path, b"b" * 100, {"Upload-Offset": "0"}, code="version_conflict")
        if answer.get("upload-offset") != "262144":
            self.contract.fail("a piece at the wrong place is not told the right one")
        _, problem = self.expect(400, "patch", path, b"", {"Upload-Offset": "262144"}, code="invalid_argument")
        self.says_what_to_do("an empty piece", problem, "empty_piece")
        answer, _ = self.expect(204, "head", path)
        self.expect(204, "patch", path, b"b" * (300000 - 262144), {"Upload-Offset": answer["upload-offset"]})
        # Only the head is sent: a piece over the limit is refused before it is on the line.
        said = self.raw((f"PATCH /api/v1{path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.client.cookie}\r\nUpload-Offset: 300000\r\n"
                         "Content-Type: application/octet-stream\r\nContent-Length: 1048577\r\n\r\n").encode())
        if not said.startswith("HTTP/1.1 413 "):
            self.contract.fail(f"a piece over 1 MiB: answered {said[:60]!r}")
        self.expect(204, "delete", path)
        self.expect(404, "head", path)

    def schedules(self):
        tomorrow = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))) + datetime.timedelta(days=1)
        body = {"announcement": self.announcement["id"], "targets": {"areas": [self.hamlet["id"]]},
                "local_start": tomorrow.strftime("%Y-%m-%dT05:35:00")}
        _, shown = self.expect(200, "post", "/schedules/preview", body)
        if shown["conflicts"]["count"]:
            self.contract.fail(f"a first schedule meets {shown['conflicts']}")
        made, schedule = self.expect(201, "post", "/schedules", body)
        self.conflicts_are_shown_before_saving(body)
        self.dry_run_says_why()
        self.expect(200, "get", "/schedules")
        made = self.a_second_person(schedule, made)
        self.special_days()
        self.hours()
        self.hours_rules()
        self.programmes()
        self.calendar_file_is_previewed()
        self.calendar_says_it_all(body)
        made = self.edits_of_a_schedule(f"/schedules/{schedule['id']}", made, body)
        self.expect(428, "post", f"/schedules/{schedule['id']}/cancel", {})
        self.expect(200, "post", f"/schedules/{schedule['id']}/cancel", {}, {"If-Match": made["etag"]})

    def a_second_person(self, schedule, made):
        path = f"/schedules/{schedule['id']}/agreement"
        self.expect(428, "post", path, {})
        self.expect(404, "post", f"/schedules/{uuid.uuid4()}/agreement", {}, {"If-Match": made["etag"]}, code="not_found")
        self.expect(403, "post", path, {}, {"If-Match": made["etag"]}, code="not_permitted")
        person = {"login": "truongthon.hai", "password": "một mật khẩu dài", "roles": ["hamlet_head"], "areas": [self.hamlet["id"]]}
        _, second = self.expect(201, "post", "/operators", person)
        other = Run(self.contract, Client(self.client.url.geturl(), self.contract), self.arguments)
        other.expect(200, "post", "/session", {"login": person["login"], "password": person["password"]})
        made, agreed = other.expect(200, "post", path, {}, {"If-Match": made["etag"]})
        if [asking.get("agreed_by") for asking in agreed["askings"]] != [second["id"]]:
            self.contract.fail(f"who agreed is shown as {agreed['askings']}")
        return made

    def programmes(self):
        _, presets = self.expect(200, "get", "/programme-presets")
        said = self.expect(201, "post", "/announcements", {"title": "Thông báo", "source": "text", "text": "Bà con chú ý."})[1]["id"]
        self.expect(202, "post", f"/announcements/{said}/prepare", {})
        self.wait_for(f"/announcements/{said}", lambda found: found["audio"] == "ready")
        unheard = self.expect(201, "post", "/announcements", {"title": "Chưa có tiếng", "source": "text", "text": "Bà con chú ý."})[1]["id"]
        column = {"key": "chuyen-muc", "kind": "column", "title": "Chuyên mục", "is_on": True, "at_s": 900, "length_s": 600, "overrun": "fade", "fallback": said,
                  "on_weekday": [{"title": "Pháp luật", "announcement": said}, {"title": "Nông nghiệp"}, {}, {}, {}, {}, {}]}
        news = {"key": "ban-tin", "kind": "bulletins", "title": "Bản tin", "is_on": True, "overrun": "finish"}
        relays = [{"key": f"tiep-song-{one['key']}", "kind": "relay", "title": "Tiếp sóng", "is_on": True, "overrun": "cut", "relay": one["key"]}
                  for one in self.expect(200, "get", "/relays")[1]["items"]]
        body = {"name": "Chương trình chiều", "length_s": 3600, "items": [news, column, *relays], "filler": said}
        for change, pointer in (({"name": ""}, "/name"), ({"length_s": 59}, "/length_s"), ({"length_s": 7201}, "/length_s"), ({"items": "none"}, "/items"),
                                ({"items": [news] * 41}, "/items"), ({"items": [{**news, "kind": "song"}]}, "/items/0/kind"),
                                ({"items": [{**news, "overrun": "stretch"}]}, "/items/0/overrun"), ({"items": [{**news, "at_s": -1}]}, "/items/0/at_s"),
                                ({"items": [{**news, "at_s": 1.5}]}, "/items/0/at_s"), ({"items": [{**news, "length_s": 4}]}, "/items/0/length_s"),
                                ({"items": [{**column, "on_weekday": [{}] * 8}]}, "/items/0/on_weekday"),
                                ({"items": [{**column, "on_weekday": [{"announcement": 1}]}]}, "/items/0/on_weekday/0/announcement"),
                                ({"filler": "music"}, "/filler"), ({"quiet": True}, "/quiet")):
            self.refused_at(pointer, "post", "/programmes", {**body, **change})
        for field, item in (("on_weekday", {**news, "on_weekday": []}), ("announcement", {**news, "announcement": said}),
                            ("announcement", {**news, "kind": "relay", "announcement": said}), ("relay", {**news, "relay": "vov1"})):
            self.refused_at(f"/items/1/{field}", "post", "/programmes", {**body, "items": [column, item]})
        self.names_the_field(self.expect(422, "post", "/programmes", {**body, "length_s": 7200}, code="too_long")[1], "/length_s")
        for preset in presets["items"]:
            self.expect(201, "post", "/programmes", preset["programme"])
        made, programme = self.expect(201, "post", "/programmes", body)
        if {name: programme.get(name) for name in body} != body:
            self.contract.fail(f"the programme {body} came back as {programme}")
        path = f"/programmes/{programme['id']}"
        self.days_of_a_programme(path, said, unheard)
        found, again = self.expect(200, "get", path)
        if again != programme or found["etag"] != made["etag"] or programme not in self.expect(200, "get", "/programmes")[1]["items"]:
            self.contract.fail(f"the programme {programme} is read as {again}")
        self.edits_of_a_programme(path, made, body)

    def edits_of_a_programme(self, path, made, body):
        version, nowhere = {"If-Match": made["etag"]}, f"/programmes/{uuid.UUID(int=7)}"
        self.expect(428, "patch", path, body)
        self.refused_at("/name", "patch", path, {**body, "name": 1}, version)
        self.expect(422, "patch", path, {**body, "length_s": 7200}, version, code="too_long")
        shorter = {"name": "Chương trình tối", "length_s": 1800, "items": body["items"][:1], "confirmed": True}
        saved, edited = self.expect(200, "patch", path, shorter, version)
        if edited["name"] != "Chương trình tối" or "filler" in edited or len(edited["items"]) != 1:
            self.contract.fail(f"all of a programme is edited at once, but it is {edited}")
        self.expect(409, "patch", path, body, version, code="version_conflict")
        self.expect(404, "patch", nowhere, body, version, code="not_found")
        self.expect(404, "get", nowhere, code="not_found")
        self.expect(400, "get", "/programmes/morning", code="invalid_argument")
        self.expect(428, "delete", path)
        self.expect(409, "delete", path, headers=version, code="version_conflict")
        self.expect(204, "delete", path, headers={"If-Match": saved["etag"]})
        for method, place in (("get", path), ("get", f"{path}/days/2027-01-04"), ("get", f"{path}/days/2027-01-04/bulletins")):
            self.expect(404, method, place, code="not_found")
        self.expect(404, "delete", path, headers={"If-Match": saved["etag"]}, code="not_found")

    def days_of_a_programme(self, path, said, unheard):
        day = f"{path}/days/2027-01-04"
        bulletins = [{"announcement": said, "priority": "priority"}, {"announcement": unheard, "priority": "normal"}]
        read, kept = self.expect(200, "get", f"{day}/bulletins")
        version = {"If-Match": read["etag"]}
        if kept["bulletins"] or kept["version"] != 0:
            self.contract.fail(f"nobody has put anything into this day, but it holds {kept}")
        for wrong, pointer in (({}, "/bulletins"), ({"bulletins": [{"announcement": "b1"}]}, "/bulletins/0/announcement"), ({"bulletins": bulletins * 41}, "/bulletins"),
                               ({"bulletins": [{"announcement": said, "priority": "loud"}]}, "/bulletins/0/priority")):
            self.refused_at(pointer, "patch", f"{day}/bulletins", wrong, version)
        self.expect(428, "patch", f"{day}/bulletins", {"bulletins": bulletins})
        self.refused_at("/bulletins/2/announcement", "patch", f"{day}/bulletins", {"bulletins": bulletins + bulletins[:1]}, version)
        self.refused_at("/bulletins/1/priority", "patch", f"{day}/bulletins", {"bulletins": [bulletins[0], {"announcement": unheard, "priority": "live"}]}, version)
        nobody = {"bulletins": bulletins + [{"announcement": str(uuid.UUID(int=7))}]}
        self.names_the_field(self.expect(404, "patch", f"{day}/bulletins", nobody, version, code="not_found")[1], "/bulletins/2/announcement")
        self.expect(422, "patch", f"{path}/days/2020-01-04/bulletins", {"bulletins": bulletins}, version, code="schedule_in_past")
        for date in ("monday", "2027-02-30"):
            self.expect(400, "get", f"{path}/days/{date}", code="invalid_argument")
            self.expect(400, "get", f"{path}/days/{date}/bulletins", code="invalid_argument")
        _, kept = self.expect(200, "patch", f"{day}/bulletins", {"bulletins": bulletins}, version)
        self.expect(409, "patch", f"{day}/bulletins", {"bulletins": []}, version, code="version_conflict")
        if kept != {"bulletins": bulletins, "version": 1} or self.expect(200, "get", f"{day}/bulletins")[1] != kept:
            self.contract.fail(f"the bulletins came back as {kept}")
        self.approvals_of_a_programme(f"{path}/approvals", said)
        _, shown = self.expect(200, "get", day)
        if shown["day"] != "2027-01-04" or said not in [piece.get("announcement") for piece in shown["heard"]] or unheard not in [piece.get("announcement") for piece in shown["left_out"]] or not shown["rooms"]:
            self.contract.fail(f"the day is shown as {shown}")

    def approvals_of_a_programme(self, path, said):
        for query in ("", "?from=2027-01-04", "?from=2027-01-04&to=monday", "?from=2027-01-04&to=2027-01-03", "?from=2027-01-04&to=2027-01-11"):
            self.expect(400, "get", path + query, code="invalid_argument")
        announcement = f"/announcements/{said}"
        self.acted(announcement, "submit", "waiting")
        _, waiting = self.expect(200, "get", f"{path}?from=2027-01-04&to=2027-01-10")
        self.expect(200, "get", "/awaiting-approvals")
        days = {"from": "2027-01-04", "to": "2027-01-10", "remark": "Đã xem"}
        for change, pointer in (({}, "/seen"), ({"seen": [{"announcement": said}]}, "/seen/0/version"), ({"seen": [{"announcement": "b1", "version": 1}]}, "/seen/0/announcement"),
                                ({"seen": [], "from": "monday"}, "/from"), ({"seen": [], "remark": "x" * 501}, "/remark"), ({"seen": [], "all": True}, "/all")):
            self.refused_at(pointer, "post", path, {**days, **change})
        self.expect(404, "post", f"/programmes/{uuid.UUID(int=7)}/approvals", {**days, "seen": []}, code="not_found")
        self.expect(400, "post", path, {**days, "to": "2027-01-11", "seen": []}, code="invalid_argument")
        _, blind = self.expect(200, "post", path, {**days, "seen": []})
        if blind["approved"]:
            self.contract.fail(f"approved unseen: {blind}")
        seen = [{"announcement": one["announcement"]["id"], "version": one["announcement"]["version"]} for one in waiting["items"]]
        self.expect(200, "post", path, {**days, "seen": seen})

    def special_days(self):
        answer, days = self.expect(200, "get", "/special-days")
        rules = [{"name": "Tang lễ", "kind": "local_mourning", "first": "2026-12-01", "last": "2026-12-02", "days_before": 0, "days_after": 1,
                  "areas": [self.hamlet["id"]]},
                 {"name": "Quốc khánh", "kind": "public_holiday", "yearly": {"month": 9, "day": 2}, "days_before": 0, "days_after": 0, "areas": []},
                 {"name": "Giỗ Tổ", "kind": "public_holiday", "days_before": 0, "days_after": 0, "areas": [],
                  "lunar": {"days": [10], "months": [3], "leap_month": "left_out", "short_month": "last_day"}}]
        version = {"If-Match": answer["etag"]}
        self.expect(428, "patch", "/special-days", {"rules": rules})
        one = rules[0]
        for wrong in [{}, {"rules": {}}, {"rules": [{**one, "name": ""}]}, {"rules": [{**one, "kind": "holiday"}]},
                      {"rules": [{**one, "first": "2026-12-32"}]}, {"rules": [{**one, "yearly": {"month": 1, "day": 1}}]},
                      {"rules": [{"name": "x", "kind": "other"}]}, {"rules": [{**rules[1], "yearly": {"month": 13, "day": 1}}]},
                      {"rules": [{**rules[2], "lunar": {"days": [31]}}]}, {"rules": [{**one, "days_after": 31}]}]:
            self.expect(400, "patch", "/special-days", wrong, version)
        self.expect(404, "patch", "/special-days", {"rules": [{**one, "areas": [str(uuid.uuid4())]}]}, version, code="not_found")
        made, saved = self.expect(200, "patch", "/special-days", {"rules": rules}, version)
        if saved["rules"] != rules or "falls_away" not in saved:
            self.contract.fail(f"special days come back as {saved['rules']}")
        self.expect(409, "patch", "/special-days", {"rules": rules}, version, code="version_conflict")
        self.expect(200, "patch", "/special-days", {"rules": days["rules"] + rules[:1]}, {"If-Match": made["etag"]})

    def hours(self):
        answer, hours = self.expect(200, "get", "/hours")
        kept, version = {name: value for name, value in hours.items() if name != "version"}, {"If-Match": answer["etag"]}
        self.expect(428, "patch", "/hours", kept)
        for change, pointer in (({"allowed": {}}, "/allowed"), ({"allowed": [{"from": "05:30"}]}, "/allowed/0/to"), ({"allowed": [{"from": "5:30", "to": "06:30"}]}, "/allowed/0/from"),
                                ({"allowed": kept["allowed"][:1] * 17}, "/allowed"), ({"quiet": "21:00-05:00"}, "/quiet"), ({"longest_session_minutes": 0}, "/longest_session_minutes"),
                                ({"longest_session_minutes": 1441}, "/longest_session_minutes"), ({"sessions_per_day": 49}, "/sessions_per_day"), ({"sessions_per_day": 1.5}, "/sessions_per_day"),
                                ({"tests": None}, "/tests"), ({"version": 1}, "/version"), ({"night": True}, "/night")):
            self.refused_at(pointer, "patch", "/hours", change, version)
        problem = self.expect(400, "patch", "/hours", {"tests": [{"from": "09:00", "to": "09:00"}]}, version, code="invalid_argument")[1]
        if (problem["rule"]["name"], problem["rule"]["found"], problem["fix"]) != ("window", "09:00-09:00", "correct_input"):
            self.contract.fail(f"an empty window is refused by {problem}")
        if self.expect(200, "get", "/hours")[1] != hours:
            self.contract.fail("hours that were refused are kept")
        made, saved = self.expect(200, "patch", "/hours", {"sessions_per_day": 3}, version)
        if saved.pop("falls_away", None) is None:
            self.contract.fail("other hours do not say what falls away by them")
        if saved != {**hours, "sessions_per_day": 3, "version": saved["version"]} or self.expect(200, "get", "/commune")[1]["hours"]["sessions_per_day"] != 3:
            self.contract.fail(f"other hours come back as {saved}")
        self.expect(409, "patch", "/hours", {"sessions_per_day": 4}, version, code="version_conflict")
        late = {"allowed": [*kept["allowed"], {"from": "20:30", "to": "21:30"}], "quiet": {"from": "21:00", "to": "05:00"}}
        made, saved = self.expect(200, "patch", "/hours", late, {"If-Match": made["etag"]})
        self.is_remarked_on(saved, "allowed_in_quiet")
        self.expect(200, "patch", "/hours", kept, {"If-Match": made["etag"]})

    def hours_rules(self):
        answer, _ = self.expect(200, "get", "/hours-rules")
        window = {"from": "17:00", "to": "18:00"}
        rules = [{"name": "Thôn Bến, chủ nhật", "areas": [self.hamlet["id"]], "weekdays": [7], "kinds": [], "allowed": [window], "quiet": []},
                 {"name": "Quốc tang", "areas": [], "weekdays": [], "kinds": ["state_mourning"], "allowed": [], "quiet": []},
                 {"name": "Nghỉ trưa", "areas": [], "weekdays": [1, 2], "kinds": [], "quiet": [{"from": "11:30", "to": "13:30"}],
                  "longest_session_minutes": 15, "sessions_per_day": 1}]
        version = {"If-Match": answer["etag"]}
        self.expect(428, "patch", "/hours-rules", {"rules": rules})
        one = rules[0]
        for wrong in [{}, {"rules": {}}, {"rules": [{**one, "name": ""}]}, {"rules": [{**one, "weekdays": [0]}]}, {"rules": [{**one, "weekdays": [8]}]},
                      {"rules": [{**one, "kinds": ["holiday"]}]}, {"rules": [{**one, "allowed": [{"from": "17:00"}]}]}, {"rules": [one] * 65},
                      {"rules": [{**one, "quiet": [{"from": "24:00", "to": "03:00"}]}]}, {"rules": [{**one, "sessions_per_day": 49}]},
                      {"rules": [{**one, "longest_session_minutes": 0}]}]:
            self.expect(400, "patch", "/hours-rules", wrong, version)
        self.expect(404, "patch", "/hours-rules", {"rules": [{**one, "areas": [str(uuid.uuid4())]}]}, version, code="not_found")
        made, saved = self.expect(200, "patch", "/hours-rules", {"rules": rules}, version)
        if saved["rules"] != rules or "falls_away" not in saved:
            self.contract.fail(f"hours by hamlet come back as {saved['rules']}")
        self.expect(409, "patch", "/hours-rules", {"rules": rules}, version, code="version_conflict")
        both = [{**one, "quiet": [window]}]
        made, saved = self.expect(200, "patch", "/hours-rules", {"rules": both}, {"If-Match": made["etag"]})
        self.is_remarked_on(saved, "allowed_in_quiet")
        self.expect(200, "patch", "/hours-rules", {"rules": []}, {"If-Match": made["etag"]})

    def calendar_file_is_previewed(self):
        file = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:hop-thon", "DTSTART:20301125T053000",
                            "RRULE:FREQ=WEEKLY;COUNT=5", "SUMMARY:Họp thôn", "DURATION:PT10M", "END:VEVENT", "BEGIN:VTODO", "END:VTODO",
                            "END:VCALENDAR", ""]).encode()
        kind = {"Content-Type": "text/calendar"}
        _, shown = self.expect(200, "post", "/schedules/import/preview", file, kind)
        if [one["title"] for one in shown["schedules"]] != ["Họp thôn"] or shown["not_understood"][0]["why"]["rule"]["name"] != "events_only":
            self.contract.fail(f"a calendar file is read as {shown}")
        self.expect(400, "post", "/schedules/import/preview", b"no calendar at all", kind, code="invalid_argument")
        self.expect(415, "post", "/schedules/import/preview", file)

    def calendar_says_it_all(self, body):
        said = {"local_start": body["local_start"].replace("05:35", "09:40"), "lunar": {"days": [1, 15]}, "also_at": ["11:00", "17:30"],
                "also_on": ["2030-01-01T08:00:00"], "not_on": ["2030-02-03T11:00:00"], "valid_from": "2026-01-01", "valid_until": "2031-12-31",
                "on_special_days": [{"kind": "state_mourning", "action": "skip"}, {"kind": "local_mourning", "rule": "Tang lễ", "action": "no_music"}],
                "staggered": True}
        outside = {"outside_hours_reason": "thử", "confirmed": True}
        made, schedule = self.expect(201, "post", "/schedules", {**body, **said, **outside, "keep_both": True})
        self.is_remarked_on(schedule, "nothing_left_out")  # The 2nd day of a lunar month.
        self.is_remarked_on(self.expect(200, "post", "/schedules/preview", {**body, **said})[1], "nothing_left_out")
        heard = {**said, "lunar": {"days": [1, 15], "months": [], "leap_month": "counted", "short_month": "last_day"}}
        for name, value in heard.items():
            if schedule.get(name) != value:
                self.contract.fail(f"{name}: said {value}, kept {schedule.get(name)}")
        garbage = [{"on_special_days": [{"kind": "mourning", "action": "skip"}]}, {"on_special_days": [{"kind": "other"}]}, {"on_special_days": {}},
                   {"lunar": {"days": [31]}}, {"lunar": {"days": "1"}}, {"lunar": {}}, {"lunar": {"days": [1], "leap_month": "twice"}},
                   {"lunar": {"days": [1]}, "recurrence": "FREQ=DAILY"}, {"also_at": ["24:00"]}, {"also_at": [330]}, {"also_at": "05:30"},
                   {"also_on": ["2030-02-30T05:30:00"]}, {"not_on": [None]}, {"valid_from": "2026-13-01"}, {"valid_until": "tomorrow"},
                   {"local_start": "2026-11-23 05:30"}, {"local_start": "2026-11-23T24:00"}, {"not_on": ["2030-01-01T05:30"] * 501}]
        for wrong in garbage:
            self.expect(400, "post", "/schedules", {**body, **wrong})
            self.expect(400, "post", "/schedules/preview", {**body, **wrong})
        for name, value, status in [("recurrence", "FREQ=SOMETIMES", 400), ("recurrence", "FREQ=HOURLY", 422),
                                    ("recurrence", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 422), ("time_zone", "Europe/Berlin", 400), ("time_zone", "Mars/X", 400),
                                    ("local_start", "2060-01-01T05:35:00", 400), ("valid_until", "2020-01-01", 422)]:
            self.names_the_field(self.expect(status, "post", "/schedules", {**body, name: value})[1], f"/{name}")
            self.names_the_field(self.expect(status, "post", "/schedules/preview", {**body, name: value})[1], f"/{name}")
        self.expect(200, "post", f"/schedules/{schedule['id']}/cancel", {}, {"If-Match": made["etag"]})

    def names_the_field(self, problem, pointer):
        if problem.get("pointer") != pointer or "rule" not in problem:
            self.contract.fail(f"instead of {pointer} and its rule: {problem}")

    def edits_of_a_schedule(self, path, made, body):
        version = {"If-Match": made["etag"]}
        moment = datetime.datetime.fromisoformat(body["local_start"] + "+07:00").astimezone(datetime.timezone.utc)
        text = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        later = (moment + datetime.timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        move = {"scope": "this", "occurrence": text, "moved_to": later}
        self.expect(428, "patch", path, move)
        self.expect(404, "patch", f"/schedules/{uuid.uuid4()}", move, version, code="not_found")
        for wrong in [{}, {"scope": "some"}, {"scope": 1}, {**move, "occurrence": 5}, {**move, "moved_to": "soon"}, {**move, "left_out": "yes"},
                      {**move, "timing": {}}, {**move, "timing": {"local_start": "x"}}, {**move, "time_zone": "UTC"}, {**move, "targets": []},
                      {"scope": "all", "timing": {"local_start": body["local_start"], "lunar": {"days": []}, "recurrence": "FREQ=DAILY"}}]:
            self.expect(400, "patch", path, wrong, version)
            self.expect(400, "post", f"{path}/preview", wrong, version)
        self.expect(428, "post", f"{path}/preview", move)
        _, shown = self.expect(200, "post", f"{path}/preview", move, version)
        if not shown["nodes"]:
            self.contract.fail("the preview of an edit names nobody who would hear it")
        unreadable = {"scope": "all", "timing": {"local_start": body["local_start"], "recurrence": "FREQ=SOMETIMES"}}
        self.names_the_field(self.expect(400, "patch", path, unreadable, version)[1], "/timing/recurrence")
        over = {"scope": "all", "timing": {"local_start": body["local_start"], "recurrence": "FREQ=DAILY", "valid_until": "2020-01-01"}}
        self.names_the_field(self.expect(422, "patch", path, over, version)[1], "/timing/valid_until")
        far = {"scope": "all", "timing": {"local_start": "2060-01-01T05:35:00", "recurrence": "FREQ=DAILY"}}
        self.names_the_field(self.expect(400, "patch", path, far, version)[1], "/timing/local_start")
        nowhere = {**move, "occurrence": (moment + datetime.timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")}
        self.names_the_field(self.expect(404, "patch", path, nowhere, version, code="not_found")[1], "/occurrence")
        self.expect(422, "patch", path, {**move, "moved_to": "2020-01-01T00:00:00.000Z"}, version, code="schedule_in_past")
        made, edited = self.expect(200, "patch", path, move, version)
        if edited["schedule"]["changes"] != [{"original": text, "moved_to": later}]:
            self.contract.fail(f"a moved occurrence is shown as {edited['schedule']}")
        self.expect(409, "patch", path, move, version, code="version_conflict")
        timing = {"local_start": body["local_start"].replace("05:35", "05:40"), "also_at": ["17:30"]}
        made, edited = self.expect(200, "patch", path, {"scope": "all", "timing": timing}, {"If-Match": made["etag"]})
        if edited["dropped"] != [text]:
            self.contract.fail(f"what had no place in the new times: {edited['dropped']}")
        first = (moment + datetime.timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        louder = {"scope": "this", "occurrence": first, "priority": "priority", "keep_both": True}
        made, edited = self.expect(200, "patch", path, louder, {"If-Match": made["etag"]})
        if edited["schedule"]["changes"][0]["wanted"]["priority"] != "priority":
            self.contract.fail(f"an occurrence that wants something else is shown as {edited['schedule']}")
        return made

    def conflicts_are_shown_before_saving(self, body):
        _, shown = self.expect(200, "post", "/schedules/preview", body)
        if shown["conflicts"]["count"] < 1:
            self.contract.fail("the same once more meets nothing")
        _, problem = self.expect(409, "post", "/schedules", body, code="confirmation_needed")
        if "keep_both" not in problem["detail"] or problem.get("conflicts", {}).get("count", 0) < 1:
            self.contract.fail(f"the refusal does not say what is met, or how to go on: {problem}")
        made, both = self.expect(201, "post", "/schedules", {**body, "keep_both": True})
        self.expect(200, "post", f"/schedules/{both['id']}/cancel", {}, {"If-Match": made["etag"]})

    def dry_run_says_why(self):
        node = next(node for node in self.nodes if node["hamlet"] == self.hamlet["id"])
        soon = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        _, run = self.expect(200, "get", f"/dry-run?node={node['id']}&to={soon}")
        if run["nodes"] != [node["number"]] or not run["sounds"]:
            self.contract.fail(f"a dry run of one loudspeaker answers for {run['nodes']}, {len(run['sounds'])} sounds")
        self.expect(200, "get", f"/dry-run?area={self.hamlet['id']}")
        self.expect(422, "get", "/dry-run", code="zone_empty")
        self.expect(400, "get", "/dry-run?node=3", code="invalid_argument")
        self.expect(400, "get", f"/dry-run?node={node['id']}&to=2020-01-01T00:00:00.000Z", code="invalid_argument")

    @staticmethod
    def in_minutes(count):
        moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=count)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")

    def a_broadcast_asks_what_it_meets(self, body):
        later = {**body, "starts_at": self.in_minutes(40)}
        planned = [self.expect(201, "post", "/broadcasts", later, {"Idempotency-Key": str(uuid.uuid4())})[1]]
        key = {"Idempotency-Key": str(uuid.uuid4())}
        _, problem = self.expect(409, "post", "/broadcasts", {**later, "keep_both": False}, key, code="confirmation_needed")
        if problem.get("conflicts", {}).get("count", 0) < 1 or not problem["conflicts"]["items"][0]["choices"]:
            self.contract.fail(f"the refusal of a broadcast that meets another one shows no choices: {problem}")
        planned.append(self.expect(201, "post", "/broadcasts", later, key)[1])
        for one in planned:
            self.expect(200, "post", "/stop", {"broadcast": one["id"]})

    def broadcasts_and_live(self):
        live = LiveSocket(self.client)
        self.live_message(live, "hello")
        snapshot = self.live_message(live, "snapshot")
        body = {"announcement": self.announcement["id"], "targets": {"areas": [self.hamlet["id"]]}, "confirmed": True,
                "outside_hours_reason": "thử", "keep_both": True}
        self.expect(400, "post", "/broadcasts", body, code="invalid_argument")
        self.a_broadcast_asks_what_it_meets(body)
        key = {"Idempotency-Key": str(uuid.uuid4())}
        _, broadcast = self.expect(201, "post", "/broadcasts", body, key)
        _, again = self.expect(201, "post", "/broadcasts", body, key)
        if broadcast["id"] != again["id"]:
            self.contract.fail("the same Idempotency-Key made a second broadcast")
        self.corrections(broadcast["id"])
        # The correction ended it, and one of a second or two may really be over before it is stopped.
        soon = {} if self.arguments.server else {"starts_at": self.in_minutes(30)}
        _, broadcast = self.expect(201, "post", "/broadcasts", {**body, **soon}, {"Idempotency-Key": str(uuid.uuid4())})
        monitor = f"/broadcasts/{broadcast['id']}/monitor"
        self.expect(400, "post", monitor, {"port": 80}, code="invalid_argument")
        if self.arguments.server:  # A real controller gives the key of a stream on the air; the smoke test listens to one.
            _, key = self.expect(200, "post", monitor, {"port": 5004})
            if [len(base64.b64decode(key[part])) for part in ("key", "salt")] != [16, 12]:
                self.contract.fail(f"the key of a stream is {key}")
        _, stopped = self.expect(200, "post", "/stop", {"broadcast": broadcast["id"]})
        self.expect(404, "post", monitor, {"port": 5004}, code="not_found")
        if stopped.get("broadcasts") != [broadcast["id"]]:
            self.contract.fail(f"stopped {stopped}")
        who = self.expect(200, "get", "/session")[1]["operator"]["login"]
        said = self.expect(200, "get", f"/broadcasts/{broadcast['id']}")[1].get("stopped_by")
        if said != who or "stopped_by" in broadcast:
            self.contract.fail(f"stopped by {who}, it says {said}")
        self.replays(broadcast["id"])
        self.cast_is_told(live, snapshot["seq"], broadcast["id"])
        live.send({"type": "snapshot"})
        while self.live_message(live)["type"] != "snapshot":
            pass
        live.close()
        self.expect(200, "get", "/broadcasts")
        self.expect(200, "get", f"/broadcasts/{broadcast['id']}")
        self.expect(200, "get", f"/broadcasts/{broadcast['id']}/deliveries")
        self.expect(200, "get", "/receipts")
        self.expect(200, "get", f"/state?since={snapshot['seq']}")
        state = self.expect(200, "get", "/state?since=999999999")[1]
        if "snapshot" not in state:
            self.contract.fail("a page from another life of the server gets no snapshot")
        self.expect(200, "post", "/stop")

    def replays(self, missed):
        path, body = f"/broadcasts/{missed}/replay", {"confirmed": True, "outside_hours_reason": "thử"}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        self.expect(400, "post", path, body, code="invalid_argument")
        self.expect(404, "post", f"/broadcasts/{uuid.UUID(int=7)}/replay", body, key, code="not_found")
        for change, pointer in (({"targets": {}}, "/targets"), ({"priority": "loud"}, "/priority"), ({"announcement": missed}, "/announcement"),
                                ({"confirmed": "yes"}, "/confirmed"), ({"outside_hours_reason": "x" * 301}, "/outside_hours_reason")):
            self.refused_at(pointer, "post", path, {**body, **change}, key)
        report = self.expect(200, "get", f"/broadcasts/{missed}")[1]
        if sum(number for state, number in report["coverage"].items() if state != "of") != report["coverage"]["of"]:
            self.contract.fail(f"its loudspeakers do not add up: {report['coverage']}")
        if sum(hamlet["coverage"]["of"] for hamlet in report["coverage_by_hamlet"]) != report["coverage"]["of"]:
            self.contract.fail(f"its hamlets do not add up: {report['coverage_by_hamlet']}")
        if not self.arguments.server:  # A person stopped it.
            if report["replay_to"]:
                self.contract.fail(f"a replay is offered for {report['replay_to']}, and refused")
            problem = self.expect(422, "post", path, body, key, code="zone_empty")[1]
            if problem["rule"]["name"] != "nobody_missed_it":
                self.contract.fail(f"refused by {problem['rule']}")
            return
        _, replayed = self.expect(201, "post", path, body, key)
        _, again = self.expect(201, "post", path, body, key)
        if replayed["nodes"] != report["replay_to"]:
            self.contract.fail(f"{report['replay_to']} were to be reached, {replayed['nodes']} are")
        if replayed["id"] != again["id"] or replayed["id"] == missed:
            self.contract.fail(f"replayed by {replayed} and {again}")
        self.expect(200, "post", "/stop", {"broadcast": replayed["id"]})

    def drills(self, template, area):
        body, key = {"template": template, "area": area}, {"Idempotency-Key": str(uuid.uuid4())}
        self.expect(400, "post", "/drills", body, code="invalid_argument")
        for change, pointer in (({"template": "e1"}, "/template"), ({"area": 7}, "/area"), ({"confirmed": True}, "/confirmed")):
            self.refused_at(pointer, "post", "/drills", {**body, **change}, key)
        if not self.arguments.server:
            return self.expect(404, "post", "/drills", {**body, "template": str(uuid.UUID(int=7))}, key, code="not_found")
        _, drill = self.expect(201, "post", "/drills", body, key)
        if drill["kind"] != "drill" or drill["priority"] != "normal":
            self.contract.fail(f"a drill is {drill}")
        self.expect(200, "post", "/stop", {"broadcast": drill["id"]})

    def corrections(self, wrong):
        path, body = f"/broadcasts/{wrong}/correction", {"announcement": self.announcement["id"], "confirmed": True, "outside_hours_reason": "thử"}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        self.expect(400, "post", path, body, code="invalid_argument")
        self.expect(400, "post", path, body, key, code="invalid_argument")
        self.expect(404, "post", f"/broadcasts/{uuid.UUID(int=7)}/correction", body, key, code="not_found")
        for change, pointer in (({"announcement": "b1"}, "/announcement"), ({"targets": {}}, "/targets"), ({"priority": "loud"}, "/priority"),
                                ({"starts_at": "2027-01-04T05:30:00Z"}, "/starts_at"), ({"outside_hours_reason": "x" * 301}, "/outside_hours_reason")):
            self.refused_at(pointer, "post", path, {**body, **change}, key)
        _, right = self.expect(201, "post", "/announcements", {"title": "Đính chính", "source": "text", "text": "Họp lúc 20 giờ."})
        self.expect(202, "post", f"/announcements/{right['id']}/prepare", {})
        self.wait_for(f"/announcements/{right['id']}", lambda found: found["audio"] == "ready")
        if not self.arguments.server:  # No loudspeaker hangs at it.
            return self.expect(422, "post", path, {**body, "announcement": right["id"]}, key, code="zone_empty")
        _, corrected = self.expect(201, "post", path, {**body, "announcement": right["id"]}, key)
        _, again = self.expect(201, "post", path, {**body, "announcement": right["id"]}, key)
        if corrected["broadcast"].get("corrects") != wrong or again["broadcast"]["id"] != corrected["broadcast"]["id"]:
            self.contract.fail(f"corrected by {corrected} and {again}")

    def live_message(self, live, kind=None):
        message = live.receive()
        rule = self.contract.operations[("get", "/live")]["x-message"]
        for wrong in schema.errors(message, rule, self.contract.document):
            self.contract.fail(f"live: {wrong}")
        if kind and message["type"] != kind:
            self.contract.fail(f"live: {message['type']} instead of {kind}")
        self.contract.succeeded.add(("get", "/live"))
        return message

    def cast_is_told(self, live, seq, broadcast):
        # A real controller tells of the sounds that it makes meanwhile, too.
        end = time.monotonic() + 20
        while time.monotonic() < end:
            delta = self.live_message(live)
            if delta["type"] != "delta":
                continue
            if delta["seq"] != seq + 1:
                self.contract.fail(f"live: delta {delta['seq']} after {seq}")
            seq = delta["seq"]
            if any(one["id"] == broadcast for one in delta.get("broadcasts", [])):
                return
        self.contract.fail("live: the broadcast was not told")

    def emergency_templates(self):
        before = self.expect(200, "get", "/emergency-templates")[1]["items"]
        body = {"code": "e-sat-lo", "tile": "SẠT LỞ", "text": "Khẩn cấp! {hamlet} có sạt lở.", "attention": [{"sound": "tone", "seconds": 6}],
                "siren": [{"sound": "siren", "seconds": 10.5}, {"sound": "gap", "seconds": 5}]}
        path = "/emergency-templates"
        for change, pointer in (({"code": ""}, "/code"), ({"code": "x" * 41}, "/code"), ({"tile": 7}, "/tile"), ({"text": ""}, "/text"), ({"text": "x" * 4001}, "/text"),
                                ({"siren": "loud"}, "/siren"), ({"siren": [["siren", 10]]}, "/siren/0"), ({"siren": [{"sound": "siren"}]}, "/siren/0/seconds"),
                                ({"siren": body["siren"] * 40}, "/siren"), ({"attention": [{"sound": "tone", "seconds": 61}]}, "/attention/0/seconds"),
                                ({"repeat_every_s": 9}, "/repeat_every_s"), ({"max_minutes": 241}, "/max_minutes"), ({"tile_order": -1}, "/tile_order"),
                                ({"all_clear": "no"}, "/all_clear"), ({"id": str(uuid.uuid4())}, "/id")):
            self.refused_at(pointer, "post", path, {**body, **change})
        for change, rule in (({"text": "Ở {thon}"}, "slots"), ({"text": "Ở {hamlet"}, "slots"), ({"attention": [{"sound": "tone", "seconds": 7}]}, "attention_longest"),
                             ({"all_clear": True, "max_minutes": 11}, "all_clear_longest"), ({"siren": [{"sound": "horn", "seconds": 3}]}, "signal_sound")):
            problem = self.expect(400, "post", path, {**body, **change}, code="invalid_argument")[1]
            if problem.get("rule", {}).get("name") != rule:
                self.contract.fail(f"{change} is refused by {problem}")
        made, item = self.expect(201, "post", path, body)
        self.expect(409, "post", path, body, code="already_exists")
        one = f"{path}/{item['id']}"
        self.expect(428, "patch", one, {"tile": "SẠT LỞ ĐẤT"})
        self.refused_at("/code", "patch", one, {"code": "e1"}, {"If-Match": made["etag"]})
        saved, item = self.expect(200, "patch", one, {"tile": "SẠT LỞ ĐẤT"}, {"If-Match": made["etag"]})
        self.expect(409, "patch", one, {"tile": "SẠT LỞ"}, {"If-Match": made["etag"]}, code="version_conflict")
        kept = self.expect(200, "get", one)[1]
        if kept != item or kept["tile"] != "SẠT LỞ ĐẤT" or any(kept[name] != value for name, value in body.items() if name != "tile"):
            self.contract.fail(f"an emergency comes back as {kept}")
        self.expect(428, "delete", one)
        self.expect(409, "delete", one, headers={"If-Match": made["etag"]}, code="version_conflict")
        self.expect(204, "delete", one, headers={"If-Match": saved["etag"]})
        self.expect(404, "get", one, code="not_found")
        if self.expect(200, "get", path)[1]["items"] != before:
            self.contract.fail("the other emergencies are not what they were")

    def emergency(self):
        key = {"name": "Điện thoại trưởng thôn", "public_key": base64.b64encode(POINT).decode()}
        self.expect(400, "post", "/device-keys", {**key, "public_key": base64.b64encode(POINT[:64]).decode()})
        _, device = self.expect(201, "post", "/device-keys", key)
        self.expect(409, "post", "/device-keys", key, code="already_exists")
        self.expect(200, "get", "/device-keys")
        phone = Run(self.contract, Client(self.client.url.geturl(), self.contract), self.arguments)
        phone.expect(401, "get", "/emergency/page-data", code="not_authenticated")
        _, page = phone.expect(200, "get", f"/emergency/page-data?device={device['id']}")
        tile, area = page["tiles"][0], page["areas"][0]
        self.drills(tile["template"], area["id"])
        live = LiveSocket(phone.client, f"?device={device['id']}")
        phone.live_message(live, "hello")
        live.close()
        if self.arguments.server:  # The fake does not ask for a true signature; the real one's is tested end to end.
            for sound, kind in (("audio", "audio/ogg"), ("listen", "audio/mpeg")):
                headers, _ = phone.expect(200, "get", f"/emergency/{sound}/{tile['template']}/{area['id']}?device={device['id']}")
                if headers["content-type"] != kind:
                    self.contract.fail(f"the phone is given {headers['content-type']} as {sound}")
            intent = {"officer": page["officer"]["id"], "device": device["id"], "area": area["id"], "template": tile["template"],
                      "idempotency_key": str(uuid.uuid4()), "made_at": page["server_time"],
                      "signature": base64.b64encode(bytes(64)).decode()}
            old = {**intent, "made_at": "2020-01-01T00:00:00.000Z"}
            phone.expect(422, "post", "/emergencies", old, code="expired")
            # One who guesses keys is slowed; who sits behind the same address and has a key is not, nor is one whose clock is wrong.
            for _ in range(31):
                phone.expect(422, "post", "/emergencies", old, code="expired")
            for _ in range(30):
                phone.expect(403, "post", "/emergencies", {**intent, "device": str(uuid.uuid4())}, code="key_unknown")
            phone.expect(429, "post", "/emergencies", {**intent, "device": str(uuid.uuid4())}, code="too_many_requests")
            _, broadcast = phone.expect(201, "post", "/emergencies", intent)
            self.all_clear_names_what_it_ends(phone, intent, broadcast)
            phone.expect(200, "post", f"/emergencies/{broadcast['id']}/cancel", {"device": device["id"]})
            phone.expect(200, "post", f"/stop?device={device['id']}", {"broadcast": broadcast["id"]})
        self.expect(204, "delete", f"/device-keys/{device['id']}")
        phone.expect(403, "get", f"/emergency/page-data?device={device['id']}", code="key_revoked")

    def all_clear_names_what_it_ends(self, phone, intent, warning):
        body = {"code": "e-het-nguy-hiem", "tile": "HẾT NGUY HIỂM", "text": "{hamlet}: hết nguy hiểm.", "all_clear": True, "max_minutes": 5}
        made, over = self.expect(201, "post", "/emergency-templates", body)
        _, calm = phone.expect(201, "post", "/emergencies", {**intent, "template": over["id"], "idempotency_key": str(uuid.uuid4())})
        if [one["id"] for one in calm.get("ends", [])] != [warning["id"]] or "ends" in warning:
            self.contract.fail(f"an all-clear over {warning['id']} ends {calm.get('ends')}")
        self.expect(200, "post", "/stop", {"broadcast": calm["id"]})
        self.expect(204, "delete", f"/emergency-templates/{over['id']}", headers={"If-Match": made["etag"]})

    def people(self):
        self.expect(200, "get", "/operators")
        body = {"login": "truongthon.ben", "password": "một mật khẩu dài", "roles": ["hamlet_head"], "areas": [self.hamlet["id"]]}
        made, head = self.expect(201, "post", "/operators", body)
        self.edited("/operators", head, made, {"title": "Trưởng thôn Bến"})
        other = Run(self.contract, Client(self.client.url.geturl(), self.contract), self.arguments)
        other.expect(200, "post", "/session", {"login": "Truongthon.Ben", "password": "một mật khẩu dài"})
        other.expect(403, "get", "/operators", code="not_permitted")
        other.expect(403, "post", f"/broadcasts/{uuid.UUID(int=1)}/monitor", {"port": 5004}, code="not_permitted")
        guest = {"login": "khach", "password": "một mật khẩu dài", "roles": ["viewer"], "areas": [self.hamlet["id"]]}
        self.expect(201, "post", "/operators", guest)
        other.expect(200, "post", "/session", {"login": "khach", "password": "một mật khẩu dài"})
        other.expect(403, "post", "/uploads", {"size_bytes": 1000}, code="not_permitted")
        self.expect(200, "get", "/audit")

    def system(self):
        status, _, health = self.client.call("get", "/health")
        # A real controller is unwell while no loudspeaker is connected to it.
        if status != (200 if health["well"] else 503):
            self.contract.fail(f"its health is {status} {health}")
        self.expect(200, "get", "/metrics")
        self.expect(200, "get", "/trust")

    def bad_requests_are_refused(self):
        deep = b'{"a":' * 200 + b"1" + b"}" * 200
        for wanted, body, headers, code, rule in (
                (400, b"{", {"Content-Type": "application/json"}, "malformed", "json"),
                (400, deep, {"Content-Type": "application/json"}, "malformed", "json_depth"),
                (413, b" " * 70000, {"Content-Type": "application/json"}, "too_large", "body_bytes"),
                (415, b"{}", {"Content-Type": "text/plain"}, "invalid_argument", "content_type"),
                (403, {}, {"Origin": "https://example.org"}, "not_permitted", "own_site"),
                (403, {}, {"Sec-Fetch-Site": "cross-site"}, "not_permitted", "own_site")):
            _, problem = self.expect(wanted, "post", "/stop", body, headers, code=code)
            self.says_what_to_do(f"a stop refused by {rule}", problem, rule)
        status, _, content = self.client.call("get", "/time", headers={"Host": "loa.example.org"}, checked=False)
        if status != 403:
            self.contract.fail(f"another site's name is served over plain HTTP: {status}")
        self.says_what_to_do("plain HTTP by another name", content, "https")

    def names_are_bound_to_tls(self):
        """Over TLS every answer says so, whatever it is; over the local plain port none does."""
        for path in ("/api/v1/time", "/api/v1/no-such-thing", "/api/v1/session", "/no-such-page.js"):
            connections = [("plain", http.client.HTTPConnection(self.client.url.hostname, self.client.url.port, timeout=20), None)]
            if self.arguments.server:
                trusting = ssl.create_default_context()
                trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
                far = http.client.HTTPSConnection("127.0.0.1", self.arguments.tls_port, timeout=20, context=trusting)
                connections.append(("TLS", far, "max-age=31536000"))
            for door, connection, wanted in connections:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                said = answer.getheader("Strict-Transport-Security")
                if said != wanted:
                    self.contract.fail(f"{path} by {door} says Strict-Transport-Security: {said}")
                connection.close()

    def raw(self, data):
        """What the server says to these very bytes, until it closes or falls silent for a second."""
        with socket.create_connection((self.client.url.hostname, self.client.url.port), timeout=1) as stream:
            said = b""
            try:
                stream.sendall(data)
                while part := stream.recv(65536):
                    said += part
            except (TimeoutError, ConnectionError):
                pass
            return said.decode("latin-1")

    def hostile_bytes_are_survived(self):
        head = "GET /api/v1/time HTTP/1.1\r\nHost: localhost\r\n"
        for name, data, wanted, rule in (
                ("garbage", bytes(range(256)) * 200, 400, "http"),
                ("a head over 16 KiB", (head + "X-Long: " + "x" * 20000 + "\r\n\r\n").encode(), 431, "head_bytes"),
                ("a chunked body", (head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").encode(), 411, "body_length"),
                ("a path upwards", b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "address_form"),
                ("no host", b"GET /api/v1/time HTTP/1.1\r\n\r\n", 403, "https"),
                ("a body of terabytes", b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        b"Content-Length: 9999999999999\r\n\r\n{", 413, "body_bytes")):
            said = self.raw(data)
            if not said.startswith(f"HTTP/1.1 {wanted} "):
                self.contract.fail(f"{name}: answered {said[:60]!r} instead of {wanted}")
            else:
                self.says_what_to_do(name, json.loads(said.partition("\r\n\r\n")[2].encode("latin-1")), rule)
        twice = self.raw((head + "\r\n" + head + "Connection: close\r\n\r\n").encode())
        if twice.count("HTTP/1.1 200 ") != 2:
            self.contract.fail("two requests in one packet do not get two answers")
        self.expect(200, "get", "/time")

    def made_up_bodies_never_fail_it(self):
        """Whatever comes is taken or refused as the document says, and the server is as well afterwards as before."""
        seed = int(time.time())
        known = [self.hamlet["id"], self.announcement["id"], *(node["id"] for node in self.nodes[:3])]
        made_up = MadeUp(self.contract.document, seed, known)
        for (method, path), operation in sorted(self.contract.operations.items()):
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            # Not what would take the commune or the session away from the checks themselves.
            if not content or path in ("/setup", "/import", "/session"):
                continue
            for _ in range(40):
                concrete = re.sub(r"\{id\}", made_up.random.choice(known), re.sub(r"\{day\}", "2027-01-18", path))
                headers = {"If-Match": f'"{made_up.random.randint(0, 3)}"', "Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
                body = made_up.body(content["schema"])
                status, _, answer = self.client.call(method, concrete, body, headers)
                if status >= 500:
                    self.contract.fail(f"{method} {concrete} with {str(body)[:400]} (seed {seed}): {status} {answer}")
        self.expect(200, "get", "/health")

    def everything(self):
        self.set_up_and_sign_in()
        self.every_operation_is_routed_and_guarded()
        self.what_is_not_in_the_document_is_refused()
        for part in (self.places, self.echo_groups, self.announcements, self.approval, self.surge_periods, self.uploads, self.schedules, self.broadcasts_and_live, self.emergency_templates, self.emergency,
                     self.people, self.system, self.names_are_bound_to_tls, self.bad_requests_are_refused,
                     self.hostile_bytes_are_survived):
            part()
        if self.arguments.server:
            self.made_up_bodies_never_fail_it()
        self.expect(204, "delete", "/session")
        self.expect(401, "get", "/session", code="not_authenticated")
        if self.arguments.server:
            for method, path in sorted(set(self.contract.operations) - self.contract.succeeded):
                self.contract.fail(f"{method} {path} was never answered with success")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--openapi", required=True)
    parser.add_argument("--commune", required=True)
    parser.add_argument("--server")
    parser.add_argument("--url")
    parser.add_argument("--code")
    parser.add_argument("--login")
    parser.add_argument("--password")
    arguments = parser.parse_args()
    with open(arguments.openapi, encoding="utf-8") as file:
        contract = Contract(yaml.safe_load(file))
    server = None
    if arguments.server:
        server = subprocess.Popen([arguments.server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = re.match(r"listening on (\d+) and with TLS on (\d+), set-up code (\S+)", server.stdout.readline())
        if not line:
            sys.exit(2)
        arguments.url, arguments.tls_port, arguments.code = f"http://127.0.0.1:{line[1]}", int(line[2]), line[3]
    run = Run(contract, Client(arguments.url, contract), arguments)
    try:
        run.everything()
    finally:
        if server:
            server.stdin.close()
            if server.wait(timeout=20) != 0:
                contract.fail(f"the server ended with status {server.returncode}")
    print(f"{len(contract.operations)} operations, {len(contract.succeeded)} answered with success, "
          f"{len(contract.failures)} failures")
    sys.exit(1 if contract.failures else 0)


if __name__ == "__main__":
    main()
