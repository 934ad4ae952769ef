"""Counts what a server acknowledged before it was killed.

verify.py PORT_BASE PASSWORD ACKED UIDS
Every acknowledged message is there exactly once, whole; what was not acknowledged at most once;
a uid that was seen once never means another message (UIDS keeps what was seen). Prints a line and
ends with 0, or says what is wrong and ends with 1.
"""

import collections
import imaplib
import json
import os
import re
import sys
import time

base, password, acked, uids_file = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
imaplib._MAXLINE = 10_000_000
problems = []


def read_account(account):
    """name -> list of (box, uid, flags), checking that every message is whole."""
    client = imaplib.IMAP4("127.0.0.1", base + 143, timeout=60)
    client.login(f"{account}@example.test", password)
    found = collections.defaultdict(list)
    boxes = ["INBOX", "Archive"] + (["Work"] if account == "u3" else [])
    for box in boxes:
        kind, data = client.select(box, readonly=True)
        assert kind == "OK", (box, data)
        exists = int(data[0])
        validity = client.response("UIDVALIDITY")[1][0].decode()
        uid_next = int(client.response("UIDNEXT")[1][0])
        kind, status = client.status(box, "(MESSAGES UNSEEN UIDNEXT)")
        told = int(re.search(rb"MESSAGES (\d+)", status[0])[1])
        if told != exists:
            problems.append(f"{account}/{box}: STATUS says {told}, SELECT says {exists}")
        if not exists:
            continue
        kind, data = client.fetch("1:*", "(UID FLAGS BODY.PEEK[])")
        got = 0
        unseen = 0
        for item in data:
            if not isinstance(item, tuple):
                continue
            got += 1
            uid = int(re.search(rb"UID (\d+)", item[0])[1])
            flags = re.search(rb"FLAGS \(([^)]*)\)", item[0])[1].decode()
            unseen += "\\Seen" not in flags
            text = item[1]
            match = re.search(rb"^X-Check: (\S+)\r$", text, re.M)
            if not match:
                continue
            name = match[1].decode()
            found[name].append((box, uid, flags))
            lines = int(re.search(rb"^X-Lines: (\d+)\r$", text, re.M)[1])
            body = text.split(b"\r\n\r\n", 1)[1]
            if body.count(b"\n") != lines + 1:
                problems.append(f"{account}/{box} {uid} {name}: not whole")
            if uid >= uid_next:
                problems.append(f"{account}/{box} {uid}: not below UIDNEXT {uid_next}")
            key = f"{account}/{box}/{validity}/{uid}"
            if seen_uids.setdefault(key, name) != name:
                problems.append(f"{key} was {seen_uids[key]} and is {name}: a uid came back")
        if got != exists:
            problems.append(f"{account}/{box}: {exists} messages, {got} can be fetched")
        told = int(re.search(rb"UNSEEN (\d+)", status[0])[1])
        if told != unseen:
            problems.append(f"{account}/{box}: STATUS says {told} unseen, {unseen} are")
    client.logout()
    return found


seen_uids = json.load(open(uids_file)) if os.path.exists(uids_file) else {}
lines = [line.split() for line in open(acked) if line.endswith("\n")]
want = collections.defaultdict(set)
for words in lines:
    if words[0] == "one":
        want[words[2]].add(words[1])
    elif words[0] == "all":
        for account in ("u0", "u1", "u2"):
            want[account].add(words[1])
    elif words[0] == "append":
        want["u3"].add(words[1])

# Deliveries to several come from the queue: they may take a moment after the start.
deadline = time.time() + 60
while True:
    problems = []
    there = {account: read_account(account) for account in ("u0", "u1", "u2", "u3")}
    missing = {a: sorted(names - set(there[a]))[:5] for a, names in want.items() if names - set(there[a])}
    if not missing or time.time() > deadline:
        break
    time.sleep(0.5)

if missing:
    problems.append(f"acknowledged and not there: {missing}")
for account, found in there.items():
    for name, places in found.items():
        if len(places) > 1:
            problems.append(f"{account}: {name} is there {len(places)} times: {places}")
for words in lines:
    places = there["u3"].get(words[1], [])
    if words[0] == "move" and places and places[0][0] != "Archive":
        problems.append(f"{words[1]} was moved to Archive and is in {places[0][0]}")
    if words[0] == "seen" and places and "\\Seen" not in places[0][2]:
        problems.append(f"{words[1]} was flagged and is not")

json.dump(seen_uids, open(uids_file, "w"))
total = sum(len(found) for found in there.values())
print(f"{len(lines)} acknowledged, {total} messages, {len(problems)} problems")
for problem in problems[:20]:
    print(problem)
sys.exit(1 if problems else 0)
