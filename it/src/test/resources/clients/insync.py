"""Keeps a mail program's copy of an account beside the account, and compares the two.

insync.py PROGRAM PORT_BASE PASSWORD ACCOUNT COUNT FOLDER ROUND...
PROGRAM is mbsync, offlineimap, mutt or thunderbird: insync_PROGRAM.py says how it is made to do
things. FOLDER keeps what the program knows from one call to the next. Before each round's comparison
a second client, Python's imaplib, changes things on the server while the program changes others in
its copy; then the program synchronizes, and both sides are compared message by message.
"""

import email
import hashlib
import imaplib
import importlib
import os
import re
import socket
import sys
import threading
import time

imaplib._MAXLINE = 100_000_000
SYSTEM = {"\\Seen", "\\Answered", "\\Flagged", "\\Draft", "\\Deleted"}
# What programs add to a message in their copy, or on the way to the server.
ADDED = {"x-tuid", "x-offlineimap", "status", "x-status", "content-length", "lines",
         "x-mozilla-status", "x-mozilla-status2", "x-mozilla-keys"}


def message(number):
    body = f"This is message {number}.\r\n" * (1 + number % 9)
    return (f"From: Writer {number % 17} <w{number % 17}@else.test>\r\n"
            f"To: reader@example.test\r\n"
            f"Date: Mon, {1 + number % 28:02} Sep 2025 10:{number % 60:02}:00 +0000\r\n"
            f"Message-ID: <{number}@insync.test>\r\n"
            f"Subject: number {number} of all\r\n\r\n{body}").encode()


def seen_as(raw):
    """A message's number and what it says, whatever its line ends and what programs add to it."""
    raw = raw.replace(b"\r\n", b"\n")
    head, _, body = raw.partition(b"\n\n")
    kept = [line for line in head.split(b"\n") if line.split(b":")[0].decode().lower() not in ADDED]
    number = int(re.search(rb"Message-ID: <(\d+)@", head)[1])
    said = b"\n".join(sorted(kept)) + b"\n\n" + body.rstrip(b"\n")
    return number, hashlib.sha1(said).hexdigest()[:12]


