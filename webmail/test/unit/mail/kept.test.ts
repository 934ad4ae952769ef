import "fake-indexeddb/auto";
import { afterEach, describe, expect, test, vi } from "vitest";
import { problem, type Reply } from "../../../src/core/api.ts";
import { call, Earlier, get } from "../../../src/core/jmap/calls.ts";
import { sender } from "../../../src/core/jmap/client.ts";
import { listen, type Source } from "../../../src/core/jmap/push.ts";
import { expand } from "../../../src/core/jmap/session.ts";
import { Bodies } from "../../../src/core/mail/bodies.ts";
import { Account } from "../../../src/core/sync/account.ts";
import { Disk } from "../../../src/core/sync/disk.ts";
import { moved } from "../../../src/core/sync/rows.ts";
import { alone, type Hears, type Message, type Tabs } from "../../../src/core/sync/tabs.ts";
import { type Begin, forget, keep, kept, nameOf } from "../../../src/mail/begin.ts";
import { Server } from "./server.ts";

const settle = () => new Promise((resolve) => setTimeout(resolve, 15));
const INBOX = {
  filter: { inMailbox: "inbox" },
  sort: [{ property: "receivedAt", isAscending: false }],
  collapseThreads: false,
};

function account(
  server: Server,
  disk: Disk | undefined,
  tabs: (hears: Hears) => Tabs = alone,
): Account {
  return new Account({
    id: "A1",
    send: sender({ api: server.api, url: "/", using: [], maxCalls: 64 }),
    disk,
    tabs,
    now: () => 1,
    wait: () => new Promise(() => undefined),
    failed: () => undefined,
    lost: () => undefined,
  });
}

function ids(one: Account): (string | undefined)[] {
  const { shown } = one.open(INBOX);
  return Array.from({ length: shown.length ?? 0 }, (_, i) => shown.at(i));
}

let nth = 0;
const opened: Disk[] = [];
async function disk(name = `account ${++nth}`): Promise<Disk> {
  const one = await Disk.open(name);
  opened.push(one);
  return one;
}

afterEach(() => {
  for (const one of opened.splice(0)) {
    one.close();
  }
});

