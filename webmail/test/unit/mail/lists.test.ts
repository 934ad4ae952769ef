import { describe, expect, test } from "vitest";
import { Keys, keyOf } from "../../../src/core/commands.ts";
import { archive, copyTo, mark, moveTo, remove } from "../../../src/core/mail/deeds.ts";
import { flat, path, tree } from "../../../src/core/mail/folders.ts";
import { List } from "../../../src/core/sync/list.ts";
import type { EmailRow } from "../../../src/core/sync/rows.ts";
import { inverse, patched } from "../../../src/core/sync/rows.ts";
import { box } from "./server.ts";

const answer = (position: number, ids: string[], total: number, queryState = "1") => ({
  queryState,
  canCalculateChanges: true,
  position,
  ids,
  total,
});
const list = () => new List({ filter: {}, sort: [], collapseThreads: false });
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `E${from + i}`);

describe("a long list", () => {
  test("asks for what is not there, part by part", () => {
    const one = list();
    expect(one.missing({ from: 0, to: 20 })).toEqual({ from: 0, to: 50 });
    one.take(answer(0, numbers(0, 50), 1000));
    expect(one.missing({ from: 0, to: 20 })).toBeUndefined();
    expect(one.missing({ from: 40, to: 60 })).toEqual({ from: 50, to: 100 });
    expect(one.missing({ from: 990, to: 1010 })).toEqual({ from: 950, to: 1000 });
    one.take(answer(950, numbers(950, 1000), 1000));
    expect(one.missing({ from: 990, to: 1010 })).toBeUndefined();
  });

  test("does not mix answers of two states", () => {
    const one = list();
    one.take(answer(0, numbers(0, 50), 100));
    expect(one.take(answer(50, numbers(49, 99), 101, "2"))).toBe(false);
    expect(one.idAt(50)).toBeUndefined();
  });

  const changed = (removed: string[], added: [string, number][], total: number) => ({
    oldQueryState: "1",
    newQueryState: "2",
    total,
    removed,
    added: added.map(([id, index]) => ({ id, index })),
  });

  test("changes where it is known, exactly", () => {
    const one = list();
    one.take(answer(0, numbers(0, 50), 1000));
    one.take(answer(500, numbers(500, 550), 1000));
    one.change(
      changed(
        ["E3", "E510"],
        [
          ["N1", 0],
          ["N2", 505],
        ],
        1000,
      ),
    );
    expect([one.idAt(0), one.idAt(1), one.idAt(4)]).toEqual(["N1", "E0", "E4"]);
    expect([one.idAt(500), one.idAt(504), one.idAt(505), one.idAt(506)]).toEqual([
      "E500",
      "E504",
      "N2",
      "E505",
    ]);
    expect(one.missing({ from: 500, to: 540 })).toBeUndefined();
  });

  test("asks again for what moved by an unknown step, and shows the old meanwhile", () => {
    const one = list();
    one.take(answer(0, numbers(0, 50), 1000));
    one.take(answer(500, numbers(500, 550), 1000));
    one.change(changed(["E300"], [], 999));
    expect(one.missing({ from: 0, to: 50 })).toBeUndefined();
    expect(one.missing({ from: 510, to: 520 })).toEqual({ from: 500, to: 550 });
    expect(one.idAt(510)).toBe("E510");
    one.take(answer(500, numbers(501, 551), 999, "2"));
    expect(one.idAt(510)).toBe("E511");
    expect(one.places(new Set(["E511"]))).toEqual([510]);
  });

  test("begins with what the last visit left", () => {
    const one = list();
    one.seed(["E1", "E2"], 700);
    expect([one.length, one.idAt(1), one.total]).toEqual([700, "E2", undefined]);
    one.take(answer(0, ["E0", "E1"], 701));
    expect([one.length, one.idAt(0), one.idAt(1), one.idAt(2)]).toEqual([
      701,
      "E0",
      "E1",
      undefined,
    ]);
  });
});

const BOXES = [
  box("z"),
  box("trash", { role: "trash" }),
  box("b10", { name: "Box 10" }),
  box("b9", { name: "box 9" }),
  box("inbox", { role: "inbox" }),
  box("archive", { role: "archive" }),
  box("junk", { role: "junk" }),
  box("below", { parentId: "b9" }),
  box("lost", { parentId: "gone" }),
];

