"""Signs in with the mail modules of Python: signin.py BASE ADDRESS OWN FULL READ IMAPONLY"""
import imaplib, poplib, smtplib, ssl, sys

base, address, own, full, read, imap_only = int(sys.argv[1]), *sys.argv[2:]
tls = ssl.create_default_context()
tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE


def imap(password):
    client = imaplib.IMAP4_SSL("127.0.0.1", base + 993, ssl_context=tls)
    client.login(address, password)
    return client


def pop(password):
    client = poplib.POP3_SSL("127.0.0.1", base + 995, context=tls)
    client.user(address)
    client.pass_(password)
    return client


def smtp(password):
    client = smtplib.SMTP_SSL("127.0.0.1", base + 465, context=tls)
    client.login(address, password)
    return client


def refused(sign_in, password, *words):
    try:
        sign_in(password)
    except (imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPException) as error:
        for word in words:
            assert word in str(error), (word, str(error))
        return
    raise AssertionError("signed in")


# The account has a second factor: its own password opens no mail protocol, and says what to do.
what = "use an app password, made at http://localhost:%d/account" % (base + 80)
refused(imap, own, "[ALERT]", what)
refused(pop, own, "[AUTH]", what)
refused(smtp, own, "534", "5.7.9", what)
refused(imap, own + "x", "[AUTHENTICATIONFAILED] wrong name or password")
refused(smtp, own + "x", "535", "5.7.8 wrong name or password")

# One that opens everything.
smtp(full).sendmail(address, [address], "Subject: to myself\r\n\r\nhello\r\n")
client = imap(full)
client.select()
client.append("INBOX", None, None, b"Subject: kept\r\n\r\nhello\r\n")
client.logout()
assert pop(full.upper().replace("-", " ")).stat()[0] >= 1

# One that reads.
client = imap(read)
try:
    client.select()
    raise AssertionError("selected for writing")
except imaplib.IMAP4.readonly:
    client.select(readonly=True)
assert client.fetch("1", "(BODY[])")[0] == "OK"
for name, attempt in {
    "STORE": lambda: client.store("1", "+FLAGS", r"(\Deleted)"),
    "APPEND": lambda: client.append("INBOX", None, None, b"Subject: no\r\n\r\nno\r\n"),
    "CREATE": lambda: client.create("New"),
    "COPY": lambda: client.copy("1", "Archive"),
    "EXPUNGE": lambda: client.expunge(),
    "SETACL": lambda: client.setacl("INBOX", "bob@example.test", "lr"),
    "SUBSCRIBE": lambda: client.subscribe("INBOX"),
    "RENAME": lambda: client.rename("INBOX", "Old"),
}.items():
    answer = attempt()
    assert answer[0] == "NO", (name, answer)
assert client.myrights("INBOX")[1][0].split()[-1] == b"lr", client.myrights("INBOX")
client.close()
client.logout()
box = pop(read)
count = box.stat()[0]
box.retr(1)
try:
    box.dele(1)
    raise AssertionError("deleted")
except poplib.error_proto as error:
    assert "you may read and not delete" in str(error), error
box.quit()
assert pop(full).stat()[0] == count
refused(smtp, read, "535", "this app password is not for SMTP")

# One for IMAP alone.
imap(imap_only).logout()
refused(pop, imap_only, "this app password is not for POP3")
refused(smtp, imap_only, "this app password is not for SMTP")
print("all as it should be")
