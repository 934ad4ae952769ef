"""Thunderbird finds a server's settings by an address and a password, signs in, and makes the account.

Runs in a network of its own, in which the server has its standard ports.
usage: discovery_thunderbird.py FOLDER ADDRESS PASSWORD CA SERVER-COMMAND...
"""

import json
import os
import subprocess
import sys
import time

from insync_thunderbird import Marionette, PREFERENCES

TRUST = """
const [base64] = arguments;
Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB)
  .addCertFromBase64(base64, "C,,");
return "trusted";
"""

FIND = """
const [address, password] = arguments;
const { FindConfig } =
  ChromeUtils.importESModule("resource:///modules/accountcreation/FindConfig.sys.mjs");
const { ConfigVerifier } =
  ChromeUtils.importESModule("resource:///modules/accountcreation/ConfigVerifier.sys.mjs");
const signal = new AbortController().signal;
const found = await FindConfig.parallelAutoDiscovery(
  address.split("@")[1], address, signal, password, address).next();
const config = found.value;
if (!config) { return { source: "nothing was found" }; }
const { AccountConfig } =
  ChromeUtils.importESModule("resource:///modules/accountcreation/AccountConfig.sys.mjs");
AccountConfig.replaceVariables(config, "Ada", address, password);
const one = config.incoming;
const out = config.outgoing;
const verified = await new ConfigVerifier(null, signal).verifyConfig(config, false)
  .then(() => true, e => "refused: " + e);
return {
  source: config.source == AccountConfig.kSourceXML ? "xml" : "" + config.source,
  alternatives: config.incomingAlternatives.map(other => other.type),
  incoming: [one.type, one.hostname, one.port, one.socketType, one.username],
  outgoing: [out.type, out.hostname, out.port, out.socketType, out.username],
  verified,
};
"""


def until(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(what)
        time.sleep(0.1)


def main():
    folder, address, password, ca = sys.argv[1:5]
    command = sys.argv[5:]
    home = os.path.join(folder, "home")
    with open(os.path.join(folder, "log.txt"), "w") as log:
        server = subprocess.Popen(
            command + ["serve", "--home", home], stdout=log, stderr=subprocess.STDOUT)
    try:
        until(lambda: os.path.exists(os.path.join(home, "run/ready")), 60, "no server")
        for words in (["domain", "add", address.split("@")[1]],
                      ["account", "add", address, "--password", password]):
            subprocess.run(command + words + ["--home", home], check=True)
        print(json.dumps(ask(folder, address, password, ca)))
    finally:
        server.terminate()
        server.wait()


def ask(folder, address, password, ca):
    profile = os.path.join(folder, "profile")
    os.makedirs(profile)
    with open(os.path.join(profile, "user.js"), "w") as out:
        out.write(PREFERENCES.format(port=2828))
        out.write('user_pref("network.manage-offline-status", false);\n')
        out.write('user_pref("network.online", true);\n')
    with open(ca) as pem:
        lines = pem.read().split("-----BEGIN CERTIFICATE-----")[1].split("-----END")[0]
    process = subprocess.Popen(
        ["thunderbird", "--headless", "--marionette", "--remote-allow-system-access",
         "--profile", profile],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        marionette = Marionette(2828)
        marionette.run(TRUST, "".join(lines.split()))
        return marionette.run(FIND, address, password)
    finally:
        process.kill()
        process.wait()


main()
