/** What the parts of the mail page share: where one is, what is seen, chosen and open. */
import { createSubscriber } from "svelte/reactivity";
import type { Who } from "../core/account.ts";
import type { Call, Problem, Reply } from "../core/api.ts";
import type { Send } from "../core/jmap/client.ts";
import type { Session } from "../core/jmap/session.ts";
import type { Id, Mailbox } from "../core/jmap.ts";
import type { Acquainted } from "../core/mail/acquainted.ts";
import type { Bodies } from "../core/mail/bodies.ts";
import { type Bulk, bulk } from "../core/mail/bulk.ts";
import type { Deed } from "../core/mail/deeds.ts";
import { isNothing, moveTo } from "../core/mail/deeds.ts";
import { byRole } from "../core/mail/folders.ts";
import type { Account } from "../core/sync/account.ts";
import type { Query } from "../core/sync/list.ts";
import type { OpenList } from "../core/sync/lists.ts";
import type { EmailPatch, EmailRow } from "../core/sync/rows.ts";
import { entitle } from "../ui/brand.svelte.ts";
import { type Key, number, t, tn, why } from "../ui/words.ts";
import type { Away } from "./away.svelte.ts";
import type { Likings } from "./preferences.svelte.ts";
import { addressOf, type Order, type Place, placeOf, type QuickFilter } from "./routes.ts";
import type { Senders } from "./senders.svelte.ts";
import type { Toasts } from "./toasts.svelte.ts";

export type Parts = {
  readonly who: Who;
  readonly call: Call;
  readonly session: Session;
  readonly send: Send;
  readonly account: Account;
  readonly bodies: Bodies;
  readonly acquainted: Acquainted;
  readonly toasts: Toasts;
  readonly senders: Senders;
  readonly likings: Likings;
  readonly away: Away;
};

export type Box = ReturnType<typeof box>;

/** What is chosen: some, or all that the list has, whether it is here or not. */
export type Chosen = { readonly all: boolean; readonly ids: ReadonlySet<Id> };

const NONE: Chosen = { all: false, ids: new Set() };

const FILTER: { readonly [filter in QuickFilter]: Readonly<Record<string, unknown>> } = {
  all: {},
  unread: { notKeyword: "$seen" },
  flagged: { hasKeyword: "$flagged" },
  attachment: { hasAttachment: true },
};

const NEWEST = { property: "receivedAt", isAscending: false };

const SORTS: { readonly [order in Order]: Query["sort"] } = {
  newest: [NEWEST],
  oldest: [{ property: "receivedAt", isAscending: true }],
  sender: [{ property: "from", isAscending: true }, NEWEST],
  subject: [{ property: "subject", isAscending: true }, NEWEST],
  largest: [{ property: "size", isAscending: false }, NEWEST],
  unread: [{ property: "hasKeyword", keyword: "$seen", isAscending: true }, NEWEST],
  flagged: [{ property: "hasKeyword", keyword: "$flagged", isAscending: false }, NEWEST],
};

/** Rows that are asked for before anybody has scrolled. */
const FIRST = 50;

