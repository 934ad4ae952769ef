/** Answers and passing on: to whom, under which subject, in which conversation. */
import type { EmailAddress, Identity } from "../jmap.ts";
import { distinct, same } from "./addresses.ts";
import type { Body } from "./bodies.ts";

export type Start = {
  readonly identity: Identity | undefined;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly subject: string;
  readonly inReplyTo: readonly string[] | null;
  readonly references: readonly string[] | null;
};

/** References of a chain are cut to those that matter: the first and the last ones (RFC 5322 3.6.4). */
const MOST_REFERENCES = 20;

/** `Re:` in the languages that mail programs write it in. */
const ANSWERED = /^\s*((re|aw|sv|vs|antw|rv|odp|ynt|回复|答复|返信)(\[\d+\])?\s*[:：]\s*)+/iu;
const PASSED_ON = /^\s*((fwd?|wg|tr|rv|enc|i|vb|转发|転送)\s*[:：]\s*)+/iu;

export function answerSubject(subject: string | null): string {
  return `Re: ${(subject ?? "").replace(ANSWERED, "").trim()}`.trimEnd();
}

export function forwardSubject(subject: string | null): string {
  return `Fwd: ${(subject ?? "").replace(PASSED_ON, "").trim()}`.trimEnd();
}

/** The identity that a message was sent to: an answer comes from there. */
export function identityFor(
  body: Pick<Body, "to" | "cc" | "bcc" | "from">,
  identities: readonly Identity[],
): Identity | undefined {
  const named = [...(body.to ?? []), ...(body.cc ?? []), ...(body.bcc ?? []), ...(body.from ?? [])];
  for (const { email } of named) {
    const found =
      identities.find((one) => same(one.email, email)) ??
      identities.find((one) => same(one.email, withoutTag(email)));
    if (found !== undefined) {
      return found;
    }
  }
  return identities[0];
}

/** `ada+shop@far.test` is Ada's, too. */
function withoutTag(email: string): string {
  return email.replace(/^([^+@]+)\+[^@]*@/, "$1@");
}

export function answer(body: Body, toAll: boolean, identities: readonly Identity[]): Start {
  const mine = ({ email }: EmailAddress) =>
    identities.some((one) => same(one.email, email) || same(one.email, withoutTag(email)));
  const identity = identityFor(body, identities);
  const from = body.from ?? [];
  // Who answers himself goes on with those to whom he wrote.
  const own = from.length > 0 && from.every(mine);
  const reply = body.replyTo ?? [];
  const senders = own ? (body.to ?? []) : reply.length > 0 ? reply : from;
  const others = own ? [] : (body.to ?? []).filter((one) => !mine(one));
  const to = distinct(toAll ? [...senders, ...others] : senders);
  const cc = toAll
    ? distinct(body.cc ?? []).filter(
        (one) => !mine(one) && !to.some((other) => same(other.email, one.email)),
      )
    : [];
  return { identity, to, cc, subject: answerSubject(body.subject), ...chain(body) };
}

export function forward(body: Body, identities: readonly Identity[]): Start {
  return {
    identity: identityFor(body, identities),
    to: [],
    cc: [],
    subject: forwardSubject(body.subject),
    inReplyTo: null,
    references: body.messageId,
  };
}

/** RFC 5322 section 3.6.4. */
function chain(body: Body): Pick<Start, "inReplyTo" | "references"> {
  const before = body.references ?? body.inReplyTo ?? [];
  const all = [...before, ...(body.messageId ?? [])];
  const [first] = all;
  const cut =
    all.length > MOST_REFERENCES && first !== undefined
      ? [first, ...all.slice(-(MOST_REFERENCES - 1))]
      : all;
  return { inReplyTo: body.messageId, references: cut.length === 0 ? null : cut };
}

/** Words that promise a file, in the languages of the pages. */
const PROMISES =
  /\b(attach(ed|ment|ing)?|enclosed|angehängt|anhang|anbei|beigefügt|adjunt[oa]s?|anex[oa]s?|ci-joint|pi[èe]ces? jointes?|joints?|em anexo)\b|添付|附件|مرفق/iu;

/** Whether somebody speaks of a file; what they quote does not count. */
export function promisesFile(text: string): boolean {
  const own = text
    .split("\n", 5000)
    .filter((line) => !line.startsWith(">"))
    .join("\n");
  return PROMISES.test(own);
}
