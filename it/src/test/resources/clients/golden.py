"""Fills a home that is kept for good, and looks later whether a newer release reads it the same.

golden.py fill PORT_BASE PASSWORD              everything a mailbox can hold, in small
golden.py more PORT_BASE PASSWORD              a little more, for the engine's log
golden.py write PORT_BASE PASSWORD MANIFEST    notes what is there
golden.py check PORT_BASE PASSWORD MANIFEST    what was noted is there, as it was
golden.py use PORT_BASE PASSWORD               the home works: mail arrives, by every address
"""

import base64
import hashlib
import imaplib
import json
import random
import re
import smtplib
import sys

phase, base, password = sys.argv[1], int(sys.argv[2]), sys.argv[3]
PEOPLE = ["ada@golden.test", "bob@golden.test"]
imaplib._MAXLINE = 50_000_000
FRAME = 256 << 10


def login(user):
    client = imaplib.IMAP4("127.0.0.1", base + 143, timeout=60)
    client.login(user, password)
    return client


def ok(answer):
    kind, data = answer
    assert kind == "OK", data
    return data


def text(subject, body, *fields):
    head = ["From: Grace <grace@else.test>", "To: ada@golden.test", f"Subject: {subject}",
            "Date: Mon, 23 Nov 2026 12:00:00 +0000",
            f"Message-ID: <{subject.replace(' ', '.')}@else.test>", *fields]
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def noise(size):
    raw = base64.encodebytes(random.Random(size).randbytes(size)).replace(b"\n", b"\r\n")
    return raw.decode()


