/** What has to be said about an email before anybody believes it: each in one sentence. */
import { domainOf } from "../mail/addresses.ts";
import type { Body } from "../mail/bodies.ts";
import type { EmailRow } from "../sync/rows.ts";

export type Warning = {
  /** A key of sentences. */
  readonly key: "warn.phishing" | "warn.failed" | "warn.replyTo" | "warn.lookalike" | "warn.name";
  readonly tone: "danger" | "warn";
  readonly args: readonly string[];
};

export type Sender = { readonly name: string; readonly email: string; readonly verified: boolean };

/** What the server has found out about who sent it (RFC 8601), in the field that it wrote first. */
export function results(body: Pick<Body, "authentication">): Map<string, string> {
  const found = new Map<string, string>();
  const [first] = body.authentication;
  for (const match of (first ?? "").slice(0, 20_000).matchAll(/;\s*([a-z-]+)\s*=\s*([a-z]+)/gi)) {
    const [, method = "", result = ""] = match;
    if (found.get(method.toLowerCase()) !== "pass") {
      found.set(method.toLowerCase(), result.toLowerCase());
    }
  }
  return found;
}

export function warnings(row: EmailRow, body: Body, own: readonly string[]): Warning[] {
  const found: Warning[] = [];
  const from = body.from?.[0];
  const { keywords } = row;
  if (keywords["$phishing"] !== undefined) {
    found.push({ key: "warn.phishing", tone: "danger", args: [] });
  }
  if (from === undefined) {
    return found;
  }
  const told = results(body);
  const domain = domainOf(from.email);
  if (told.get("dmarc") === "fail") {
    found.push({ key: "warn.failed", tone: "danger", args: [domain] });
  }
  const near = own.map(domainOf).find((one) => one !== domain && looksLike(one, domain));
  if (near !== undefined) {
    found.push({ key: "warn.lookalike", tone: "danger", args: [domain, near] });
  }
  const named = /[^\s<>"'(]+@((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/u.exec(
    (from.name ?? "").slice(0, 300),
  )?.[1];
  if (named !== undefined && named.toLowerCase() !== domain) {
    found.push({ key: "warn.name", tone: "danger", args: [from.name ?? "", from.email] });
  }
  const reply = body.replyTo?.[0];
  if (reply !== undefined && site(domainOf(reply.email)) !== site(domain) && body.listId === null) {
    found.push({ key: "warn.replyTo", tone: "warn", args: [reply.email] });
  }
  return found;
}

/** The last two labels: near enough to tell one organisation from another. */
function site(domain: string): string {
  return domain.split(".", 100).slice(-2).join(".");
}

/** Signs that are taken for each other. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/rn/g, "m"],
  [/vv/g, "w"],
  [/cl/g, "d"],
  [/[1il|]/g, "l"],
  [/0/g, "o"],
  [/5/g, "s"],
  [/-/g, ""],
];

function skeleton(domain: string): string {
  const plain = domain.normalize("NFKD").replace(/\p{M}/gu, "");
  return ALIKE.reduce((text, [sign, by]) => text.replace(sign, by), plain);
}

/** Whether one domain can be taken for the other, which it is not. */
export function looksLike(one: string, other: string): boolean {
  const [a, b] = [skeleton(one), skeleton(other)];
  return one !== other && (a === b || (a.length > 7 && distance(a, b) === 1));
}

/** Signs to put in, take out or change; 2 stands for more. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) {
    return 2;
  }
  let i = 0;
  while (i < a.length && a[i] === b[i]) {
    i++;
  }
  const tails = [
    [a.slice(i + 1), b.slice(i + 1)],
    [a.slice(i + 1), b.slice(i)],
    [a.slice(i), b.slice(i + 1)],
  ];
  return a === b ? 0 : tails.some(([x, y]) => x === y) ? 1 : 2;
}
