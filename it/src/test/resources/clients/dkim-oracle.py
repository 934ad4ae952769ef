# What python3-dkim says of messages, or how it signs them.
#   verify FOLDER KEYS            for each file: its name, then a word for each signature of ours
#   sign FOLDER OUT KEY DOMAIN SELECTOR ALGORITHM
# KEYS has lines of a name and a TXT record.
import os
import sys

import dkim


def records(path):
    found = {}
    with open(path) as lines:
        for line in lines:
            name, text = line.rstrip("\n").split(" ", 1)
            found[name] = text.encode()
    return found


def each(folder):
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            yield name, file.read()


def verify(folder, keys):
    known = records(keys)

    def txt(name, timeout=5):
        return known.get(name.decode().rstrip("."))

    for name, message in each(folder):
        words = []
        for index in range(2):
            try:
                good = dkim.DKIM(message).verify(idx=index, dnsfunc=txt)
                words.append("pass" if good else "fail")
            except dkim.DKIMException as error:
                words.append(type(error).__name__)
        chain = dkim.ARC(message).verify(dnsfunc=txt)[0].decode()
        print(name, *words, "arc=" + chain)


def sign(folder, out, key, domain, selector, algorithm):
    with open(key, "rb") as file:
        secret = file.read()
    forms = [b"simple", b"relaxed"]
    for turn, (name, message) in enumerate(each(folder)):
        header, body = forms[turn % 2], forms[turn // 2 % 2]
        field = dkim.sign(
            message,
            selector.encode(),
            domain.encode(),
            secret,
            canonicalize=(header, body),
            signature_algorithm=algorithm.encode(),
        )
        with open(os.path.join(out, name), "wb") as file:
            file.write(field + message)


def seal(folder, out, key, domain, selector):
    with open(key, "rb") as file:
        secret = file.read()
    for name, message in each(folder):
        results = b"Authentication-Results: " + domain.encode() + b"; spf=pass\r\n"
        fields = dkim.arc_sign(
            results + message, selector.encode(), domain.encode(), secret, domain.encode()
        )
        with open(os.path.join(out, name), "wb") as file:
            file.write(b"".join(fields) + message)


globals()[sys.argv[1]](*sys.argv[2:])
