import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Problem } from "../../../src/core/api.ts";
import { sender } from "../../../src/core/jmap/client.ts";
import { Account } from "../../../src/core/sync/account.ts";
import type { Query } from "../../../src/core/sync/list.ts";
import type { OpenList } from "../../../src/core/sync/lists.ts";
import type { Op } from "../../../src/core/sync/pending.ts";
import { keyword, moved } from "../../../src/core/sync/rows.ts";
import { alone } from "../../../src/core/sync/tabs.ts";
import { Server } from "./server.ts";

const inMailbox = (id: string, collapseThreads = false): Query => ({
  filter: { inMailbox: id },
  sort: [{ property: "receivedAt", isAscending: false }],
  collapseThreads,
});

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

let server: Server;
let failures: [Op, Problem][];
let waits: (() => void)[];

function account(): Account {
  const send = sender({ api: server.api, url: "/jmap/api", using: [], maxCalls: 64 });
  return new Account({
    id: "A1",
    send,
    disk: undefined,
    tabs: alone,
    now: () => 1_000,
    wait: () => new Promise((resolve) => waits.push(resolve)),
    failed: (op, problem) => failures.push([op, problem]),
    lost: (problem) => {
      throw new Error(problem.key);
    },
  });
}

function ids(open: OpenList): (string | undefined)[] {
  const { shown } = open;
  return Array.from({ length: shown.length ?? 0 }, (_, i) => shown.at(i));
}

async function opened(one: Account, query = inMailbox("inbox")): Promise<OpenList> {
  const open = one.open(query);
  open.need({ from: 0, to: 500 });
  await settle();
  return open;
}

beforeEach(() => {
  server = new Server();
  failures = [];
  waits = [];
});

