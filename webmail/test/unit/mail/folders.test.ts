import { describe, expect, test } from "vitest";
import { problem } from "../../../src/core/api.ts";
import type { Call } from "../../../src/core/jmap/calls.ts";
import type { Send } from "../../../src/core/jmap/client.ts";
import { bulk } from "../../../src/core/mail/bulk.ts";
import { places } from "../../../src/core/mail/folder-changes.ts";
import { times, utc } from "../../../src/core/mail/later.ts";
import { box } from "./server.ts";

const lying = (id: string, parentId: string) => box(id, { parentId });

describe("where a folder may lie", () => {
  test("is neither in itself nor below itself", () => {
    const all = [box("a"), lying("b", "a"), lying("c", "b"), box("d"), lying("e", "gone")];
    expect(places(all, "b").map(({ id }) => id)).toEqual(["a", "d", "e"]);
    expect(places(all, undefined)).toHaveLength(5);
  });

  test("is found where folders go round in a circle", () => {
    expect(places([lying("a", "b"), lying("b", "a")], "c")).toHaveLength(2);
  });
});

describe("later", () => {
  const names = (now: Date) =>
    times(now).map(({ name, at }) => [name, at.getDate(), at.getHours()]);

  test("is this evening, tomorrow, the weekend and next week", () => {
    expect(names(new Date(2026, 11, 2, 10))).toEqual([
      ["today", 2, 18],
      ["tomorrow", 3, 8],
      ["weekend", 5, 8],
      ["week", 7, 8],
    ]);
  });

  test("is each time once, and never what is nearly over", () => {
    expect(names(new Date(2026, 11, 4, 17, 30))).toEqual([
      ["tomorrow", 5, 8],
      ["week", 7, 8],
    ]);
    expect(names(new Date(2026, 11, 6, 10))).toEqual([
      ["today", 6, 18],
      ["tomorrow", 7, 8],
      ["weekend", 12, 8],
    ]);
  });

  test("is told the server to the minute", () => {
    expect(utc(new Date(Date.UTC(2026, 11, 2, 10, 5, 33)))).toBe("2026-12-02T10:05:00Z");
  });
});

describe("a job of the server", () => {
  function server(looks: (object | "lost")[]): { send: Send; asked: string[] } {
    const asked: string[] = [];
    const send = (async (one: Call) => {
      asked.push(one.name);
      if (one.name === "Job/set") {
        return [{ kind: "ok", value: { created: { job: { id: "J1" } } } }];
      }
      const next = looks.shift();
      return [
        next === "lost" || next === undefined
          ? problem("net.unreachable")
          : { kind: "ok", value: { list: [next] } },
      ];
    }) as unknown as Send;
    return { send, asked };
  }
  const job = (state: string, done: number) => ({ state, done, total: 9, percent: 1, undoId: "U" });

  test("is looked at until it has ended, also over a line that breaks", async () => {
    const told: number[] = [];
    const { send, asked } = server([job("running", 3), "lost", job("done", 9)]);
    const watch = {
      told: ({ done }: { done: number }) => told.push(done),
      wait: async () => undefined,
    };
    const reply = await bulk(send, "A", { type: "destroy", filter: {} }, watch);
    expect(reply).toMatchObject({ kind: "ok", value: { done: 9, undoId: "U" } });
    expect(told).toEqual([3, 9]);
    expect(asked).toEqual(["Job/set", "Job/get", "Job/get", "Job/get"]);
  });

  test("that fails says why", async () => {
    const { send } = server([{ ...job("failed", 3), error: "the account is full" }]);
    const watch = { told: () => undefined, wait: async () => undefined };
    expect(await bulk(send, "A", { type: "undo", undoOf: "U" }, watch)).toEqual(
      problem("job.failed", 200, "the account is full"),
    );
  });
});
