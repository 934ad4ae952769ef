"""Puts a server under load until it goes away, and notes what it acknowledged.

load.py PORT_BASE PASSWORD ACKED ROUND
Each acknowledged thing is a line of ACKED, written as soon as the answer is there:
  one ID ACCOUNT          a message with one recipient
  all ID                  a message for u0, u1 and u2
  append ID BOX           an APPEND of u3
  move ID                 a message of u3 moved from Work to Archive
  seen ID                 a message of u3 flagged \\Seen
"""

import imaplib
import random
import smtplib
import sys
import threading

base, password, acked, round_ = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
lock = threading.Lock()
out = open(acked, "a", buffering=1)
imaplib.Debug = 0


def ack(*words):
    with lock:
        out.write(" ".join(words) + "\n")
        out.flush()


def message(name, rng):
    # Some are small enough for the commit, some become blobs, a few files of their own.
    size = rng.choice([100, 2000, 30_000, 200_000])
    body = "".join(rng.choice("0123456789abcdef \r\n"[:17]) for _ in range(min(size, 4000)))
    body = "\r\n".join(body[i:i + 70] for i in range(0, len(body), 70))
    body = "\r\n".join([body] * max(1, size // 4000))
    if size == 200_000:
        body += "\r\n" + "\r\n".join(rng.randbytes(36).hex() for _ in range(size // 74))
    return (f"From: load@else.test\r\nSubject: {name}\r\nX-Check: {name}\r\n"
            f"X-Lines: {body.count(chr(10))}\r\n\r\n{body}\r\n").encode()


def smtp(worker):
    rng = random.Random(f"{round_}.{worker}")
    n = 0
    client = smtplib.SMTP("127.0.0.1", base + 25, timeout=20)
    client.ehlo("load.test")
    while True:
        name = f"r{round_}.s{worker}.{n}"
        n += 1
        if n % 3 == 0:
            to = ["u0@example.test", "u1@example.test", "u2@example.test"]
            client.sendmail("load@else.test", to, message(name, rng))
            ack("all", name)
        else:
            account = rng.randrange(3)
            client.sendmail("load@else.test", [f"u{account}@example.test"], message(name, rng))
            ack("one", name, f"u{account}")


def login():
    client = imaplib.IMAP4("127.0.0.1", base + 143, timeout=20)
    client.login("u3@example.test", password)
    return client


def append(worker):
    rng = random.Random(f"{round_}.{worker}.a")
    client = login()
    n = 0
    while True:
        name = f"r{round_}.a{worker}.{n}"
        n += 1
        box = rng.choice(["INBOX", "Work"])
        kind, _ = client.append(box, None, None, message(name, rng))
        if kind == "OK":
            ack("append", name, box)


def ids(client, uids):
    kind, data = client.uid("FETCH", ",".join(uids), "(UID BODY.PEEK[HEADER.FIELDS (X-Check)])")
    found = {}
    for item in data:
        if isinstance(item, tuple):
            words = item[0].split()
            uid = words[words.index(b"UID") + 1] if b"UID" in words else words[2]
            found[uid.decode()] = item[1].split(b":", 1)[1].strip().decode()
    return found


def shuffle():
    rng = random.Random(f"{round_}.m")
    client = login()
    while True:
        client.select("Work")
        kind, data = client.uid("SEARCH", "ALL")
        uids = [u.decode() for u in data[0].split()]
        if not uids:
            continue
        some = rng.sample(uids, min(len(uids), 1 + rng.randrange(4)))
        names = ids(client, some)
        kind, _ = client.uid("STORE", ",".join(some), "+FLAGS.SILENT", r"(\Seen)")
        if kind == "OK":
            for name in names.values():
                ack("seen", name)
        kind, _ = client.uid("MOVE", ",".join(some), "Archive")
        if kind == "OK":
            for name in names.values():
                ack("move", name)


def run(target, *args):
    try:
        target(*args)
    except (OSError, EOFError, smtplib.SMTPException, imaplib.IMAP4.error, IndexError):
        pass  # the server is gone: that is what we wait for


threads = [threading.Thread(target=run, args=(smtp, w)) for w in range(4)]
threads += [threading.Thread(target=run, args=(append, w)) for w in range(2)]
threads += [threading.Thread(target=run, args=(shuffle,))]
for thread in threads:
    thread.daemon = True
    thread.start()
for thread in threads:
    thread.join(60)