def periodic(frames, size):
    """Packs badly, so it fills a file of its own, yet each frame of it packs to the same octets."""
    block = noise(size)
    fill = FRAME - len(block)
    lines = ("a" * 76 + "\r\n") * (fill // 78 - 1)
    block += lines + "a" * (fill - len(lines) - 2) + "\r\n"
    assert len(block) == FRAME
    return block * frames


MIXED = text(
    "mixed", "\r\n".join([
        "preamble", "--b", "Content-Type: multipart/alternative; boundary=c", "",
        "--c", "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable", "", "Gr=C3=BC=C3=9Fe", "--c",
        "Content-Type: text/html", "", "<p>Gr&uuml;&szlig;e</p>", "--c--",
        "--b", "Content-Type: application/octet-stream; name=noise.bin",
        "Content-Disposition: attachment; filename*=utf-8''l%C3%A4rm.bin",
        "Content-Transfer-Encoding: base64", "", noise(3000) + "--b",
        "Content-Type: message/rfc822", "", text("inner", "inside\r\n").decode() + "--b--", ""]),
    "MIME-Version: 1.0", "Content-Type: multipart/mixed; boundary=b")


def fill():
    ada = login(PEOPLE[0])
    for box in ("Projects", "Projects/Gr&APYA3w-e", "Projects/Old/2019", "Empty"):
        ok(ada.create(f'"{box}"'))
        ok(ada.subscribe(f'"{box}"'))
    ok(ada.unsubscribe("Empty"))
    for n in range(12):
        reply = [f"In-Reply-To: <note.{n - 1}@else.test>"] if n % 4 else []
        flags = [r"\Seen", r"(\Seen \Answered)", r"($Forwarded work)", "()"][n % 4]
        ok(ada.append("INBOX", flags, f'"{n + 1:2}-Nov-2026 10:20:30 +0{n % 4}00"',
                      text(f"note {n}", f"note {n}\r\n", *reply)))
    for body in (MIXED, text("nothing", ""), text("long", "x" * 5000 + "\r\n"),
                 text("eight", "gr\u00fc\u00dfe\r\n"), b"no header at all\r\n",
                 text("segment", noise(24_000)), text("file", periodic(20, 56_000))):
        ok(ada.append("Projects", None, '"23-Nov-2026 12:00:00 +0000"', body))
    ok(ada.select("INBOX"))
    ok(ada.copy("1:3", '"Projects/Gr&APYA3w-e"'))
    ok(ada._simple_command("MOVE", "4", "Archive"))
    ok(ada.store("5", "+FLAGS", r"(\Flagged \Deleted)"))
    ok(ada.store("6:7", "+FLAGS", r"(\Deleted)"))
    ok(ada._simple_command("UID", "EXPUNGE", "7:8"))
    ok(ada.select("Projects"))
    ok(ada.copy("6:7", '"Projects/Old/2019"'))
    ok(ada.rename("Projects/Old", "Projects/Older"))
    with smtplib.SMTP("127.0.0.1", base + 25, timeout=60) as client:
        for to in (["ada@golden.test"], PEOPLE, ["team@golden.test"], ["postmaster@golden.test"],
                   ["anything@golden.test"], ["ada+lists@golden.test"]):
            client.sendmail("grace@else.test", to, text("to " + to[0], "by SMTP\r\n"))
    with smtplib.SMTP("127.0.0.1", base + 587, timeout=60) as client:
        client.login(PEOPLE[0], password)
        mail = text("held", "waits\r\n").replace(b"grace@else.test", b"ada@golden.test")
        client.sendmail(PEOPLE[0], ["friend@elsewhere.test", "other@elsewhere.test"], mail)
    ada.logout()
    bob = login(PEOPLE[1])
    ok(bob.append("Drafts", r"(\Draft)", None, text("draft", "to be said\r\n")))
    bob.logout()


def more():
    bob = login(PEOPLE[1])
    for n in range(4):
        ok(bob.append("Sent", r"(\Seen)", None, text(f"sent {n}", noise(600))))
    ok(bob.select("INBOX"))
    ok(bob.store("1", "+FLAGS", "($Important)"))
    bob.logout()


def digest(octets):
    return hashlib.sha256(octets).hexdigest()[:24]


def literals(data):
    return [item[1] if isinstance(item, tuple) else b"" for item in data
            if isinstance(item, tuple)]


def message(client, uid):
    data = ok(client.uid("FETCH", uid, "(FLAGS INTERNALDATE RFC822.SIZE EMAILID THREADID BODY.PEEK[])"))
    told = b" ".join(item[0] if isinstance(item, tuple) else item for item in data)
    first = ok(client.uid("FETCH", uid, "(BODY.PEEK[1])"))
    for item in ("ENVELOPE", "BODYSTRUCTURE"):
        assert item.encode() in b" ".join(
            i[0] if isinstance(i, tuple) else i for i in ok(client.uid("FETCH", uid, item)))
    return {
        "flags": sorted(re.search(rb"FLAGS \(([^)]*)\)", told)[1].decode().split()),
        "date": re.search(rb'INTERNALDATE "([^"]*)"', told)[1].decode(),
        "size": int(re.search(rb"RFC822.SIZE (\d+)", told)[1]),
        "email": re.search(rb"EMAILID \(([^)]*)\)", told)[1].decode(),
        "thread": re.search(rb"THREADID \(([^)]*)\)", told)[1].decode(),
        "octets": digest(literals(data)[0]),
        "first part": digest(b"".join(literals(first))),
    }


def mailbox(client, box):
    ok(client.select(box, readonly=True))
    code = {name: client.response(name)[1][0].decode()
            for name in ("UIDVALIDITY", "UIDNEXT", "MAILBOXID", "EXISTS")}
    uids = ok(client.uid("SEARCH", "ALL"))[0].decode().split()
    assert len(uids) == int(code.pop("EXISTS")), (box, uids)
    gone = []
    if uids:
        client.untagged_responses.pop("VANISHED", None)
        ok(client.uid("FETCH", "1:*", "(UID) (CHANGEDSINCE 1 VANISHED)"))
        gone = [told.decode() for told in client.untagged_responses.pop("VANISHED", [])]
    return {**code, "gone": gone, "messages": {uid: message(client, uid) for uid in uids}}


def account(user):
    client = login(user)
    ok(client._simple_command("ENABLE", "QRESYNC"))
    lines = [line.decode() for line in ok(client.list('""', "*"))]
    boxes = {re.search(r' "/" "?(.*?)"?$', line)[1]:
             re.findall(r"\\(Archive|Drafts|Junk|Sent|Trash)", line) for line in lines}
    subscribed = sorted(line.decode() for line in ok(client.lsub('""', "*")) if line)
    found = {name: mailbox(client, f'"{name}"') for name in sorted(boxes)}
    client.logout()
    return {"boxes": boxes, "subscribed": subscribed, "mail": found}


def differences(was, now, where=""):
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            yield from differences(was.get(key), now.get(key), f"{where}/{key}")
    elif was != now:
        yield f"{where}: was {str(was)[:200]}, is {str(now)[:200]}"


def write():
    with open(sys.argv[4], "w") as file:
        json.dump({user: account(user) for user in PEOPLE}, file, indent=1, sort_keys=True)
        file.write("\n")


def check():
    with open(sys.argv[4]) as file:
        was = json.load(file)
    now = json.loads(json.dumps({user: account(user) for user in PEOPLE}))
    wrong = list(differences(was, now))
    assert not wrong, "\n".join(wrong)
    count = sum(len(b["messages"]) for u in now.values() for b in u["mail"].values())
    assert count >= 30, count
    print(count, "messages as they were")


def use():
    def inbox(user):
        client = login(user)
        data = ok(client.select("INBOX", readonly=True))
        uid_next = int(client.response("UIDNEXT")[1][0])
        client.logout()
        return int(data[0]), uid_next

    before = {user: inbox(user) for user in PEOPLE}
    with smtplib.SMTP("127.0.0.1", base + 25, timeout=60) as client:
        for to in ("ada@golden.test", "postmaster@golden.test", "anything@golden.test"):
            client.sendmail("grace@else.test", [to], text("new", f"to {to}\r\n"))
        try:
            client.sendmail("grace@else.test", ["nobody@strange.test"], text("no", "no\r\n"))
            raise AssertionError("relayed")
        except smtplib.SMTPRecipientsRefused:
            pass
    for user, more in (("ada@golden.test", 2), ("bob@golden.test", 1)):
        count, uid_next = inbox(user)
        assert (count, uid_next) == (before[user][0] + more, before[user][1] + more), user
    try:
        login("eve@golden.test")
        raise AssertionError("a disabled account signs in")
    except imaplib.IMAP4.error:
        pass


{"fill": fill, "more": more, "write": write, "check": check, "use": use}[phase]()
