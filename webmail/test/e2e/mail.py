# Reads mail by IMAP over TLS: waits for a message whose subject holds a text, and prints its body.
import email
import email.policy
import imaplib
import ssl
import sys
import time

port, user, password, subject = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
client = imaplib.IMAP4_SSL("localhost", port, ssl_context=context, timeout=60)
client.login(user, password)
end = time.time() + 30
while time.time() < end:
    client.select("INBOX", readonly=True)
    for number in reversed(client.search(None, "ALL")[1][0].split()):
        octets = client.fetch(number, "(BODY.PEEK[])")[1][0][1]
        message = email.message_from_bytes(octets, policy=email.policy.default)
        if subject in message["Subject"]:
            print(message.get_content())
            sys.exit(0)
    time.sleep(0.2)
sys.exit("no message about " + subject)