describe("an account", () => {
  test("shows what there is, and what comes", async () => {
    server.deliver();
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    expect(ids(inbox)).toEqual(["E2", "E1"]);
    server.deliver();
    await one.sync();
    expect(ids(inbox)).toEqual(["E3", "E2", "E1"]);
    expect(one.row("E3")?.subject).toBe("Mail 3");
    expect(one.mailboxes.find((box) => box.id === "inbox")?.unreadEmails).toBe(3);
  });

  test("what is archived is gone at once, and is never seen again", async () => {
    for (let i = 0; i < 5; i++) {
      server.deliver();
    }
    const one = account();
    await one.start();
    const inbox = await opened(one);
    const seen: (string | undefined)[][] = [];
    one.subscribe(() => seen.push(ids(inbox)));
    one.act("archive", { E3: moved(["inbox"], ["archive"]) });
    expect(ids(inbox)).toEqual(["E5", "E4", "E2", "E1"]);
    expect(one.mailboxes.find((box) => box.id === "inbox")?.totalEmails).toBe(4);
    server.deliver();
    await settle();
    expect(ids(inbox)).toEqual(["E6", "E5", "E4", "E2", "E1"]);
    expect(seen.some((list) => list.includes("E3"))).toBe(false);
    expect(server.emails.get("E3")?.mailboxIds).toEqual({ archive: true });
    expect(one.waiting).toBe(0);
  });

  test("twenty are archived quickly, and twenty times undone they are where they were", async () => {
    for (let i = 0; i < 30; i++) {
      server.deliver();
    }
    const one = account();
    await one.start();
    const inbox = await opened(one);
    const before = ids(inbox);
    const deeds = before
      .slice(0, 20)
      .map((id) => one.act("archive", { [String(id)]: moved(["inbox"], ["archive"]) }));
    expect(ids(inbox)).toEqual(before.slice(20));
    await settle();
    expect(ids(inbox)).toEqual(before.slice(20));
    for (const deed of deeds.reverse()) {
      deed.undo();
    }
    expect(ids(inbox)).toEqual(before);
    await settle();
    expect(ids(inbox)).toEqual(before);
    expect(server.unread("inbox")).toBe(30);
  });

  test("what is undone before it left is never sent", async () => {
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    const version = server.version;
    server.online = false;
    const deed = one.act("delete", {}, ["E1"]);
    expect(ids(inbox)).toEqual([]);
    await settle();
    deed.undo();
    expect(ids(inbox)).toEqual(["E1"]);
    server.online = true;
    await one.sync();
    expect(server.version).toBe(version);
  });

  test("what is destroyed comes back", async () => {
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    const deed = one.act("delete", {}, ["E1"]);
    deed.undo(); // it is on its way: nobody knows yet how it is undone
    await settle();
    expect(ids(inbox)).toEqual(["E1"]);
    expect(server.emails.size).toBe(1);
  });

  test("off line things are done, and are at the server afterwards", async () => {
    server.deliver();
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    server.online = false;
    one.act("archive", { E1: moved(["inbox"], ["archive"]) });
    one.act("read", { E2: keyword("$seen", true) });
    await settle();
    expect(one.line).toBe("offline");
    expect(one.waiting).toBe(2);
    expect(ids(inbox)).toEqual(["E2"]);
    expect(waits).toHaveLength(1);
    server.online = true;
    server.deliver();
    waits.pop()?.();
    await settle();
    expect(one.line).toBe("online");
    expect(one.waiting).toBe(0);
    expect(ids(inbox)).toEqual(["E3", "E2"]);
    expect(server.emails.get("E2")?.keywords).toEqual({ $seen: true });
  });

  test("an answer that is lost does nothing twice", async () => {
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    server.losing = true;
    one.act("archive", { E1: moved(["inbox"], ["archive"]) });
    await settle();
    expect(ids(inbox)).toEqual([]);
    expect(one.waiting).toBe(1);
    server.losing = false;
    await one.sync();
    expect(ids(inbox)).toEqual([]);
    expect(server.emails.get("E1")?.mailboxIds).toEqual({ archive: true });
  });

  test("what the server refuses is as it was, and people are told", async () => {
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    one.act("move", { E1: moved(["inbox"], []) });
    expect(ids(inbox)).toEqual([]);
    await settle();
    expect(ids(inbox)).toEqual(["E1"]);
    expect(failures.map(([op, problem]) => [op.deed, problem.key])).toEqual([
      ["move", "jmap.invalidProperties"],
    ]);
  });

  test("an email that is gone meanwhile is no failure", async () => {
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    server.remove("E1");
    one.act("read", { E1: keyword("$seen", true) });
    await settle();
    expect(failures).toEqual([]);
    expect(ids(inbox)).toEqual([]);
  });

  test("a conversation stands in a list as long as something of it lies there", async () => {
    server.deliver("inbox", "T1");
    server.deliver();
    server.deliver("inbox", "T1");
    const one = account();
    await one.start();
    const inbox = await opened(one, inMailbox("inbox", true));
    expect(ids(inbox)).toEqual(["E3", "E2"]);
    expect(one.thread("T1").map((row) => row.id)).toEqual(["E1", "E3"]);
    one.act("archive", { E1: moved(["inbox"], ["archive"]) });
    expect(ids(inbox)).toEqual(["E3", "E2"]);
    one.act("archive", { E3: moved(["inbox"], ["archive"]) });
    expect(ids(inbox)).toEqual(["E2"]);
    await settle();
    expect(ids(inbox)).toEqual(["E2"]);
  });

  test("of a long list only what is seen is asked for", async () => {
    for (let i = 0; i < 1000; i++) {
      server.deliver();
    }
    const one = account();
    await one.start();
    const inbox = one.open(inMailbox("inbox"));
    inbox.need({ from: 0, to: 20 });
    await settle();
    expect(inbox.shown.length).toBe(1000);
    expect(inbox.shown.at(100)).toBeUndefined();
    inbox.need({ from: 490, to: 510 });
    await settle();
    expect(inbox.shown.at(500)).toBe("E500");
    expect(inbox.shown.at(100)).toBeUndefined();
    server.patch("E900", moved(["inbox"], ["trash"])); // where nobody has looked
    server.deliver();
    await one.sync();
    expect(inbox.shown.length).toBe(1000);
    expect(inbox.shown.at(0)).toBe("E1001");
    inbox.need({ from: 490, to: 510 });
    await settle();
    expect(inbox.shown.at(500)).toBe("E500");
  });

  test("a list whose answer was long on its way is as all else in the end", async () => {
    server.deliver();
    const one = account();
    await one.start();
    const inbox = one.open(inMailbox("inbox"));
    server.held = [];
    inbox.need({ from: 0, to: 20 });
    await settle();
    const [late] = server.held;
    server.held = undefined;
    server.deliver(); // after the list was asked for, before its answer is there
    await one.sync();
    late?.();
    await settle();
    expect(ids(inbox)).toEqual(["E2", "E1"]);
  });

  test("a round whose answer was long on its way spoils no list", async () => {
    for (let i = 0; i < 120; i++) {
      server.deliver();
    }
    const one = account();
    await one.start();
    const inbox = one.open(inMailbox("inbox"));
    inbox.need({ from: 0, to: 20 });
    await settle();
    server.deliver();
    server.held = [];
    void one.sync();
    await settle();
    const [late] = server.held;
    server.held = undefined;
    inbox.need({ from: 60, to: 70 }); // of another state: all of it is asked for anew
    await settle();
    late?.();
    await settle();
    inbox.need({ from: 0, to: 121 });
    await settle();
    expect(ids(inbox)).toEqual(Array.from({ length: 121 }, (_, i) => `E${121 - i}`));
  });

  test("when the server does not know what has changed, all is asked for anew", async () => {
    server.deliver();
    const one = account();
    await one.start();
    const inbox = await opened(one);
    server.remove("E1");
    server.deliver();
    server.horizon = server.version + 1;
    const blank = vi.fn();
    one.subscribe(() => ids(inbox).length === 0 && blank());
    const syncing = one.sync();
    server.deliver();
    await syncing;
    await settle();
    expect(ids(inbox)).toEqual(["E3", "E2"]);
    expect(blank).not.toHaveBeenCalled();
  });
});

