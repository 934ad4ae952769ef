"""Sends every message of a folder in by SMTP, LMTP and APPEND, and reads it back by IMAP and POP3.

roundtrip.py PORT_BASE PASSWORD FOLDER
What comes back is what went in: by APPEND all of it, by SMTP and LMTP behind our trace fields.
"""

import imaplib
import os
import poplib
import queue
import re
import smtplib
import sys
import threading

base, password, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
imaplib._MAXLINE = poplib._MAXLINE = 100_000_000
problems = []
lock = threading.Lock()


def problem(text):
    with lock:
        problems.append(text)


def read(path):
    with open(path, "rb") as file:
        return file.read()


files = sorted(os.path.join(where, name) for where, _, names in os.walk(folder) for name in names)
messages = {path: read(path) for path in files}


def wire(raw):
    """The message with the line ends of the wire, or None where its line ends cannot be that."""
    text = raw if b"\r\n" in raw else raw.replace(b"\n", b"\r\n")
    if re.search(rb"(?<!\r)\n|\r(?!\n)|\0", text) or not text:
        return None
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def in_threads(work, items, count=4):
    todo = queue.Queue()
    for item in items:
        todo.put(item)

    def run(number):
        try:
            work(number, todo)
        except Exception as e:  # every failure is told
            problem(f"{work.__name__}: {type(e).__name__} {e}")

    threads = [threading.Thread(target=run, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def each(todo):
    while True:
        try:
            yield todo.get_nowait()
        except queue.Empty:
            return


sendable = [path for path in files if wire(messages[path]) is not None]
order = {"smtp": [], "lmtp": []}


def send(kind, client_type, port, account):
    def work(number, todo):
        client = client_type("127.0.0.1", port, timeout=60)
        client.ehlo_or_helo_if_needed()
        for path in each(todo):
            text = wire(messages[path])
            options = ["BODY=8BITMIME"] if re.search(rb"[\x80-\xff]", text) else []
            client.sendmail("sender@else.test", [account], text, options)
            with lock:
                order[kind].append(text)
        client.quit()

    work.__name__ = kind
    in_threads(work, sendable)


send("smtp", smtplib.SMTP, base + 25, "u0@example.test")
send("lmtp", smtplib.LMTP, base + 24, "u1@example.test")


def login(account):
    client = imaplib.IMAP4("127.0.0.1", base + 143, timeout=120)
    client.login(account, password)
    return client


def append(number, todo):
    client = login("u2@example.test")
    for path in each(todo):
        if b"\0" in messages[path] or not messages[path]:
            continue  # a literal cannot hold it (RFC 9051 section 4.3)
        kind, data = client.append("INBOX", None, None, messages[path])
        if kind == "NO" and b"UTF8=ACCEPT" in data[0]:
            # Mail to an address beyond ASCII, which only a client that knows of it may bring.
            knowing = login("u2@example.test")
            knowing.enable("UTF8=ACCEPT")
            # imaplib puts "UTF8 (" and ")" into the literal rather than around it.
            knowing.utf8_enabled = False
            kind, data = knowing.append("INBOX", None, None, messages[path])
            knowing.logout()
        if kind != "OK":
            problem(f"APPEND {path}: {data}")


in_threads(append, files)


def by_imap(account):
    client = login(account)
    kind, data = client.select("INBOX", readonly=True)
    count = int(data[0])
    found = []
    for at in range(1, count + 1, 200):
        kind, data = client.fetch(f"{at}:{min(count, at + 199)}", "(RFC822.SIZE BODY.PEEK[])")
        for item in data:
            if isinstance(item, tuple):
                size = int(re.search(rb"RFC822\.SIZE (\d+)", item[0])[1])
                if size != len(item[1]):
                    problem(f"{account}: RFC822.SIZE {size}, octets {len(item[1])}")
                found.append(item[1])
    client.logout()
    return found


def by_pop3(account):
    """poplib hands lines out without their ends, so messages are compared by their lines."""
    client = poplib.POP3("127.0.0.1", base + 110, timeout=120)
    client.user(account)
    client.pass_(password)
    count, _ = client.stat()
    found = [b"\r\n".join(client.retr(i)[1]) + b"\r\n" for i in range(1, count + 1)]
    client.quit()
    return found


def compare(what, want, got):
    if len(want) != len(got):
        problem(f"{what}: {len(want)} went in, {len(got)} came back")
    left = {}
    for text in want:
        left[text] = left.get(text, 0) + 1
    for text in got:
        for original in candidates(text):
            if left.get(original, 0) > 0:
                left[original] -= 1
                break
        else:
            problem(f"{what}: came back changed: {text[:300]!r}")


def candidates(text):
    """The text behind each of its first fields: one of them is where our trace fields end."""
    yield text
    at = 0
    for _ in range(12):
        at = text.find(b"\r\n", at) + 2
        while text[at : at + 1] in (b" ", b"\t") and at > 1:  # a folded field goes on
            at = text.find(b"\r\n", at) + 2
        if at == 1:
            return
        yield text[at:]
        if text[at : at + 3] in (b"\r\n ", b"\r\n\t"):
            # It had no header and began folded: an empty line keeps it out of the field before it.
            yield text[at + 2 :]


compare("SMTP to IMAP", order["smtp"], by_imap("u0@example.test"))
compare("SMTP to POP3", order["smtp"], by_pop3("u0@example.test"))
compare("LMTP to IMAP", order["lmtp"], by_imap("u1@example.test"))
# imaplib itself makes every line end CRLF before it sends.
appended = [re.sub(rb"\r\n|\r|\n", b"\r\n", m) for m in messages.values() if m and b"\0" not in m]
compare("APPEND to IMAP", appended, by_imap("u2@example.test"))

print(f"{len(files)} files, {len(sendable)} by SMTP and LMTP, {len(appended)} by APPEND, "
      f"{len(problems)} problems")
for text in problems[:10]:
    print(text)
sys.exit(1 if problems else 0)
