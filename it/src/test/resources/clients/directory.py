"""Signs in by a directory's password with the mail modules of Python:
directory.py all|idle BASE ADDRESS PASSWORD"""
import base64, imaplib, poplib, smtplib, socket, ssl, sys

what, base, address, password = sys.argv[1], int(sys.argv[2]), *sys.argv[3:]
tls = ssl.create_default_context()
tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE


def imap(secret):
    client = imaplib.IMAP4_SSL("127.0.0.1", base + 993, ssl_context=tls)
    assert not [name for name in client.capabilities if name.startswith("AUTH=SCRAM")]
    client.login(address, secret)
    return client


def imap_plain(secret):
    client = imaplib.IMAP4_SSL("127.0.0.1", base + 993, ssl_context=tls)
    client.authenticate("PLAIN", lambda _: b"\0" + address.encode() + b"\0" + secret.encode())
    return client


def pop(secret):
    client = poplib.POP3_SSL("127.0.0.1", base + 995, context=tls)
    client.user(address)
    client.pass_(secret)
    return client


def smtp(secret):
    client = smtplib.SMTP_SSL("127.0.0.1", base + 465, context=tls)
    client.login(address, secret)
    return client


def sieve(secret):
    plain = socket.create_connection(("127.0.0.1", base + 4190))
    lines = plain.makefile("rwb")
    until(lines, b"OK")
    lines.write(b"STARTTLS\r\n")
    lines.flush()
    until(lines, b"OK")
    safe = tls.wrap_socket(plain, server_hostname="localhost")
    lines = safe.makefile("rwb")
    until(lines, b"OK")
    token = base64.b64encode(b"\0" + address.encode() + b"\0" + secret.encode())
    lines.write(b'AUTHENTICATE "PLAIN" "' + token + b'"\r\n')
    lines.flush()
    until(lines, b"OK")


def until(lines, word):
    while True:
        line = lines.readline()
        if line.startswith(word):
            return
        if line.startswith((b"NO", b"BYE")) or not line:
            raise EOFError(line)


if what == "idle":
    client = imap(password)
    client.select("INBOX")
    client.send(b"a IDLE\r\n")
    client.readline()
    print("idling", flush=True)
    client.sock.settimeout(90)
    while True:
        line = client.readline()
        if line.startswith(b"* BYE"):
            print("the server said goodbye", flush=True)
            sys.exit()
        assert line, "the connection broke"

for sign_in in imap, imap_plain, pop, smtp, sieve:
    sign_in(password)
    for wrong in "wrong", password + " ", " ":
        try:
            sign_in(wrong)
        except (imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPException, EOFError):
            continue
        raise AssertionError((sign_in, wrong))
print("all as it should be")
