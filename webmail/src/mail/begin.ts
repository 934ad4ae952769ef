/** What the page has to know before it can show anything: who one is, and what the server can. */
import type { Who } from "../core/account.ts";
import type { Call, Reply } from "../core/api.ts";
import { type AccountFacts, type Session, session } from "../core/jmap/session.ts";

export type Begin = { readonly who: Who; readonly session: Session };

/** Counted up when what is kept changes its form. */
const KEPT = "mail.begin.1";

/** What the last visit was told, so that this one need not wait. */
export function kept(store: Storage): Begin | undefined {
  try {
    const begin = JSON.parse(store.getItem(KEPT) ?? "null") as Begin | null;
    return begin ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(begin: Begin, store: Storage): void {
  store.setItem(KEPT, JSON.stringify(begin));
}

export function forget(store: Storage): void {
  store.removeItem(KEPT);
}

export async function ask(call: Call): Promise<Reply<Begin>> {
  const [who, told] = await Promise.all([call<Who>("GET", "/api/account"), session(call)]);
  if (who.kind === "problem") {
    return who;
  }
  return told.kind === "problem"
    ? told
    : { kind: "ok", value: { who: who.value, session: told.value } };
}

/** Of whose mail the browser keeps a copy, as the copy is called; undefined for nobody's. */
export function nameOf({ session }: Begin): string | undefined {
  const own = ownOf(session);
  return own && `mailstead ${own.id} ${own.name}`;
}

export function ownOf(session: Session): AccountFacts | undefined {
  return session.accounts[0];
}
