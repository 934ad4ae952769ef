/** Addresses as people type and paste them. */
import type { EmailAddress } from "../jmap.ts";

/**
 * Reads `a@b; Carol Doe <c@d>, "Doe, Eve" <e@f>` and a column of a table. What is no address stays
 * as it was typed, to be mended where it stands.
 */
export function addresses(text: string): EmailAddress[] {
  return pieces(text)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "")
    .map(address);
}

/** Cut at commas, semicolons and line ends that are in neither quotes nor angles. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let piece = "";
  let quoted = false;
  let angled = false;
  for (const sign of text) {
    if (sign === '"') {
      quoted = !quoted;
    } else if (!quoted && (sign === "<" || sign === ">")) {
      angled = sign === "<";
    }
    const cuts = (sign === "," || sign === ";") && !quoted && !angled;
    if (cuts || sign === "\n" || sign === "\r" || sign === "\t") {
      found.push(piece);
      piece = "";
      quoted = false;
      angled = false;
    } else {
      piece += sign;
    }
  }
  found.push(piece);
  return found.flatMap(severed);
}

/** Two bare addresses with a space between are two. */
function severed(piece: string): string[] {
  const words = piece.trim().split(/\s+/, 1000);
  return words.length > 1 && words.every(isAddress) ? words : [piece];
}

function address(piece: string): EmailAddress {
  const angles = /^(.*?)<([^<>]*)>$/s.exec(piece);
  if (angles === null) {
    return { name: null, email: piece.replace(/^mailto:/i, "") };
  }
  const name = (angles[1] ?? "")
    .trim()
    .replace(/^"(.*)"$/s, "$1")
    .replace(/\\(.)/g, "$1");
  return { name: name === "" ? null : name, email: (angles[2] ?? "").trim() };
}

/** Whether mail could be sent there; a server says whether it is. International ones are right. */
export function isAddress(text: string): boolean {
  return (
    text.length <= 320 &&
    /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/u.test(text) &&
    !/\.\.|@\.|\.$/.test(text.slice(text.lastIndexOf("@")))
  );
}

/** As it is typed again: with quotes where the name has signs that mean something. */
export function written({ name, email }: EmailAddress): string {
  if (name === null || name === "") {
    return email;
  }
  const plain = /^[^"(),.:;<>@[\\\]]*$/.test(name);
  return `${plain ? name : `"${name.replace(/(["\\])/g, "\\$1")}"`} <${email}>`;
}

/** What people are called in a list. */
export function called({ name, email }: EmailAddress): string {
  return name === null || name.trim() === "" ? email : name.trim();
}

/** The domain, in lower case. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1).toLowerCase();
}

export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Each address once, the first of them. */
export function distinct(all: readonly EmailAddress[]): EmailAddress[] {
  const seen = new Set<string>();
  return all.filter(({ email }) => {
    const key = email.toLowerCase();
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}

/** A sender as choices name it: an address, or `@` and a domain, which may be typed without. */
export function senderName(typed: string): string | undefined {
  const text = typed.trim().toLowerCase();
  const name = text.includes("@") ? text : `@${text}`;
  const domain = name.startsWith("@") ? isAddress(`a${name}`) && name.includes(".") : false;
  return domain || isAddress(name) ? name : undefined;
}
