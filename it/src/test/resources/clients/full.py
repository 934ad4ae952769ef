"""Fills a server until it takes no more, and looks at how it says so.

full.py fill PORT_BASE PASSWORD ACKED ROUND    sends by every way until each is refused
full.py use PORT_BASE PASSWORD                 reads and deletes while the server is full
full.py again PORT_BASE PASSWORD ACKED ROUND   waits until mail is taken again, by every way
full.py broken PORT_BASE PASSWORD ACKED ROUND  sends while room comes and goes, without a reserve

Each acknowledged message is a line of ACKED, as verify.py reads them.
"""

import base64
import imaplib
import os
import poplib
import random
import smtplib
import socket
import sys
import time

phase, base, password = sys.argv[1], int(sys.argv[2]), sys.argv[3]
acked = open(sys.argv[4], "a", buffering=1) if len(sys.argv) > 4 else None
round_ = sys.argv[5] if len(sys.argv) > 5 else phase
noise = base64.encodebytes(random.randbytes(1_500_000)).replace(b"\n", b"\r\n")
names = iter(range(10**9))
FULL = b"4.3.1"


def message(size=len(noise)):
    name = f"f{round_}.{next(names)}"
    body = noise[:size - size % 78] + name.encode() + b"\r\n"
    head = f"From: load@else.test\r\nSubject: {name}\r\nX-Check: {name}\r\n"
    # verify.py counts the lines of the body, and expects one more than this.
    lines = body.count(b"\n") - 1
    return name, (head + f"X-Lines: {lines}\r\n\r\n").encode() + body


def ack(*words):
    acked.write(" ".join(words) + "\n")


def smtp(to, size):
    """One answer: 250, or what was refused."""
    name, text = message(size)
    try:
        with smtplib.SMTP("127.0.0.1", base + 25, timeout=30) as client:
            client.sendmail("load@else.test", [f"{u}@example.test" for u in to], text)
    except smtplib.SMTPResponseException as e:
        return e.smtp_code, e.smtp_error
    except smtplib.SMTPRecipientsRefused as e:
        return next(iter(e.recipients.values()))
    ack("all", name) if len(to) > 1 else ack("one", name, to[0])
    return 250, b""


def lmtp(to, size):
    """An answer for each recipient."""
    sock = socket.create_connection(("127.0.0.1", base + 24), timeout=30)
    file = sock.makefile("rwb")

    def reply():
        while True:
            line = file.readline()
            if line[3:4] != b"-":
                return int(line[:3]), line.strip()

    def say(line):
        file.write(line + b"\r\n")
        file.flush()
        return reply()

    with sock, file:
        reply()
        say(b"LHLO load.test")
        say(b"MAIL FROM:<load@else.test>")
        named = [say(f"RCPT TO:<{u}@example.test>".encode()) for u in to]
        if any(code != 250 for code, _ in named):
            return named
        code, text = say(b"DATA")
        if code != 354:
            return [(code, text)]
        name, text = message(size)
        file.write(text + b".\r\n")
        file.flush()
        answers = [reply() for _ in to]
        for user, (code, _) in zip(to, answers):
            if code == 250:
                ack("one", name, user)
        say(b"QUIT")
        return answers


def login(user):
    client = imaplib.IMAP4("127.0.0.1", base + 143, timeout=30)
    client.login(f"{user}@example.test", password)
    return client


def append(size):
    name, text = message(size)
    client = login("u3")
    kind, data = client.append("INBOX", None, None, text)
    client.logout()
    if kind == "OK":
        ack("append", name, "INBOX")
    return kind, data[0]


def fill():
    client = login("u4")
    for i in range(20):
        kind, data = client.append("INBOX", None, None, message(2000)[1])
        assert kind == "OK", data
    client.logout()
    refused = 0
    ways = [lambda: [smtp(["u0"], len(noise))], lambda: [smtp(["u0", "u1", "u2"], len(noise))],
            lambda: lmtp(["u1", "u2"], len(noise))]
    for n in range(2000):
        for code, text in ways[n % len(ways)]():
            assert code in (250, 452), (code, text)
            refused = 0 if code == 250 else refused + 1
        kind, text = append(len(noise))
        assert kind in ("OK", "NO"), (kind, text)
        refused = 0 if kind == "OK" else refused + 1
        if refused > 10:
            break
    else:
        raise AssertionError("never full")
    # Small ones, which need no file of their own, are refused like large ones.
    for size in (500, len(noise)):
        code, text = smtp(["u0"], size)
        assert code == 452 and FULL in text, (code, text)
        code, text = smtp(["u0", "u1", "u2"], size)
        assert code == 452 and FULL in text, (code, text)
        answers = lmtp(["u1", "u2"], size)
        assert len(answers) == 2, answers
        assert all(code == 452 and FULL in text for code, text in answers), answers
        kind, text = append(size)
        assert kind == "NO" and text.startswith(b"[UNAVAILABLE]"), (kind, text)


def use():
    client = login("u4")
    kind, data = client.select("INBOX")
    had = int(data[0])
    kind, data = client.fetch("1:2", "(BODY[])")  # sets \Seen
    assert kind == "OK" and len(data[0][1]) > 1000, data
    for what in ((client.store, "1:3", "+FLAGS", r"(\Deleted)"), (client.expunge,),
                 (client.copy, "1", "Trash")):
        kind, data = what[0](*what[1:])
        wanted = "NO" if what[0] == client.copy else "OK"
        assert kind == wanted, (what, data)
    kind, data = client._simple_command("MOVE", "1:2", "Trash")
    assert kind == "OK", data
    client.select("Trash")
    client.store("1:2", "+FLAGS.SILENT", r"(\Deleted)")
    kind, data = client.expunge()
    assert kind == "OK", data
    client.logout()
    pop = poplib.POP3("127.0.0.1", base + 110, timeout=30)
    pop.user("u4@example.test")
    pop.pass_(password)
    count, _ = pop.stat()
    assert count == had - 5, (count, had)
    pop.retr(1)
    pop.dele(1)
    pop.dele(2)
    pop.quit()
    client = login("u4")
    kind, data = client.select("INBOX", readonly=True)
    assert int(data[0]) == had - 7, data
    client.logout()


def again():
    end = time.time() + 30
    while smtp(["u0"], 500)[0] != 250:
        assert time.time() < end, "mail is still refused"
        time.sleep(0.5)
    for size in (500, len(noise)):
        assert smtp(["u0"], size)[0] == 250
        assert smtp(["u0", "u1", "u2"], size)[0] == 250
        assert [code for code, _ in lmtp(["u1", "u2"], size)] == [250, 250]
        assert append(size)[0] == "OK"


def broken():
    """Anything but an acknowledgement that does not hold; temporary, whatever it is."""
    told = set()
    end = time.time() + 12
    while time.time() < end:
        several = random.random() < 0.5
        size = random.choice([300, 5000, 40_000, len(noise)])
        try:
            code, text = smtp(["u0", "u1", "u2"] if several else ["u0"], size)
            told.add(code)
            assert code == 250 or 400 <= code < 500, (code, text)
            for code, text in lmtp(["u1", "u2"], size):
                told.add(code)
                assert code == 250 or 400 <= code < 500, (code, text)
            kind, text = append(size)
            told.add(kind)
            assert kind == "OK" or text.startswith(b"[UNAVAILABLE]"), (kind, text)
        except imaplib.IMAP4.error as e:
            told.add("NO LOGIN")
            assert "UNAVAILABLE" in str(e), e
    print("told:", sorted(map(str, told)))


{"fill": fill, "use": use, "again": again, "broken": broken}[phase]()
print(phase, "done")
