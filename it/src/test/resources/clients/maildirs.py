"""What the programs have in common whose copy is a folder of Maildirs: mbsync and OfflineIMAP."""

import os
import random
import shutil

from insync import seen_as

LETTERS = {"\\Draft": "D", "\\Flagged": "F", "\\Answered": "R", "\\Seen": "S", "\\Deleted": "T"}
NAMES = {letter: name for name, letter in LETTERS.items()}


class Maildirs:
    KNOWN = set(LETTERS)

    def __init__(self, root):
        self.root = root

    def files(self, box):
        for part in ("cur", "new"):
            folder = os.path.join(self.root, box, part)
            for name in os.listdir(folder):
                yield os.path.join(folder, name)

    def read(self, box):
        for path in self.files(box):
            with open(path, "rb") as file:
                number, said = seen_as(file.read())
            letters = path.rpartition(":2,")[2] if ":2," in path else ""
            flags = tuple(sorted(NAMES[c] for c in letters if c in NAMES))
            yield path, number, said, flags

    def view(self):
        found = {}
        for folder, names, _ in os.walk(self.root):
            if "cur" in names:
                box = os.path.relpath(folder, self.root)
                found[box] = sorted((number, said, flags) for _, number, said, flags in self.read(box))
        return found

    def mine(self, box, digit):
        return [path for path, number, _, _ in list(self.read(box))
                if number % 10 == digit and number % 3 == 0]

    def flag(self, box, digit, flag):
        for path in self.mine(box, digit):
            name, _, letters = os.path.basename(path).partition(":2,")
            letters = "".join(sorted(set(letters) | {LETTERS[flag]}))
            os.rename(path, os.path.join(self.root, box, "cur", f"{name}:2,{letters}"))

    def move(self, box, digit, to):
        # A new name: what a program knows of the message is in the old one.
        for path in self.mine(box, digit):
            letters = path.rpartition(":2,")[2] if ":2," in path else ""
            name = f"{random.getrandbits(60)}.moved.here:2,{letters}"
            os.rename(path, os.path.join(self.root, to, "cur", name))

    def remove(self, box, digit):
        for path in self.mine(box, digit):
            os.remove(path)

    def made(self, box):
        """Found by the next synchronization."""

    def renamed(self, old, new):
        """The owner renames the folder too: programs of this kind know mailboxes by name only."""
        os.makedirs(os.path.dirname(os.path.join(self.root, new)), exist_ok=True)
        shutil.move(os.path.join(self.root, old), os.path.join(self.root, new))

    def gone(self, box):
        shutil.rmtree(os.path.join(self.root, box))

    def close(self):
        pass
