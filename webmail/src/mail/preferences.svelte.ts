/** How somebody likes the page to be, the same on all devices (Preferences of the server). */
import type { Reply } from "../core/api.ts";
import { get } from "../core/jmap/calls.ts";
import type { Send } from "../core/jmap/client.ts";
import { change } from "../core/jmap/records.ts";
import type { Id, Preferences } from "../core/jmap.ts";

/** How much room a row of the list has; comfortable ones tell how the mail begins. */
export const DENSITIES = ["comfortable", "cozy", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** What there is to like, with what is so until somebody says otherwise. */
const USUAL = {
  /** Seconds for which what was sent can be taken back. */
  undoSeconds: 10,
  /** Whether senders of other domains are marked. */
  markExternal: false,
  /** Megabytes of files above which a link is offered: servers of others refuse more. */
  mostAttached: 25,
  /** Whether what is written begins as plain text. */
  writePlain: false,
  /** Whether single letters are commands. */
  singleKeys: true,
  density: "comfortable" as Density,
  /** The identity (its id) that new messages begin with; empty for the account's own. */
  identity: "",
};

export type Likes = typeof USUAL;
export type Likings = ReturnType<typeof preferences>;

/** Names of ours among those of other programs. */
const PREFIX = "mail.";

/** What was known last, so that a page looks so before the server has answered. */
const KEPT = "mail.preferences";

export function preferences(send: Send, accountId: Id, store: Storage) {
  let values = $state.raw<Readonly<Record<string, unknown>>>(kept(store));
  let said = 0;

  function take(next: Readonly<Record<string, unknown>>): void {
    values = next;
    store.setItem(KEPT, JSON.stringify(next));
  }

  return {
    async load(): Promise<void> {
      const before = said;
      const [reply] = await send(get<Preferences>("Preferences", accountId, ["singleton"]));
      // What somebody says meanwhile is newer than the answer.
      if (reply.kind === "ok" && reply.value.list[0] !== undefined && said === before) {
        take(reply.value.list[0].values);
      }
    },
    /** What is liked; a value of another type, of another program, counts as none. */
    get<K extends keyof Likes>(name: K): Likes[K] {
      const value = values[PREFIX + name];
      return typeof value === typeof USUAL[name] ? (value as Likes[K]) : USUAL[name];
    },
    /** Shows at once, and is as before when the server does not take it. */
    async set<K extends keyof Likes>(name: K, value: Likes[K]): Promise<Reply<unknown>> {
      said++;
      const before = values;
      take({ ...values, [PREFIX + name]: value });
      const reply = await change(send, "Preferences", accountId, {
        update: { singleton: { [`values/${PREFIX}${name}`]: value } },
      });
      if (reply.kind === "problem") {
        take(before);
      }
      return reply;
    },
    /** Leaves nothing in the browser. */
    forget: () => store.removeItem(KEPT),
  };
}

function kept(store: Storage): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(store.getItem(KEPT) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
