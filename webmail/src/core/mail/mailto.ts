/** Addresses of links that begin a message (RFC 6068). */
import type { EmailAddress } from "../jmap.ts";
import { addresses, distinct } from "./addresses.ts";

/** What such a link may say; whatever else it says, above all of files, is not heeded. */
export type Wish = {
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
  readonly subject: string;
  readonly body: string;
};

const LONGEST_SUBJECT = 900;

export function wish(href: string): Wish | undefined {
  const parts = /^mailto:([^?#]*)(?:\?([^#]*))?/i.exec(href.trim());
  if (parts === null) {
    return undefined;
  }
  const fields = (parts[2] ?? "").split("&", 200).map((field): [string, string] => {
    const at = field.indexOf("=");
    return at < 0
      ? [field.toLowerCase(), ""]
      : [field.slice(0, at).toLowerCase(), field.slice(at + 1)];
  });
  const all = (name: string) =>
    fields.filter(([one]) => one === name).map(([, value]) => decoded(value));
  // A comma separates addresses; one that is part of an address is written as %2C.
  const list = (values: readonly string[]) => distinct(values.flatMap(addresses));
  return {
    to: list([...(parts[1] ?? "").split(",").map(decoded), ...all("to")]),
    cc: list(all("cc")),
    bcc: list(all("bcc")),
    subject: line(all("subject")[0] ?? ""),
    body: (all("body")[0] ?? "").replace(/\r\n?/g, "\n"),
  };
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST_SUBJECT);
}

/** A plus is a plus here, not a space. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
