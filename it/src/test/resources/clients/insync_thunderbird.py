"""Thunderbird without a screen, led through Marionette, the port by which its makers test it."""

import json
import os
import socket
import subprocess
import time
import urllib.parse

from insync import seen_as

PREFERENCES = """
user_pref("marionette.port", {port});
user_pref("app.update.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("mail.provider.suppress_dialog_on_startup", true);
user_pref("mail.shell.checkDefaultClient", false);
user_pref("mail.spotlight.firstRunDone", true);
user_pref("mail.biff.on_new_window", false);
user_pref("mail.server.default.autosync_offline_stores", false);
user_pref("mail.server.default.check_new_mail", false);
user_pref("mail.server.default.use_idle", false);
user_pref("mailnews.start_page.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
"""

# What all scripts begin with. Each ends by calling done.
COMMON = """
const done = arguments[arguments.length - 1];
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const server = MailServices.accounts.allServers.find(one => one.type == "imap");
const waiting = begin => new Promise(resolve => begin({
  QueryInterface: ChromeUtils.generateQI(["nsIUrlListener", "nsIMsgCopyServiceListener"]),
  OnStartRunningUrl() {}, OnStopRunningUrl(url, code) { resolve(code); },
  onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() { return null; },
  onStopCopy(code) { resolve(code); },
}));
const folder = path => server.rootFolder.descendants.find(one => one.URI.endsWith("/" + path));
const mine = (path, digit) => [...folder(path).messages]
  .filter(one => one.messageId.split("@")[0].endsWith(digit));
(async () => { try { done(await (async () => { BODY })()); }
               catch (e) { done("failed: " + e + " " + e.stack); } })();
"""

ACCOUNT = """
let [name, password, port] = arguments;
let to = server;
if (!to) {
  to = MailServices.accounts.createIncomingServer(name, "127.0.0.1", "imap");
  to.socketType = 0;
  to.authMethod = 3;
  const account = MailServices.accounts.createAccount();
  account.incomingServer = to;
  const identity = MailServices.accounts.createIdentity();
  identity.email = name;
  account.addIdentity(identity);
}
to.port = port;
to.password = password;
to.doBiff = false;
to.QueryInterface(Ci.nsIImapIncomingServer).usingSubscription = false;
return "";
"""

EXPAND = """
server.QueryInterface(Ci.nsIImapIncomingServer);
server.performExpand(null);
return "";
"""

SYNC = """
let codes = [];
for (const one of server.rootFolder.descendants) {
  if (one.flags & Ci.nsMsgFolderFlags.ImapNoselect) { continue; }
  one.QueryInterface(Ci.nsIMsgImapMailFolder);
  one.setFlag(Ci.nsMsgFolderFlags.Offline);
  codes.push(await waiting(listener => one.updateFolderWithListener(null, listener)));
}
return codes.join();
"""

# Asks for the bodies that are not there yet; returns how many are missing.
BODIES = """
const [ask] = arguments;
let missing = 0;
for (const one of server.rootFolder.descendants) {
  if (one.flags & Ci.nsMsgFolderFlags.ImapNoselect) { continue; }
  const without = [...one.messages].filter(message => !one.hasMsgOffline(message.messageKey));
  missing += without.length;
  if (ask && without.length > 0) { one.downloadMessagesForOffline(without, null); }
}
return missing;
"""

VIEW = """
const { NetUtil } = ChromeUtils.importESModule("resource://gre/modules/NetUtil.sys.mjs");
const found = {};
for (const one of server.rootFolder.descendants) {
  if (one.flags & Ci.nsMsgFolderFlags.ImapNoselect) { continue; }
  found[one.URI] = [...one.messages].map(message => {
    let text = null;
    if (one.hasMsgOffline(message.messageKey)) {
      const stream = one.getMsgInputStream(message, {});
      text = NetUtil.readInputStreamToString(stream, message.offlineMessageSize);
      stream.close();
    }
    return [message.messageId, message.flags, message.getStringProperty("keywords"), text];
  });
}
return found;
"""

FLAG = """
const [path, digit, what] = arguments;
const messages = mine(path, digit);
if (what == "seen") { folder(path).markMessagesRead(messages, true); }
if (what == "flagged") { folder(path).markMessagesFlagged(messages, true); }
if (what == "label") { folder(path).addKeywordsToMessages(messages, "$label1"); }
return messages.length;
"""

MOVE = """
const [path, digit, to] = arguments;
return waiting(listener => MailServices.copy.copyMessages(
  folder(path), mine(path, digit), folder(to), true, listener, null, false));
"""

REMOVE = """
const [path, digit] = arguments;
const code = await waiting(listener =>
  folder(path).deleteMessages(mine(path, digit), null, true, false, listener, false));
return code + " " + await waiting(listener => folder(path).compact(listener, null));
"""


