"""mbsync (isync), its copy in Maildirs."""

import os
import subprocess

from maildirs import Maildirs

CONFIG = """
FSync no
IMAPAccount here
Host 127.0.0.1
Port {port}
User {account}
Pass {password}
SSLType None
AuthMechs LOGIN
Timeout 60

IMAPStore far
Account here

MaildirStore near
Path {root}/
Inbox {root}/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Remove Near
Expunge Both
SyncState *
"""


class Near(Maildirs):
    def __init__(self, folder, wire, account, password):
        super().__init__(os.path.join(folder, "mail"))
        os.makedirs(self.root, exist_ok=True)
        self.config = os.path.join(folder, "mbsyncrc")
        with open(self.config, "w") as file:
            file.write(CONFIG.format(port=wire.port, account=account, password=password, root=self.root))

    def sync(self, broken=False):
        ended = subprocess.run(["mbsync", "-V", "-c", self.config, "-a"], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        said = ended.stdout.decode(errors="replace")
        if ended.returncode != 0 and not broken:
            raise AssertionError("mbsync: " + said[-3000:])
        return next((line for line in reversed(said.splitlines()) if "+" in line), "")[:80]
