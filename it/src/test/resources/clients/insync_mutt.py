"""mutt with its caches of headers and bodies: what it shows is what it saves from them to files."""

import mailbox
import os
import subprocess

from insync import seen_as

CONFIG = """
set folder="imap://127.0.0.1:{port}/"
set imap_user="{account}"
set imap_pass="{password}"
set ssl_starttls=no
set ssl_force_tls=no
set spoolfile="imap://127.0.0.1:{port}/INBOX"
set header_cache="{folder}/headers/"
set message_cachedir="{folder}/bodies/"
set message_cache_clean=yes
set imap_condstore={condstore}
set imap_qresync={qresync}
set imap_check_subscribed=no
set copy=no
set confirmappend=no
set confirmcreate=no
set delete=yes
set move=no
set resolve=no
set beep=no
set sleep_time=0
set wait_key=no
set timeout=5
set mbox_type=mbox
set fcc_clear=yes
"""


class Near:
    KNOWN = {"\\Seen", "\\Answered", "\\Flagged"}

    def __init__(self, folder, wire, account, password):
        self.folder = os.path.abspath(folder)
        self.pending = []
        qresync = os.environ.get("MUTT_QRESYNC", "yes")
        for name in ("headers", "bodies"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        self.config = os.path.join(self.folder, "muttrc")
        with open(self.config, "w") as file:
            file.write(CONFIG.format(port=wire.port, account=account, password=password, folder=folder,
                                     condstore=qresync, qresync=qresync))
        self.boxes_file = os.path.join(self.folder, "boxes")
        self.boxes = {"INBOX"}
        if os.path.exists(self.boxes_file):
            with open(self.boxes_file) as file:
                self.boxes = set(file.read().splitlines())

    def mutt(self, keys, seconds=200, broken=False):
        with open(self.config) as file:
            config = file.read()
        path = os.path.join(self.folder, "now.rc")
        with open(path, "w") as file:
            file.write(config + f'push "{keys}"\n')
        # mutt wants a terminal: script gives it one.
        command = f"TERM=vt100 timeout --foreground -k 5 {seconds} mutt -n -F {path}"
        ended = subprocess.run(["script", "-qec", command, "/dev/null"], cwd=self.folder,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, env={**os.environ, "HOME": self.folder})
        if ended.returncode != 0 and not broken:
            raise AssertionError(f"mutt {ended.returncode}: {ended.stdout[-1500:]}")

    def shown(self, box):
        """The name as it is typed: Ctrl-V before a blank, which would go on to the next mailbox."""
        return "=" + box.replace("&APw-", "ü").replace("&-", "&").replace(" ", "\x16 ")

    def file(self, box):
        return os.path.join(self.folder, "saved-" + box.replace("/", "-").replace(" ", "_"))

    def mine(self, digit):
        return f"<tag-pattern>~s {digit}.of.all<enter>"

    def flag(self, box, digit, flag):
        setting = {"\\Flagged": "<set-flag>!", "\\Seen": "<clear-flag>N"}[flag]
        self.pending.append(f"<change-folder>{self.shown(box)}<enter>{self.mine(digit)}"
                            f"<tag-prefix-cond>{setting}"
                            "<end-cond><untag-pattern>~A<enter><sync-mailbox>")

    def move(self, box, digit, to):
        self.pending.append(f"<change-folder>{self.shown(box)}<enter>{self.mine(digit)}"
                            f"<tag-prefix-cond><save-message>{self.shown(to)}<enter>"
                            "<end-cond><sync-mailbox>")

    def remove(self, box, digit):
        self.pending.append(f"<change-folder>{self.shown(box)}<enter>{self.mine(digit)}"
                            "<tag-prefix-cond><delete-message><end-cond><sync-mailbox>")

    def made(self, box):
        self.boxes.add(box)

    def renamed(self, old, new):
        self.boxes = self.boxes - {old} | {new}

    def gone(self, box):
        """mutt forgets by itself what it has cached of a mailbox that has gone."""

    def sync(self, broken=False):
        """Changes what is to be changed, then saves all that it shows of each mailbox."""
        keys = "".join(self.pending)
        self.pending = []
        for box in sorted(self.boxes):
            if os.path.exists(self.file(box)):
                os.remove(self.file(box))
            keys += (f"<change-folder>{self.shown(box)}<enter><tag-pattern>~A<enter>"
                     f"<tag-prefix-cond><copy-message>{self.file(box)}<enter><end-cond>"
                     "<untag-pattern>~A<enter>")
        self.mutt(keys + "<exit>", broken=broken)
        with open(self.boxes_file, "w") as file:
            file.write("\n".join(sorted(self.boxes)))

    def view(self):
        found = {}
        for box in self.boxes:
            rows = found[box] = []
            if os.path.exists(self.file(box)):
                for one in mailbox.mbox(self.file(box)):
                    status = one.get_flags()
                    flags = {name for letter, name in
                             (("R", "\\Seen"), ("A", "\\Answered"), ("F", "\\Flagged"))
                             if letter in status}
                    rows.append((*seen_as(one.as_bytes()), tuple(sorted(flags))))
                rows.sort()
        return found

    def close(self):
        pass