class Wire:
    """Passes bytes on between the program and the server until it is told to cut."""

    def __init__(self, to):
        self.to = to
        self.left = None
        self.cuts = 0
        self.connections = 0
        self.spoken = time.monotonic()
        self.server = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def cut_after(self, octets):
        self.left = octets

    def quiet(self, seconds):
        """Waits until nothing has been said for so long."""
        while time.monotonic() - self.spoken < seconds:
            time.sleep(0.05)

    def accept(self):
        while True:
            near, _ = self.server.accept()
            self.connections += 1
            far = socket.create_connection(("127.0.0.1", self.to))
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for pair in ((near, far, False), (far, near, True)):
                threading.Thread(target=self.carry, args=pair, daemon=True).start()

    def carry(self, source, sink, counted):
        try:
            while data := source.recv(1 << 16):
                self.spoken = time.monotonic()
                if counted and self.left is not None:
                    sink.sendall(data[:self.left])
                    self.left -= len(data)
                    if self.left <= 0:
                        self.left = None
                        self.cuts += 1
                        break
                    continue
                sink.sendall(data)
        except OSError:
            pass
        for one in (source, sink):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Far:
    """The account on the server, seen and changed by imaplib."""

    def __init__(self, port, account, password):
        self.imap = imaplib.IMAP4("127.0.0.1", port, timeout=120)
        self.imap.login(account, password)

    def ok(self, answer):
        if answer[0] != "OK":
            raise AssertionError(f"the server said {answer}")
        return answer[1]

    def append(self, box, numbers, flags=""):
        """Many at once (MULTIAPPEND), which imaplib has no method for."""
        numbers = list(numbers)
        for at in range(0, len(numbers), 500):
            tag = self.imap._new_tag()
            out = [tag, b" APPEND ", box.encode()]
            for number in numbers[at:at + 500]:
                text = message(number)
                out += [b" (%s) {%d+}\r\n" % (flags.encode(), len(text)), text]
            self.imap.send(b"".join(out) + b"\r\n")
            self.ok(self.imap._get_tagged_response(tag))

    def boxes(self):
        found = []
        for line in self.ok(self.imap.list()):
            attributes, _, name = re.match(rb'\((.*?)\) ("."|NIL) (.*)', line).groups()
            if b"noselect" not in attributes.lower():
                found.append(name.decode().strip('"'))
        return sorted(found)

    def select(self, box, readonly=False):
        return int(self.ok(self.imap.select(f'"{box}"', readonly=readonly))[0])

    def view(self, known):
        return {box: self.of(box, known) for box in self.boxes()}

    def of(self, box, known):
        if self.select(box, readonly=True) == 0:
            return []
        rows = []
        for item in self.ok(self.imap.fetch("1:*", "(FLAGS BODY.PEEK[])")):
            if isinstance(item, tuple):
                flags = set(re.search(rb"FLAGS \((.*?)\)", item[0])[1].decode().split())
                rows.append((*seen_as(item[1]), tuple(sorted(flags & known))))
        return sorted(rows)

    def uids(self, box):
        """The uid of each message's number; the mailbox is selected then."""
        if self.select(box) == 0:
            return {}
        found = {}
        for item in self.ok(self.imap.fetch("1:*", "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")):
            if isinstance(item, tuple):
                uid = int(re.search(rb"UID (\d+)", item[0])[1])
                found[int(re.search(rb"<(\d+)@", item[1])[1])] = uid
        return found

    def store(self, box, wanted, change):
        uids = self.uids(box)
        mine = [uids[number] for number in uids if wanted(number)]
        self.by(mine, lambda these: self.ok(self.imap.uid("STORE", these, *change)))
        return len(mine)

    def move(self, box, wanted, to):
        uids = self.uids(box)
        mine = [uids[number] for number in uids if wanted(number)]
        self.by(mine, lambda these: self.ok(self.imap.uid("MOVE", these, f'"{to}"')))
        return len(mine)

    def remove(self, box, wanted):
        uids = self.uids(box)
        mine = [uids[number] for number in uids if wanted(number)]
        self.by(mine, lambda these: self.ok(
            self.imap.uid("STORE", these, "+FLAGS.SILENT", "(\\Deleted)")))
        self.by(mine, lambda these: self.ok(self.imap.uid("EXPUNGE", these)))
        return len(mine)

    @staticmethod
    def by(uids, work):
        for at in range(0, len(uids), 1000):
            work(",".join(map(str, uids[at:at + 1000])))


def compare(what, far, near):
    wrong = []
    for box in sorted(set(far) | set(near)):
        if box not in far or box not in near:
            if far.get(box) or near.get(box):
                wrong.append(f"{box} is there on one side only, far: {box in far}")
            continue
        if far[box] != near[box]:
            more = sorted(set(far[box]) - set(near[box]))[:5]
            less = sorted(set(near[box]) - set(far[box]))[:5]
            wrong.append(f"{box}: {len(far[box])} far, {len(near[box])} near; "
                         f"far only {more}; near only {less}")
    if wrong:
        raise AssertionError(what + ": " + "\n".join(wrong))