/** Numbers that are the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

describe("whatever happens", () => {
  test.each(Array.from({ length: 60 }, (_, i) => i + 1))(
    "the page ends with what the server has (%i)",
    async (seed) => {
      const roll = dice(seed);
      const boxes = ["inbox", "archive", "trash"] as const;
      const box = () => boxes[roll(3)] ?? "inbox";
      for (let i = 0; i < 40; i++) {
        server.deliver(box(), roll(3) === 0 ? `T${1 + roll(5)}` : undefined);
      }
      const one = account();
      await one.start();
      const open = await Promise.all([
        opened(one),
        opened(one, inMailbox("archive")),
        opened(one, inMailbox("inbox", true)),
      ]);
      const undos: (() => void)[] = [];
      for (let step = 0; step < 60; step++) {
        const known = [...server.emails.keys()];
        const id = known[roll(known.length)] ?? "E1";
        const from = Object.keys(one.row(id)?.mailboxIds ?? {});
        switch (roll(9)) {
          case 0:
            server.deliver(box());
            break;
          case 1:
            server.patch(id, keyword("$flagged", roll(2) === 0));
            break;
          case 2:
            server.patch(id, moved(Object.keys(server.emails.get(id)?.mailboxIds ?? {}), [box()]));
            break;
          case 3:
            server.remove(id);
            break;
          case 4:
            undos.push(one.act("read", { [id]: keyword("$seen", roll(2) === 0) }).undo);
            break;
          case 5: {
            const to = box();
            const out = from.filter((other) => other !== to);
            undos.push(one.act("move", { [id]: moved(out, [to]) }).undo);
            break;
          }
          case 6:
            undos.splice(roll(undos.length + 1), 1)[0]?.();
            break;
          case 7:
            server.online = roll(3) > 0;
            server.losing = roll(4) === 0;
            break;
          default:
            await settle();
            waits.splice(0).forEach((go) => {
              go();
            });
        }
      }
      server.online = true;
      server.losing = false;
      for (let i = 0; i < 4; i++) {
        waits.splice(0).forEach((go) => {
          go();
        });
        await one.sync();
        await settle();
      }
      expect(one.waiting).toBe(0);
      for (const list of open) {
        list.need({ from: 0, to: 500 });
        await settle();
      }
      const expected = (mailbox: string) =>
        [...server.emails.values()]
          .filter((row) => row.mailboxIds[mailbox] !== undefined)
          .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
      expect(ids(open[0])).toEqual(expected("inbox").map((row) => row.id));
      expect(ids(open[1])).toEqual(expected("archive").map((row) => row.id));
      for (const row of expected("inbox")) {
        expect(one.row(row.id)).toEqual(row);
      }
      const threads = new Set<string>();
      const collapsed = expected("inbox").filter(
        (row) => !threads.has(row.threadId) && threads.add(row.threadId),
      );
      expect(ids(open[2])).toEqual(collapsed.map((row) => row.id));
      for (const mailbox of one.mailboxes) {
        expect(mailbox.unreadEmails).toBe(server.unread(mailbox.id));
      }
    },
  );
});
