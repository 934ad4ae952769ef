/** Protocols by the names that mail programs show; the same in all languages. */

const NAMES: { readonly [word: string]: string } = {
  web: "Web",
  imap: "IMAP",
  pop3: "POP3",
  smtp: "SMTP",
  managesieve: "ManageSieve",
  jmap: "JMAP",
  dav: "CalDAV, CardDAV",
  activesync: "ActiveSync",
};

export function protocolName(word: string): string {
  return NAMES[word] ?? word;
}
