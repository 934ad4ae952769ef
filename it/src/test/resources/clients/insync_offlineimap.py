"""OfflineIMAP, its copy in Maildirs."""

import glob
import os
import shutil
import subprocess

from maildirs import Maildirs

CONFIG = """
[general]
accounts = here
metadata = {folder}/known
maxsyncaccounts = 1
socktimeout = 60
fsync = no

[Account here]
localrepository = near
remoterepository = far

[Repository near]
type = Maildir
localfolders = {root}
sep = /

[Repository far]
type = IMAP
remotehost = 127.0.0.1
remoteport = {port}
remoteuser = {account}
remotepass = {password}
ssl = no
starttls = no
auth_mechanisms = PLAIN
maxconnections = 1
"""


class Near(Maildirs):
    def __init__(self, folder, wire, account, password):
        super().__init__(os.path.join(folder, "mail"))
        os.makedirs(self.root, exist_ok=True)
        self.folder = folder
        self.config = os.path.join(folder, "offlineimaprc")
        with open(self.config, "w") as file:
            file.write(CONFIG.format(folder=folder, port=wire.port, account=account, password=password,
                                     root=self.root))

    def sync(self, broken=False):
        ended = subprocess.run(["offlineimap", "-o", "-u", "basic", "-c", self.config],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, timeout=600)
        said = ended.stdout.decode(errors="replace")
        if (ended.returncode != 0 or "ERROR" in said) and not broken:
            raise AssertionError("offlineimap: " + said[-3000:])
        return ""

    def renamed(self, old, new):
        """It makes a mailbox again that has gone, unless its owner takes the copy away first."""
        self.gone(old)

    def gone(self, box):
        super().gone(box)
        self.forget(box)

    def forget(self, box):
        flat = box.replace("/", ".")
        for path in glob.glob(os.path.join(self.folder, "known", "**"), recursive=True):
            if os.path.isfile(path) and os.path.basename(path) in (flat, flat.replace(".", "/")):
                os.remove(path)