export function box(parts: Parts) {
  const { account, toasts } = parts;
  const subscribe = createSubscriber((update) => account.subscribe(update));
  let place = $state.raw<Place>(placeOf(new URL(location.href)));
  let threaded = $state(localStorage.getItem("mail.flat") === null);
  let chosen = $state.raw<Chosen>(NONE);
  /** The row that keys go from: an email, so that it stays the same when others come above it. */
  let cursorId = $state.raw<Id>();
  let cursorAt = $state(0);
  let lost = $state.raw<Problem>();
  let before = $state.raw<Id>();

  const mailboxes = $derived.by(() => {
    subscribe();
    return account.mailboxes;
  });
  const folder = $derived(folderOf(place, mailboxes));
  let open = $state.raw<OpenList>();
  const shown = $derived.by(() => {
    subscribe();
    return open?.shown;
  });

  const cursor = $derived(
    Math.min(
      (cursorId === undefined ? undefined : shown?.indexOf(cursorId)) ?? cursorAt,
      Math.max(0, (shown?.length ?? 1) - 1),
    ),
  );

  function point(at: number): void {
    cursorAt = at;
    cursorId = open?.shown.at(at);
  }

  /** Opens the list of where one is; when that is not known yet, as soon as it is. */
  function look(): void {
    const folder = folderOf(place, account.mailboxes)?.id ?? foretold();
    const query = queryOf(place, folder, threaded);
    const key = query && JSON.stringify(query);
    if (key !== open?.key) {
      const before = open;
      open = query && account.open(query);
      open?.need({ from: 0, to: FIRST });
      before?.close();
    }
  }

  /** The folder before the folders are known: as the address says, or the session. */
  function foretold(): Id | undefined {
    return account.mailboxes.length > 0 || place.search !== undefined
      ? undefined
      : (place.folder ?? parts.session.inbox);
  }

  account.subscribe(look);
  window.addEventListener("popstate", () => {
    place = placeOf(new URL(location.href));
    chosen = NONE;
    look();
  });

  function go(to: Partial<Place>, how: "push" | "replace" = "push"): void {
    if (to.settings !== undefined) {
      chosen = NONE;
    }
    // Whoever goes anywhere else leaves the settings.
    const next = { ...place, settings: undefined, ...to };
    const address = addressOf(next);
    if (address !== location.pathname + location.search) {
      history[how === "push" ? "pushState" : "replaceState"](null, "", address);
    }
    place = next;
    look();
  }

  /** An email of the list with all that belongs to it there. */
  function members(id: Id): readonly EmailRow[] {
    const row = account.row(id);
    if (row === undefined) {
      return [];
    }
    const all = open?.list.query.collapseThreads === true ? account.thread(row.threadId) : [row];
    const here = all.filter((one) => folder === undefined || one.mailboxIds[folder.id]);
    return here.length === 0 ? [row] : here;
  }

  /** What a command is about: what is chosen, else what is open, else where the cursor is. */
  function targets(): readonly EmailRow[] {
    if (place.settings !== undefined) {
      return []; // the list behind is not seen
    }
    if (chosen.ids.size > 0 && !chosen.all) {
      return [...chosen.ids].flatMap(members);
    }
    const id = place.open ?? shown?.at(cursor);
    return id === undefined ? [] : members(id);
  }

  /** Does it, tells it, and goes on with the next one where it took away what was open. */
  function act(
    name: Key,
    deed: Deed | undefined,
    rows: readonly EmailRow[],
    undone: () => void = () => undefined,
  ): void {
    if (deed === undefined || isNothing(deed)) {
      return;
    }
    const at = place.open === undefined ? undefined : shown?.indexOf(place.open);
    const { undo } = account.act(name, deed.patches, deed.destroys);
    const conversations = new Set(rows.map((row) => row.threadId)).size;
    toasts.did(tn(name, conversations), () => {
      undo();
      undone();
    });
    chosen = NONE;
    const now = open?.shown;
    if (at !== undefined && place.open !== undefined && now?.indexOf(place.open) === undefined) {
      const next = Math.max(0, Math.min(at, (now?.length ?? 1) - 1));
      point(next);
      go({ open: isWide() ? now?.at(next) : undefined }, "replace");
    }
  }

  function told(reply: Reply<unknown>): void {
    if (reply.kind === "problem") {
      toasts.fail(t("failed.deed", why(reply.problem)));
    }
  }

  /** Does it to all that the list has; the server tells how far it is. */
  async function actOnAll(name: Key, what: Bulk, undoes = false): Promise<void> {
    chosen = NONE;
    go({ open: undefined }, "replace");
    const progress = toasts.progress();
    const reply = await bulk(parts.send, account.id, what, {
      told: ({ done, total }) => {
        progress.say(t("jobs.running", number(done), number(Math.max(done, total))));
        void account.sync();
      },
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    progress.close();
    await account.sync();
    if (reply.kind === "problem") {
      toasts.fail(t("failed.deed", why(reply.problem)));
    } else if (undoes) {
      toasts.say(t("did.undone"));
    } else {
      const { done, undoId } = reply.value;
      toasts.did(tn(name, done), () => {
        if (undoId !== null) {
          void actOnAll(name, { type: "undo", undoOf: undoId }, true);
        }
      });
    }
  }

  $effect.root(() => {
    $effect(() => {
      const name = place.search ?? (folder && folderName(folder)) ?? "";
      const unread = folder?.role === "inbox" && folder.unreadEmails > 0;
      entitle(unread ? `${name} (${folder.unreadEmails}) – ${parts.who.address}` : name);
    });
  });

  return {
    ...parts,
    get mailboxes() {
      return mailboxes;
    },
    get place() {
      return place;
    },
    get folder() {
      return folder;
    },
    get list() {
      return open;
    },
    get shown() {
      return shown;
    },
    get line() {
      subscribe();
      return account.line;
    },
    get waiting() {
      subscribe();
      return account.waiting;
    },
    get lastSync() {
      subscribe();
      return account.lastSync;
    },
    get cursor() {
      return cursor;
    },
    set cursor(next: number) {
      point(next);
    },
    get chosen() {
      return chosen;
    },
    get lost() {
      return lost;
    },
    set lost(problem: Problem | undefined) {
      lost = problem;
    },
    get isThreaded() {
      return threaded;
    },
    set isThreaded(next: boolean) {
      threaded = next;
      if (next) {
        localStorage.removeItem("mail.flat");
      } else {
        localStorage.setItem("mail.flat", "");
      }
      look();
    },
    row(id: Id): EmailRow | undefined {
      subscribe();
      return account.row(id);
    },
    thread(id: Id): readonly EmailRow[] {
      subscribe();
      return account.thread(id);
    },
    isChosen: (id: Id): boolean => chosen.all || chosen.ids.has(id),
    choose(id: Id, on: boolean): void {
      const ids = new Set(chosen.ids);
      if (on) {
        ids.add(id);
      } else {
        ids.delete(id);
      }
      chosen = { all: false, ids };
    },
    chooseMany(ids: readonly Id[]): void {
      chosen = { all: false, ids: new Set([...chosen.ids, ...ids]) };
    },
    chooseAll(): void {
      chosen = { all: true, ids: new Set() };
    },
    chooseNone(): void {
      chosen = NONE;
    },
    go,
    /** The folder from which a search was begun. */
    get before() {
      return mailboxes.find((one) => one.id === before);
    },
    goTo(to: { folder?: Id; search?: string; filter?: QuickFilter }): void {
      before = to.search === undefined ? undefined : (folder?.id ?? before);
      chosen = NONE;
      cursorId = undefined;
      cursorAt = 0;
      go({
        folder: to.folder,
        search: to.search,
        open: undefined,
        filter: to.filter ?? "all",
        order: undefined,
      });
    },
    targets,
    members,
    act,
    /** What is open or chosen is going away by itself. */
    leave(): void {
      chosen = NONE;
      go({ open: undefined }, "replace");
    },
    /** Mail of its sender is junk from now on, and what is here goes there. */
    block(): void {
      const rows = targets();
      const email = rows[0]?.from?.[0]?.email;
      const junk = byRole(mailboxes, "junk");
      if (email !== undefined && junk !== undefined) {
        void parts.senders.choose(email, "blocked").then(told);
        const back = () => void parts.senders.forget(email).then(told);
        act("did.block", moveTo(rows, junk, folder?.id), rows, back);
      }
    },
    /** The same to all that the list has: a patch, or null to remove them for good. */
    actOnAll: (name: Key, patch: EmailPatch | null): void => {
      const filter = open?.list.query.filter ?? undefined;
      if (filter !== undefined) {
        const what: Bulk =
          patch === null ? { type: "destroy", filter } : { type: "update", filter, patch };
        void actOnAll(name, what);
      }
    },
  };
}

function folderOf(place: Place, mailboxes: readonly Mailbox[]): Mailbox | undefined {
  if (place.search !== undefined) {
    return undefined;
  }
  return place.folder === undefined
    ? byRole(mailboxes, "inbox")
    : mailboxes.find((one) => one.id === place.folder);
}

function queryOf(place: Place, folder: Id | undefined, threaded: boolean): Query | undefined {
  const sort = SORTS[place.order ?? "newest"];
  if (place.search !== undefined) {
    const filter = { search: place.search, timeZone: zone() };
    return { filter, sort, collapseThreads: false };
  }
  return folder === undefined
    ? undefined
    : {
        filter: { inMailbox: folder, ...FILTER[place.filter] },
        sort,
        collapseThreads: threaded && place.filter === "all",
      };
}

function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function isWide(): boolean {
  return matchMedia("(min-width: 721px)").matches;
}

const NAMES: Readonly<Record<string, Key>> = {
  inbox: "mail.inbox",
  drafts: "mail.drafts",
  sent: "mail.sent",
  archive: "mail.archive",
  junk: "mail.junk",
  trash: "mail.trash",
};

/** Folders with a meaning have their name in the page's language. */
export function folderName(mailbox: Mailbox): string {
  const key = NAMES[mailbox.role ?? ""];
  return key === undefined ? mailbox.name : t(key);
}