describe("folders", () => {
  test("stand by their meaning, then by name as people count", () => {
    expect(flat(tree(BOXES, "en")).map(({ mailbox, depth }) => [mailbox.id, depth])).toEqual([
      ["inbox", 0],
      ["archive", 0],
      ["junk", 0],
      ["trash", 0],
      ["b9", 0],
      ["below", 1],
      ["b10", 0],
      ["lost", 0],
      ["z", 0],
    ]);
  });

  test("that are in each other do not go round for ever", () => {
    const circle = [box("a", { parentId: "b" }), box("b", { parentId: "a" })];
    expect(tree(circle, "en")).toEqual([]);
    expect(path(circle, "a").map(({ id }) => id)).toEqual(["b", "a"]);
  });
});

const row = (id: string, mailboxes: string[], keywords: string[] = []): EmailRow => ({
  id,
  threadId: "T",
  mailboxIds: Object.fromEntries(mailboxes.map((one) => [one, true as const])),
  keywords: Object.fromEntries(keywords.map((one) => [one, true as const])),
  size: 1,
  receivedAt: "",
  from: null,
  to: null,
  subject: null,
  preview: "",
  hasAttachment: false,
});
const boxOf = (id: string) => BOXES.find((one) => one.id === id) ?? box(id);

describe("what is done", () => {
  test("an archived email leaves the inbox and where it was seen, and stays elsewhere", () => {
    const deed = archive([row("E1", ["inbox", "z", "b9"])], BOXES, "z");
    expect(deed?.patches["E1"]).toEqual({
      "mailboxIds/inbox": null,
      "mailboxIds/z": null,
      "mailboxIds/archive": true,
    });
    expect(archive([row("E1", ["archive"])], BOXES, "archive")?.patches).toEqual({});
  });

  test("a moved one leaves where it was seen; to the trash it goes wholly", () => {
    const rows = [row("E1", ["inbox", "z"])];
    expect(moveTo(rows, boxOf("b9"), "z").patches["E1"]).toEqual({
      "mailboxIds/z": null,
      "mailboxIds/b9": true,
    });
    expect(moveTo(rows, boxOf("trash"), "z").patches["E1"]).toEqual({
      "mailboxIds/inbox": null,
      "mailboxIds/z": null,
      "mailboxIds/trash": true,
    });
    expect(moveTo([row("E1", ["z"])], boxOf("z"), "z").patches).toEqual({});
    expect(copyTo(rows, "z").patches).toEqual({});
  });

  test("what lies in the trash goes for good", () => {
    const deed = remove([row("E1", ["trash"]), row("E2", ["inbox"])], BOXES);
    expect(deed?.destroys).toEqual(["E1"]);
    expect(Object.keys(deed?.patches ?? {})).toEqual(["E2"]);
  });

  test("only what changes is said, and what is taken back is as it was", () => {
    const rows = [row("E1", ["inbox"], ["$seen"]), row("E2", ["inbox"])];
    expect(mark(rows, "$seen", true).patches).toEqual({ E2: { "keywords/$seen": true } });
    const [one] = rows;
    const patch = { "keywords/$seen": null, "mailboxIds/z": true, "keywords/$x": null } as const;
    if (one !== undefined) {
      const back = inverse(one, patch);
      expect(back).toEqual({ "keywords/$seen": true, "mailboxIds/z": null });
      expect(patched(patched(one, patch), back)).toEqual(one);
    }
  });
});

describe("keys", () => {
  const event = (key: string, more = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...more,
  });

  test.each([
    [event("e"), "e"],
    [event("I", { shiftKey: true }), "Shift+I"],
    [event("#", { shiftKey: true }), "#"],
    [event("k", { metaKey: true }), "Ctrl+k"],
    [event("Enter", { ctrlKey: true }), "Ctrl+Enter"],
    [event("ArrowUp", { shiftKey: true }), "Shift+ArrowUp"],
    [event("E"), "e"],
  ])("%j is %s", (pressed, expected) => expect(keyOf(pressed)).toBe(expected));

  test("two after the other mean something of their own, if they are soon", () => {
    let now = 0;
    const done: string[] = [];
    const one = (id: string, keys: string[]) => ({
      id,
      title: id,
      keys,
      when: () => true,
      run: () => done.push(id),
    });
    const keys = new Keys([one("go", ["g i"]), one("i", ["i"]), one("never", ["x"])], () => now);
    const press = (key: string) => {
      const meant = keys.press(key, undefined);
      return meant === undefined || meant === "begun" ? meant : meant.id;
    };
    expect([press("g"), press("i")]).toEqual(["begun", "go"]);
    expect(press("i")).toBe("i");
    expect(press("g")).toBe("begun");
    now += 5_000;
    expect(press("i")).toBe("i");
    expect(press("q")).toBeUndefined();
  });

  test("that make no sense now mean nothing", () => {
    const never = { id: "a", title: "a", keys: ["a"], when: () => false, run: () => undefined };
    expect(new Keys([never], () => 0).press("a", undefined)).toBeUndefined();
  });
});
