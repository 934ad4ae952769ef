"""Fills an account by IMAP for the day with the mail page.

usage: mail-seed.py PORT ADDRESS PASSWORD
"""

import imaplib
import struct
import sys
import time
import zlib
from email.message import EmailMessage

port, address, password = sys.argv[1:]
imap = imaplib.IMAP4("localhost", int(port))
imap.login(address, password)
now = time.time() - 7200


def message(subject, number, text="Some words"):
    mail = EmailMessage()
    mail["From"] = "Grace Hopper <grace@far.test>"
    mail["To"] = address
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{number}.{subject.replace(' ', '.')}@far.test>"
    mail.set_content(text)
    return mail


def png(width, height):
    """A picture in red."""

    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xc0\x20\x20" * width) * height
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def append(mailbox, mail, number):
    when = imaplib.Time2Internaldate(now + number)
    code, told = imap.append(mailbox, "", when, mail.as_bytes())
    assert code == "OK", told


for number in range(300):
    append("INBOX", message(f"Number {number}", number), number)

imap.create("Many")
for number in range(1200):
    append("Many", message(f"Many {number}", number), number)

newsletter = message("A newsletter", 1, "Big news")
newsletter.add_alternative(
    """<html><body style="background:#f4f4f4">
<table width="600" bgcolor="#ffffff"><tr><td style="padding: 20px">
<script>parent.pwned = 1</script>
<h1 style="color: #c00" onclick="parent.pwned = 1">Big news</h1>
<p>See <a href="https://evil.test/x">https://bank.test/login</a>.</p>
<img src="https://far.test/p.png" width="200" height="80">
</td></tr></table>
<blockquote type="cite">older words</blockquote></body></html>""",
    subtype="html",
)
newsletter.add_attachment(png(600, 400), maintype="image", subtype="png", filename="red.png")
append("INBOX", newsletter, 299.5)
imap.logout()
