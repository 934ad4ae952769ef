import { describe, expect, test } from "vitest";
import type { Call } from "../../../src/core/jmap/calls.ts";
import type { Send } from "../../../src/core/jmap/client.ts";
import { sweeping, sweepOnce, type Typed, typedSweep } from "../../../src/core/mail/sweeps.ts";
import { box } from "./server.ts";

const TYPED: Typed = {
  of: "from",
  from: "news@far.test",
  listId: "",
  mailboxId: "",
  by: "latest",
  count: "3",
  action: "archive",
  toMailboxId: "",
};

const SWEEP = {
  from: "news@far.test",
  listId: null,
  mailboxId: null,
  keepLatest: 3,
  olderThanDays: null,
  action: "archive" as const,
  toMailboxId: null,
};

describe("a sweep", () => {
  test("is the same after it was shown", () => {
    expect(sweeping(TYPED)).toEqual(SWEEP);
    const other = {
      ...SWEEP,
      from: null,
      listId: "cats.far.test",
      keepLatest: null,
      olderThanDays: 30,
      action: "move" as const,
      toMailboxId: "F1",
    };
    expect(sweeping(typedSweep(other))).toEqual(other);
  });

  test.each<Partial<Typed>>([
    { from: "" },
    { of: "list", listId: "two words" },
    { count: "0" },
    { count: "101" },
    { by: "days", count: "3651" },
    { count: "1.5" },
    { action: "move" },
  ])("is none with %o", (wrong) => {
    expect(sweeping({ ...TYPED, ...wrong })).toBeUndefined();
  });
});

describe("sweeping once", () => {
  const boxes = [box("in", { role: "inbox" }), box("old", { role: "archive" })];

  /** A server on which so many emails are due; those of `stuck` cannot be moved. */
  function server(due: string[], stuck: string[] = []) {
    const calls: Call[] = [];
    const send = (async (one: Call) => {
      calls.push(one);
      if (one.name === "Sweep/test") {
        const value = { matched: due.slice(0, 2), total: due.length, isComplete: true };
        return [{ kind: "ok", value }];
      }
      const ids = Object.keys((one.args as { update: object }).update);
      const updated = ids.filter((id) => !stuck.includes(id));
      due.splice(0, due.length, ...due.filter((id) => !updated.includes(id)));
      const value = {
        updated: Object.fromEntries(updated.map((id) => [id, null])),
        undoId: `u${calls.length}`,
      };
      return [{ kind: "ok", value }];
    }) as unknown as Send;
    return { send, calls };
  }

  test("goes on until nothing is due, and all of it can be taken back, the last first", async () => {
    const { send, calls } = server(["a", "b", "c"]);
    const reply = await sweepOnce(send, "A", SWEEP, boxes);
    expect(reply).toEqual({ moved: 3, undoIds: ["u4", "u2"], stopped: undefined });
    const patch = { "mailboxIds/in": null, "mailboxIds/old": true };
    expect(calls[1]?.args).toMatchObject({ update: { a: patch, b: patch } });
  });

  test("ends where nothing can be moved", async () => {
    const { send } = server(["a", "b", "c", "d"], ["c", "d"]);
    const { moved, undoIds, stopped } = await sweepOnce(send, "A", SWEEP, boxes);
    expect([moved, undoIds]).toEqual([2, ["u2"]]);
    expect(stopped?.key).toBe("jmap.forbidden");
  });

  test("is refused where it would move mail to where it is", async () => {
    const { send, calls } = server(["a"]);
    const reply = await sweepOnce(send, "A", { ...SWEEP, mailboxId: "old" }, boxes);
    expect(reply.stopped?.key).toBe("jmap.invalidProperties");
    expect(calls).toHaveLength(0);
  });
});
