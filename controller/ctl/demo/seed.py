"""Makes the demo commune through the public API, as an administrator would: set-up, import, people, enrolment."""
import json
import pathlib
import secrets

HERE = pathlib.Path(__file__).parent


def commune_file():
    return json.loads((HERE / "demo-commune.json").read_text())


def open_all_day(commune):
    """A demo is tried at any hour, so its hours are open; a real commune keeps 05:30-06:30 and 17:00-18:00."""
    policy = commune["commune"]["policy"]
    policy["allowed_windows"] = [["00:00", "23:59"], ["23:59", "00:00"]]
    policy["quiet"] = ["00:00", "00:00"]
    return commune


def password():
    return "-".join(secrets.token_hex(2) for _ in range(4))


def set_up(api, code, commune):
    """The first account and the commune's data; returns the logins."""
    names = commune["commune"]
    logins = {"quantri": password()}
    api.post("/setup", {"code": code, "login": "quantri", "password": logins["quantri"], "title": "Quản trị và biên tập",
                        "commune": {"unit": names["unit"], "name": names["name"], "province": {key: names["province"][key] for key in ("unit", "name")},
                                    "station_name": names["station_name"], "duty_phone": names["phones"]["duty_officer"]}})
    api.post("/import", commune)
    areas = {area["full_name"]: area["id"] for area in api.items("/areas")}
    commune_id = next(area["id"] for area in api.items("/areas") if area["kind"] == "commune")
    full_names = {hamlet["id"]: hamlet["full_name"] for hamlet in commune["hamlets"]}
    for user in commune["users"]:
        where = [commune_id if area == "xa" else areas[full_names[area]] for area in user["areas"]]
        logins[user["login"]] = password()
        api.post("/operators", {"login": user["login"], "password": logins[user["login"]], "title": user["title"],
                                "roles": [user["role"]], "areas": where})
    return logins


def sign_in(api, login, secret):
    return api.post("/session", {"login": login, "password": secret})["operator"]


def enrolment_codes(api, folder):
    """A one-time code file for every cluster that has no device yet; returns the number of them."""
    made = 0
    for node in api.items("/nodes"):
        if node["stage"] != "expected":
            continue
        code = api.post(f"/nodes/{node['id']}/enrolment")
        path = folder / f"node-{node['number']:02}.code"
        path.write_text(code["qr_payload"] + "\n")
        path.chmod(0o600)
        made += 1
    return made