describe("what the browser keeps", () => {
  test("is shown before the network answers", async () => {
    const server = new Server();
    server.deliver();
    server.deliver();
    const first = account(server, await disk("kept"));
    await first.start();
    first.open(INBOX).need({ from: 0, to: 50 });
    await settle();
    server.online = false;
    const second = account(server, await disk("kept"));
    const starting = second.start();
    second.open(INBOX).need({ from: 0, to: 50 });
    await starting;
    await settle();
    expect(ids(second)).toEqual(["E2", "E1"]);
    expect(second.row("E1")?.subject).toBe("Mail 1");
    expect(second.line).toBe("offline");
    server.online = true;
    server.deliver();
    await second.sync();
    second.open(INBOX).need({ from: 0, to: 50 });
    await settle();
    expect(ids(second)).toEqual(["E3", "E2", "E1"]);
  });

  test("is done after a crash, once", async () => {
    const server = new Server();
    server.deliver();
    const first = account(server, await disk("crash"));
    await first.start();
    server.online = false;
    first.act("archive", { E1: moved(["inbox"], ["archive"]) });
    await settle();
    server.online = true;
    const second = account(server, await disk("crash"));
    await second.start();
    await settle();
    expect(server.emails.get("E1")?.mailboxIds).toEqual({ archive: true });
    const version = server.version;
    const third = account(server, await disk("crash"));
    await third.start();
    await settle();
    expect(server.version).toBe(version);
  });

  test("are no copies when one may not see them any more, but what one has written", async () => {
    const server = new Server();
    server.deliver();
    const one = await disk("ended");
    const first = account(server, one);
    await first.start();
    first.open(INBOX).need({ from: 0, to: 50 });
    await settle();
    server.online = false;
    first.act("archive", { E1: moved(["inbox"], ["archive"]) });
    await one.keepBody("E1", { text: "b" }, 1);
    await one.keepDraft({ key: "k", subject: "a" });
    await settle();
    await one.forgetCopies();
    expect(await one.list(JSON.stringify(INBOX))).toBeUndefined();
    expect(await one.body("E1")).toBeUndefined();
    const left = await one.start();
    expect([left.states, left.mailboxes, left.ops.length]).toEqual([undefined, [], 1]);
    expect(await one.drafts()).toEqual([{ key: "k", subject: "a" }]);
    server.online = true;
    await account(server, await disk("ended")).start();
    await settle();
    expect(server.emails.get("E1")?.mailboxIds).toEqual({ archive: true });
  });

  test("is what stands in the first mails, asked for once", async () => {
    const one = await disk("ahead");
    const asked: unknown[] = [];
    const ids = Array.from({ length: 25 }, (_, i) => `E${i}`);
    const send = ((call: { args: { ids: string[] } }) => {
      asked.push(call.args.ids);
      const list = call.args.ids.map((id) => ({ id }));
      return Promise.resolve([{ kind: "ok", value: { list } }]);
    }) as never;
    await one.keepBody("E3", { text: "old" }, 1);
    const bodies = new Bodies("A1", send, one, () => 2);
    await bodies.ahead(ids);
    expect(asked.map((some) => (some as string[]).length)).toEqual([9, 10, 5]);
    expect(await one.body("E24")).toMatchObject({ id: "E24" });
    expect(await one.body("E3")).toEqual({ text: "old" });
    await bodies.ahead(ids);
    expect(asked.length).toBe(3);
  });

  test("is what the page began with, until it cannot be read", () => {
    const store = new Map<string, string>();
    const storage = {
      getItem: (name: string) => store.get(name) ?? null,
      setItem: (name: string, value: string) => void store.set(name, value),
      removeItem: (name: string) => void store.delete(name),
    } as unknown as Storage;
    const accounts = [{ id: "A1", name: "ada@example.test" }];
    const begin = { who: { address: "ada@example.test" }, session: { accounts } };
    expect(kept(storage)).toBeUndefined();
    keep(begin as unknown as Begin, storage);
    expect(kept(storage)).toEqual(begin);
    expect(nameOf(begin as unknown as Begin)).toBe("mailstead A1 ada@example.test");
    for (const [name] of store) {
      store.set(name, "{");
    }
    expect(kept(storage)).toBeUndefined();
    forget(storage);
    expect(store.size).toBe(0);
  });

  test("are drafts and bodies, and nothing after it is wiped", async () => {
    const one = await disk("wiped");
    await one.keepDraft({ key: "k", subject: "a" });
    await one.keepBody("E1", { text: "b" }, 1);
    await one.keepBody("E2", { text: "c" }, 2);
    await one.prune(1);
    expect([await one.body("E1"), await one.body("E2")]).toEqual([undefined, { text: "c" }]);
    expect(await one.drafts()).toEqual([{ key: "k", subject: "a" }]);
    await one.wipe();
    const again = await disk("wiped");
    expect(await again.drafts()).toEqual([]);
    expect(await again.body("E2")).toBeUndefined();
  });
});

/** Tabs of one browser; the first leads until it is closed. */
function browser() {
  const all: { hears: Hears; leads: boolean }[] = [];
  return (hears: Hears): Tabs => {
    const own = { hears, leads: all.length === 0 };
    all.push(own);
    if (own.leads) {
      queueMicrotask(hears.lead);
    }
    return {
      get isLeader() {
        return own.leads;
      },
      tell: (message: Message) => {
        for (const other of all.filter((one) => one !== own)) {
          queueMicrotask(() => other.hears.hear(structuredClone(message)));
        }
      },
      close: () => {
        all.splice(all.indexOf(own), 1);
        const [next] = all;
        if (own.leads && next !== undefined) {
          next.leads = true;
          next.hears.lead();
        }
      },
    };
  };
}

