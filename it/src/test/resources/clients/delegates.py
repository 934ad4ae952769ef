"""Delegates of a shared mailbox, by Python's own mail modules: delegates.py IMAP-PORT SUBMISSION-PORT PASSWORD"""

import imaplib
import smtplib
import sys
import time

imap_port, smtp_port, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
TEAM = "team@example.test"
INBOX = '"Other Users/team@example.test/INBOX"'


def imap(who):
    client = imaplib.IMAP4("localhost", imap_port)
    client.login(who + "@example.test", password)
    return client


def send(who, sender, to, header="", envelope=None):
    with smtplib.SMTP("localhost", smtp_port) as client:
        client.login(who + "@example.test", password)
        client.sendmail(
            envelope or sender, [to], f"From: {sender}\r\nTo: {to}\r\n{header}Subject: from {who}\r\n\r\nHello\r\n"
        )


def refused(what, *arguments, **named):
    try:
        what(*arguments, **named)
    except (smtplib.SMTPException, imaplib.IMAP4.error) as error:
        return str(error)
    raise AssertionError("it was let through: %s" % (arguments,))


def names(client):
    return b"\n".join(line for line in client.list()[1] if isinstance(line, bytes)).decode()


def last_header(who):
    client = imap(who)
    for _ in range(50):
        count = int(client.select("INBOX")[1][0])
        if count:
            break
        time.sleep(0.1)
    header = client.fetch(str(count), "(BODY[HEADER])")[1][0][1].decode()
    client.store(str(count), "+FLAGS", "\\Deleted")
    client.expunge()
    client.logout()
    return header


step = sys.argv[4]
if step == "granted":
    bob = imap("bob")
    assert "Other Users/team@example.test/INBOX" in names(bob), names(bob)
    assert bob.select(INBOX)[0] == "OK"
    assert bob.append(INBOX, None, None, b"Subject: filed\r\n\r\nBy bob.\r\n")[0] == "OK"
    assert bob.create('"Other Users/team@example.test/Done"')[0] == "OK"
    assert "Other Users/team@example.test/Done" in names(bob)
    bob.select(INBOX)
    assert bob.store("1", "+FLAGS", "\\Deleted")[0] == "OK"
    ada = imap("ada")
    assert ada.select(INBOX, readonly=False)[0] == "OK"
    assert ada.copy("1", "INBOX")[0] == "OK"
    assert ada.append(INBOX, None, None, b"Subject: no\r\n\r\n")[0] == "NO"
    eve = imap("eve")
    assert "team" not in names(eve)
    assert eve.select(INBOX)[0] == "NO"
    assert "AUTHENTICATIONFAILED" in refused(imap, "team")

    send("bob", TEAM, "carl@example.test")
    header = last_header("carl")
    assert "From: team@example.test" in header, header
    assert header.count("Sender:") == 1 and "Sender: <bob@example.test>" in header, header
    send("bob", TEAM, "carl@example.test", header="Sender: bob@example.test\r\n")
    assert last_header("carl").count("Sender:") == 1
    assert "550" in refused(send, "bob", TEAM, "carl@example.test", header="Sender: carl@example.test\r\n")
    send("ada", TEAM, "carl@example.test")
    assert "Sender" not in last_header("carl"), "ada writes as the team"
    assert "550" in refused(send, "eve", TEAM, "carl@example.test")
    assert "550" in refused(send, "eve", TEAM, "carl@example.test", envelope="eve@example.test")
    assert "550" in refused(send, "bob", "ada@example.test", "carl@example.test", envelope="bob@example.test")
else:
    bob = imap("bob")
    assert "team" not in names(bob), names(bob)
    assert bob.select(INBOX)[0] == "NO"
    assert "550" in refused(send, "bob", TEAM, "carl@example.test")
print("all good")
