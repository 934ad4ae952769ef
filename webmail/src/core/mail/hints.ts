/** What somebody may want to know before it is sent. */
import { call } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { EmailAddress, Id } from "../jmap.ts";
import { domainOf, isAddress, same } from "./addresses.ts";
import type { Text } from "./draft.ts";

/** An answer to more people than that is worth a line. */
const MANY = 10;

type Recipients = Pick<Text, "to" | "cc" | "bcc">;

export function recipients({ to, cc, bcc }: Recipients): EmailAddress[] {
  return [...to, ...cc, ...bcc];
}

/** To how many an answer goes; undefined where that is nothing to wonder about. */
export function manyAnswered(text: Recipients & Pick<Text, "about">): number | undefined {
  const count = recipients(text).length;
  return text.about?.keyword === "$answered" && count > MANY ? count : undefined;
}

/** Those outside of one's own domain, where others of it get the same message. */
export function outsiders(own: string, all: readonly EmailAddress[]): ReadonlySet<string> {
  const domain = domainOf(own);
  const outside = all.filter(({ email }) => isAddress(email) && domainOf(email) !== domain);
  const inside = all.some(({ email }) => domainOf(email) === domain);
  return new Set(inside ? outside.map(({ email }) => email.toLowerCase()) : []);
}

/** An address that may be a slip of one that is known. */
export type Slip = { readonly typed: string; readonly meant: string };

/** Of new addresses, those that are nearly one that was written to before. */
export async function slips(
  send: Send,
  accountId: Id,
  all: readonly EmailAddress[],
): Promise<Slip[]> {
  const found = await Promise.all(
    all.slice(0, MOST_ASKED).map(async ({ email }): Promise<Slip[]> => {
      const known = await knownLike(send, accountId, email);
      const meant = misspelt(email, known);
      return meant === undefined ? [] : [{ typed: email, meant }];
    }),
  );
  return found.flat();
}

/** Nobody types more by hand. */
const MOST_ASKED = 20;

/** Addresses that begin as this one does: a slip is seldom in the first letters. */
async function knownLike(send: Send, accountId: Id, email: string): Promise<string[]> {
  const [local = ""] = email.split("@", 1);
  const asked = [...new Set([local, local.slice(0, 2)])].filter((text) => text !== "");
  const replies = await Promise.all(
    asked.map((text) =>
      send(
        call<{ list: { email: string | null }[] }>("Search/recipients", {
          accountId,
          text,
          limit: 50,
        }),
      ),
    ),
  );
  return replies.flatMap(([reply]) =>
    reply.kind === "ok" ? reply.value.list.flatMap((one) => one.email ?? []) : [],
  );
}

export function misspelt(email: string, known: readonly string[]): string | undefined {
  const typed = email.toLowerCase();
  return known.some((one) => same(one, email))
    ? undefined
    : known.find((one) => isSlip(typed, one.toLowerCase()));
}

/** One letter too many, too few or another one, or two that have changed places. */
function isSlip(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) {
    start++;
  }
  let end = 0;
  const most = Math.min(one.length, other.length) - start;
  while (end < most && one.at(-1 - end) === other.at(-1 - end)) {
    end++;
  }
  const [a, b] = [one, other].map((text) => text.slice(start, text.length - end));
  const swapped = a?.length === 2 && b?.length === 2 && a[0] === b[1] && a[1] === b[0];
  return swapped || Math.max(a?.length ?? 0, b?.length ?? 0) === 1;
}