describe("two tabs", () => {
  test("show the same, and one of them talks with the server", async () => {
    const server = new Server();
    server.deliver();
    server.deliver();
    const tab = browser();
    const [one, other] = [account(server, undefined, tab), account(server, undefined, tab)];
    await one.start();
    await other.start();
    for (const each of [one, other]) {
      each.open(INBOX).need({ from: 0, to: 50 });
    }
    await settle();
    other.act("archive", { E1: moved(["inbox"], ["archive"]) });
    await Promise.resolve();
    await Promise.resolve();
    expect([ids(one), ids(other)]).toEqual([["E2"], ["E2"]]);
    await settle();
    expect(server.emails.get("E1")?.mailboxIds).toEqual({ archive: true });
    expect([ids(one), ids(other), one.waiting, other.waiting]).toEqual([["E2"], ["E2"], 0, 0]);
    server.deliver();
    one.close();
    await settle();
    expect(ids(other)).toEqual(["E3", "E2"]);
    const { requests } = server;
    await one.sync(); // one that is closed talks to nobody
    expect(server.requests).toBe(requests);
  });
});

describe("requests", () => {
  test("that are made at once go together, and refer to each other's own calls", async () => {
    const sent: { methodCalls: [string, object, string][] }[] = [];
    const send = sender({
      url: "/",
      using: ["x"],
      maxCalls: 3,
      api: async <T>(_m: string, _p: string, body: unknown) => {
        const asked = body as (typeof sent)[number];
        sent.push(asked);
        const methodResponses = asked.methodCalls.map(([name, , id]) =>
          name === "bad" ? ["error", { type: "forbidden" }, id] : [name, { id }, id],
        );
        return { kind: "ok", value: { methodResponses, sessionState: "" } } as Reply<T>;
      },
    });
    const [a, b, c] = await Promise.all([
      send(call("q", {}), get("Email", "A", new Earlier(0, "/ids"))),
      send(call("bad", {})),
      send(call("r", {})),
    ]);
    expect(sent.map((one) => one.methodCalls.length)).toEqual([3, 1]);
    expect(sent[0]?.methodCalls[1]?.[1]).toEqual({
      accountId: "A",
      "#ids": { resultOf: "0.0", name: "q", path: "/ids" },
    });
    expect(a.map((one) => one.kind)).toEqual(["ok", "ok"]);
    expect(b[0]).toEqual(problem("jmap.forbidden", 200));
    expect(c[0].kind).toBe("ok");
  });

  test("fill in addresses, whatever stands in them", () => {
    const filled = expand("/d/{accountId}/{name}?t={type}", { accountId: "A1", name: "a/b ?.txt" });
    expect(filled).toBe("/d/A1/a%2Fb%20%3F.txt?t=");
  });
});

describe("a push", () => {
  class Fake extends EventTarget {
    closed = false;
    close(): void {
      this.closed = true;
    }
    tell(type: string, data = ""): void {
      this.dispatchEvent(new MessageEvent(type, { data }));
    }
  }

  test("tells whose account has changed, and begins anew after errors and silence", () => {
    vi.useFakeTimers();
    const sources: Fake[] = [];
    const heard: string[] = [];
    const push = listen(
      () => {
        const one = new Fake();
        sources.push(one);
        return one as unknown as Source;
      },
      {
        changed: (accounts) => heard.push(accounts.join()),
        connected: () => heard.push("connected"),
      },
    );
    sources[0]?.tell("open");
    sources[0]?.tell("state", JSON.stringify({ changed: { A1: { Email: "2" } } }));
    sources[0]?.tell("state", "no JSON");
    expect(heard).toEqual(["connected", "A1", ""]);
    sources[0]?.tell("error");
    expect(sources[0]?.closed).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(sources).toHaveLength(2);
    sources[1]?.tell("open");
    vi.advanceTimersByTime(60_000);
    sources[1]?.tell("ping");
    vi.advanceTimersByTime(60_000);
    expect(sources).toHaveLength(2);
    vi.advanceTimersByTime(30_000);
    expect(sources).toHaveLength(3);
    push.close();
    vi.advanceTimersByTime(1_000_000);
    expect(sources).toHaveLength(3);
    vi.useRealTimers();
  });
});