class Rounds:
    """The second client's numbers end in 0 to 4, the program's in 5 to 9: no change meets another."""

    def __init__(self, far, near, count, wire):
        self.far, self.near, self.count, self.wire = far, near, count, wire
        self.expected = lambda view: True

    def first(self):
        self.far.append("INBOX", range(1, self.count + 1))
        self.far.ok(self.far.imap.create("Work"))
        self.near.made("Work")
        self.far.append("Work", range(1_000_001, 1_000_001 + self.count // 20), "\\Seen")

    def flags(self):
        far = self.far
        far.store("INBOX", lambda n: n % 10 in (0, 1), ("+FLAGS.SILENT", "(\\Seen)"))
        far.store("INBOX", lambda n: n % 20 == 1, ("+FLAGS.SILENT", "(\\Flagged)"))
        far.store("INBOX", lambda n: n % 30 == 2, ("FLAGS.SILENT", "(\\Answered \\Seen)"))
        far.store("Work", lambda n: n % 10 == 3, ("-FLAGS.SILENT", "(\\Seen)"))
        self.near.flag("INBOX", 5, "\\Flagged")
        self.near.flag("INBOX", 6, "\\Seen")
        self.expected = lambda view: any(n % 10 == 5 and "\\Flagged" in f for n, _, f in view["INBOX"])

    def again(self):
        """Nothing has changed."""

    def moves(self):
        self.far.move("INBOX", lambda n: n % 50 == 0, "Work")
        self.near.move("INBOX", 9, "Work")
        self.expected = lambda view: any(n % 10 == 9 and n < 1_000_000 for n, _, _ in view["Work"])

    def new(self):
        self.far.append("INBOX", range(2_000_001, 2_000_001 + self.count // 50), "\\Flagged")
        self.far.append("Work", range(2_100_001, 2_100_001 + self.count // 50))

    def deletions(self):
        self.far.remove("INBOX", lambda n: n % 50 == 1)
        self.far.remove("Work", lambda n: n % 10 == 4)
        self.near.remove("INBOX", 8)
        self.expected = lambda view: 18 not in {n for n, _, _ in view["INBOX"]}

    def rename(self):
        self.far.ok(self.far.imap.rename("Work", '"Old/B&APw-ro & Co"'.replace("& ", "&- ")))
        self.near.renamed("Work", "Old/B&APw-ro &- Co")

    def removed(self):
        """A mailbox goes, with what is in it, and another comes in its name."""
        self.far.ok(self.far.imap.create("Passing"))
        self.near.made("Passing")
        self.far.append("Passing", range(3_000_001, 3_000_021))
        self.near.sync()
        self.far.imap.unselect()
        self.far.ok(self.far.imap.delete("Passing"))
        self.near.gone("Passing")
        self.far.ok(self.far.imap.create("Passing"))
        self.far.append("Passing", range(3_000_011, 3_000_041), "\\Seen")

    def cut(self):
        """Connections break in the middle of much work, early and late."""
        self.far.append("INBOX", range(4_000_001, 4_000_001 + self.count // 10))
        self.far.remove("INBOX", lambda n: n % 50 == 2)
        self.far.store("INBOX", lambda n: n % 10 == 3, ("+FLAGS.SILENT", "(\\Flagged)"))
        for octets in (3_000, self.count * 5, self.count * 15):
            cuts = self.wire.cuts
            self.wire.cut_after(octets)
            self.near.sync(broken=True)
            self.wire.left = None
            if octets == 3_000 and self.wire.cuts == cuts:
                raise AssertionError("nothing was cut")

    def run(self, name):
        begun = time.monotonic()
        getattr(self, name)()
        changed = time.monotonic()
        told = self.near.sync() or ""
        synced = time.monotonic()
        far = self.far.view(self.near.KNOWN)
        compare(name, far, self.near.view())
        if not self.expected(far):
            raise AssertionError(f"{name}: what the program was to change is not on the server")
        print(f"{name}: {sum(map(len, far.values()))} messages in {len(far)} mailboxes agree; "
              f"changes {changed - begun:.1f} s, sync {synced - changed:.1f} s, "
              f"comparison {time.monotonic() - synced:.1f} s {told}", flush=True)


def main():
    program, base, password, account, count, folder, *rounds = sys.argv[1:]
    far = Far(int(base) + 143, account, password)
    wire = Wire(int(base) + 143)
    os.makedirs(folder, exist_ok=True)
    near = importlib.import_module("insync_" + program).Near(folder, wire, account, password)
    try:
        for name in rounds:
            Rounds(far, near, int(count), wire).run(name)
    finally:
        near.close()


if __name__ == "__main__":
    main()
