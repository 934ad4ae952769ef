"""A filter on libmilter: says what it saw, and decides by the subject. Arguments: its socket."""

import sys

import Milter


class Filter(Milter.Base):
    def __init__(self):
        self.seen = []
        self.subject = ""
        self.octets = 0

    def connect(self, name, family, address):
        self.seen.append(f"connect {address[0]}")
        return Milter.CONTINUE

    def hello(self, name):
        self.seen.append(f"helo {name}")
        return Milter.CONTINUE

    def envfrom(self, sender, *parameters):
        self.seen.append(f"from {sender} {self.getsymval('i') is not None}")
        return Milter.CONTINUE

    def envrcpt(self, recipient, *parameters):
        self.seen.append(f"to {recipient}")
        return Milter.CONTINUE

    def header(self, name, value):
        if name == "Subject":
            self.subject = value
        return Milter.CONTINUE

    def body(self, chunk):
        self.octets += len(chunk)
        return Milter.CONTINUE

    def eom(self):
        self.addheader("X-Seen", "; ".join(self.seen) + f"; {self.octets} octets")
        if self.subject == "virus":
            self.setreply("554", "5.7.1", "this is a virus")
            return Milter.REJECT
        if self.subject == "later":
            return Milter.TEMPFAIL
        if self.subject == "hold":
            self.quarantine("somebody should look at it")
        if self.subject == "change":
            self.replacebody("another body")
            self.chgheader("Subject", 1, "another subject")
            self.addrcpt("<eve@example.test>")
        return Milter.ACCEPT


Milter.factory = Filter
Milter.set_flags(Milter.ADDHDRS | Milter.CHGHDRS | Milter.CHGBODY | Milter.ADDRCPT | Milter.QUARANTINE)
Milter.runmilter("filter", sys.argv[1], 60)