class Marionette:
    """A number, a colon, and JSON of that length: each way."""

    def __init__(self, port):
        end = time.monotonic() + 60
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=300)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        self.file = self.socket.makefile("rb")
        self.last = 0
        self.read()
        self.call("WebDriver:NewSession", {})
        self.call("Marionette:SetContext", {"value": "chrome"})
        self.call("WebDriver:SetTimeouts", {"script": 280_000})

    def read(self):
        length = b""
        while (c := self.file.read(1)) != b":":
            if not c:
                raise AssertionError("Thunderbird has gone")
            length += c
        return json.loads(self.file.read(int(length)))

    def call(self, name, parameters):
        self.last += 1
        out = json.dumps([0, self.last, name, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(out), out))
        _, _, error, result = self.read()
        if error:
            raise AssertionError(f"{name}: {error}")
        return result

    def run(self, body, *arguments):
        result = self.call("WebDriver:ExecuteAsyncScript", {
            "script": COMMON.replace("BODY", body), "args": list(arguments), "sandbox": "system"})
        value = result.get("value")
        if isinstance(value, str) and value.startswith("failed"):
            raise AssertionError("Thunderbird: " + value)
        return value


class Near:
    KNOWN = {"\\Seen", "\\Answered", "\\Flagged", "$label1", "$Forwarded"}

    def __init__(self, folder, wire, account, password):
        folder = os.path.abspath(folder)
        self.wire = wire
        self.profile = os.path.join(folder, "profile")
        os.makedirs(self.profile, exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            control = free.getsockname()[1]
        with open(os.path.join(self.profile, "user.js"), "w") as file:
            file.write(PREFERENCES.format(port=control))
        self.process = subprocess.Popen(
            ["thunderbird", "--headless", "--marionette", "--remote-allow-system-access",
             "--no-remote", "--profile", self.profile],
            env={**os.environ, "HOME": folder, "MOZ_CRASHREPORTER_DISABLE": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.marionette = Marionette(control)
            self.marionette.run(ACCOUNT, account, password, wire.port)
        except BaseException:
            self.process.kill()
            raise

    def sync(self, broken=False):
        self.wire.spoken = time.monotonic()
        self.marionette.run(EXPAND)
        self.wire.quiet(1.5)
        codes = self.marionette.run(SYNC)
        if not broken and set(codes.split(",")) - {"0"}:
            raise AssertionError("Thunderbird: " + codes)
        missing = self.marionette.run(BODIES, True)
        while missing > 0 and time.monotonic() - self.wire.spoken < 10:
            time.sleep(0.2 + missing / 5_000)  # counting holds up what is counted
            missing = self.marionette.run(BODIES, False)
        return ""

    def view(self):
        found = {}
        for uri, rows in self.marionette.run(VIEW).items():
            box = urllib.parse.unquote(uri.split("/", 3)[3])
            box = box.replace("&", "&-").replace("ü", "&APw-")
            found[box] = sorted(self.row(*row) for row in rows)
        return found

    @staticmethod
    def row(name, flags, keywords, text):
        known = {"$label1": "$label1", "$forwarded": "$Forwarded"}
        told = {known[word.lower()] for word in keywords.split() if word.lower() in known}
        # nsMsgMessageFlags: Read, Replied, Marked, Forwarded
        told |= {flag for bit, flag in ((1, "\\Seen"), (2, "\\Answered"), (4, "\\Flagged"),
                                        (0x1000, "$Forwarded")) if flags & bit}
        if not text or "Message-ID" not in text:
            return int(name.split("@")[0]), f"not there: {text!r}", tuple(sorted(told))
        return (*seen_as(text.encode("latin-1")), tuple(sorted(told)))

    def flag(self, box, digit, flag):
        if flag == "\\Seen":
            self.flag(box, 7, "$label1")
        what = {"\\Seen": "seen", "\\Flagged": "flagged", "$label1": "label"}[flag]
        self.marionette.run(FLAG, box, str(digit), what)
        # It sends long lists of uids piece by piece, and is in no hurry to begin.
        self.wire.spoken = time.monotonic()
        self.wire.quiet(1.5)

    def move(self, box, digit, to):
        self.marionette.run(MOVE, box, str(digit), to)

    def remove(self, box, digit):
        self.marionette.run(REMOVE, box, str(digit))

    def made(self, box):
        """Found by the next synchronization."""

    def renamed(self, old, new):
        """Found by the next synchronization."""

    def gone(self, box):
        """Found by the next synchronization."""

    def close(self):
        try:
            self.marionette.call("Marionette:Quit", {"flags": ["eForceQuit"]})
            self.process.wait(20)
        except Exception:
            self.process.kill()
