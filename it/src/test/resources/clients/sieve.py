# Sends mail by SMTP and says where IMAP finds it.
#   sieve.py PORT_BASE PASSWORD
import imaplib
import smtplib
import sys
import time

base, password = int(sys.argv[1]), sys.argv[2]
OWNER = "sam@example.test"


def send(subject, extra=""):
    with smtplib.SMTP("127.0.0.1", base + 25) as smtp:
        text = "From: eve@other.example\r\nTo: %s\r\nSubject: %s\r\n%s\r\nHi\r\n"
        smtp.sendmail("eve@other.example", [OWNER], text % (OWNER, subject, extra))


def found(box):
    with imaplib.IMAP4("127.0.0.1", base + 143) as imap:
        imap.login(OWNER, password)
        if imap.select(box)[0] != "OK":
            return []
        ids = imap.search(None, "ALL")[1][0].split()
        lines = []
        for number in ids:
            data = imap.fetch(number, "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
            subject = data[0][1].decode().strip()
            flags = b"".join(part if isinstance(part, bytes) else part[0] for part in data)
            lines.append(subject + (" flagged" if b"\\Flagged" in flags else ""))
        return lines


send("[list] one")
send("plain")
try:
    send("go away")
    print("taken")
except smtplib.SMTPDataError as error:
    print("refused", error.smtp_code, error.smtp_error.decode())
time.sleep(0.5)
print("Lists:", found("Lists"))
print("INBOX:", found("INBOX"))
