"""Signs in by a certificate: certificate.py BASE ADDRESS CERT KEY in|out|idle [AUTHZID]"""
import base64, imaplib, poplib, smtplib, socket, ssl, sys

base, address, cert, key, expected = int(sys.argv[1]), *sys.argv[2:6]
act_as = sys.argv[6] if len(sys.argv) > 6 else ""
tls = ssl.create_default_context()
tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
bare = ssl.create_default_context()
bare.check_hostname, bare.verify_mode = False, ssl.CERT_NONE
tls.load_cert_chain(cert, key)
token = base64.b64encode(act_as.encode()).decode() or "="


def imap():
    client = imaplib.IMAP4_SSL("127.0.0.1", base + 993, ssl_context=tls)
    assert "AUTH=EXTERNAL" in client.capabilities
    client.authenticate("EXTERNAL", lambda _: act_as.encode())
    return client


def imap_starttls():
    client = imaplib.IMAP4("127.0.0.1", base + 143)
    assert "AUTH=EXTERNAL" not in client.capabilities
    client.starttls(tls)
    client.authenticate("EXTERNAL", lambda _: act_as.encode())


def imap_initial():
    client = imaplib.IMAP4_SSL("127.0.0.1", base + 993, ssl_context=tls)
    client.send(b"x AUTHENTICATE EXTERNAL " + token.encode() + b"\r\n")
    line = client.readline()
    if not line.startswith(b"x OK"):
        raise imaplib.IMAP4.error(line)


def pop():
    client = poplib.POP3_SSL("127.0.0.1", base + 995, context=tls)
    client._shortcmd("AUTH EXTERNAL " + token)


def smtp():
    client = smtplib.SMTP_SSL("127.0.0.1", base + 465, context=tls)
    client.ehlo()
    assert "EXTERNAL" in client.esmtp_features["auth"]
    code, text = client.docmd("AUTH", "EXTERNAL " + token)
    if code != 235:
        raise smtplib.SMTPException(text)


def sieve():
    plain = socket.create_connection(("127.0.0.1", base + 4190))
    lines = plain.makefile("rwb")
    until(lines)
    lines.write(b"STARTTLS\r\n")
    lines.flush()
    until(lines)
    lines = tls.wrap_socket(plain, server_hostname="localhost").makefile("rwb")
    until(lines)
    first = base64.b64encode(act_as.encode())
    lines.write(b'AUTHENTICATE "EXTERNAL" "' + first + b'"\r\n')
    lines.flush()
    until(lines)


def until(lines):
    while True:
        line = lines.readline()
        if line.startswith(b"OK"):
            return
        if line.startswith((b"NO", b"BYE")) or not line:
            raise EOFError(line)


assert "AUTH=EXTERNAL" not in imaplib.IMAP4_SSL("127.0.0.1", base + 993, ssl_context=bare).capabilities
if expected == "idle":
    client = imap()
    client.select("INBOX")
    client.send(b"a IDLE\r\n")
    client.readline()
    print("idling", flush=True)
    client.sock.settimeout(60)
    while not client.readline().startswith(b"* BYE"):
        pass
    print("the server said goodbye", flush=True)
    sys.exit()
for sign_in in imap, imap_starttls, imap_initial, pop, smtp, sieve:
    try:
        sign_in()
        came = "in"
    except (imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPException, EOFError) as error:
        came = "out"
        why = error
    assert came == expected, (sign_in, came, "" if came == "in" else why)
print("all as it should be")
