# A mail program: signs in by IMAP over TLS, says so, and waits until the server hangs up. With the
# files of a certificate and its key it shows these instead of a password.
import imaplib
import ssl
import sys

port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
if len(sys.argv) > 4:
    context.load_cert_chain(sys.argv[4], sys.argv[5])
client = imaplib.IMAP4_SSL("localhost", port, ssl_context=context, timeout=60)
try:
    if len(sys.argv) > 4:
        client.authenticate("EXTERNAL", lambda _: b"")
    else:
        client.login(user, password)
except imaplib.IMAP4.error as error:
    print("refused", error, flush=True)
    sys.exit(0)
kind, answer = client.select("INBOX", readonly=True)
print("in", kind, answer[0].decode(), flush=True)
client.send(b"w IDLE\r\n")
while True:
    line = client.readline()
    if not line or line.startswith(b"* BYE"):
        print("out", line.decode().strip(), flush=True)
        break
