"""Signs in at a provider as a browser does: provider.py ORIGIN PERSON [TO]; prints where it ends"""
import html, re, sys
from urllib.parse import urljoin

import requests

origin, person = sys.argv[1:3]
browser = requests.Session()
browser.headers["User-Agent"] = "A Browser"


def post(path, json):
    answer = browser.post(origin + path, json=json, headers={"Origin": origin})
    assert answer.ok, (answer.status_code, answer.text)
    return answer.json() if answer.content else {}


assert "provider" not in post("/api/signin/way", {"name": "x@example.test"})
assert "provider" in post("/api/signin/way", {"name": "nobody@corp.test"})
begun = post("/api/signin/provider", {"name": person + "@corp.test", "to": "/account/sign-in"})
at = begun["location"]
for _ in range(20):
    answer = browser.get(at, allow_redirects=False)
    while "<form" in answer.text and "location" not in answer.headers:
        form = re.search(r"<form.*?</form>", answer.text, re.S).group()
        action = urljoin(at, html.unescape(re.search(r'action="([^"]*)"', form).group(1)))
        fields = {}
        for field in re.findall(r"<input[^>]*>", form):
            name = re.search(r'name="([^"]*)"', field)
            value = re.search(r'value="([^"]*)"', field)
            if name:
                fields[name.group(1)] = html.unescape(value.group(1)) if value else ""
        if "login" in fields:
            fields.update(login=person, password="whatever")
        answer = browser.post(action, data=fields, allow_redirects=False)
    if "location" not in answer.headers:
        break
    at = urljoin(at, answer.headers["location"])
    if at.startswith(origin + "/signin?"):
        break
print(at[len(origin) :] if at.startswith(origin) else (at, answer.status_code, answer.text))
account = browser.get(origin + "/api/account")
print(account.status_code, account.json().get("address"), account.json().get("name"))
