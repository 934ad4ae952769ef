import { describe, expect, test } from "vitest";
import type { Send } from "../../../src/core/jmap/client.ts";
import { change } from "../../../src/core/jmap/records.ts";
import type { RuleAction, RuleCondition } from "../../../src/core/jmap.ts";
import { senderName } from "../../../src/core/mail/addresses.ts";
import { answers, dayOf } from "../../../src/core/mail/away.ts";
import {
  action,
  condition,
  inOrder,
  kindOf,
  listId,
  NEW_ACTION,
  NEW_CONDITION,
  shifted,
  typedAction,
  typedCondition,
} from "../../../src/core/mail/rules.ts";
import { mistakes } from "../../../src/core/mail/sieve.ts";

describe("conditions of rules", () => {
  test.each<RuleCondition>([
    { field: "subject", operator: "startsWith", value: "Re:" },
    { field: "header", operator: "is", name: "X-Spam", value: "yes", not: true },
    { field: "sizeOver", octets: 5_000_000 },
    { field: "hasAttachment", not: true },
  ])("are the same after they were shown: $field", (one) => {
    expect(condition(typedCondition(one))).toEqual(one);
  });

  test("have only what their field has", () => {
    const typed = { ...NEW_CONDITION, value: "2 MB", name: "X-Old" };
    expect(condition({ ...typed, field: "sizeUnder" })).toEqual({
      field: "sizeUnder",
      octets: 2_000_000,
    });
    expect(condition({ ...typed, field: "from" })).toEqual({
      field: "from",
      operator: "contains",
      value: "2 MB",
    });
  });

  test("are none as long as something is missing", () => {
    expect(condition(NEW_CONDITION)).toBeUndefined();
    expect(condition({ ...NEW_CONDITION, field: "header", value: "x" })).toBeUndefined();
    expect(condition({ ...NEW_CONDITION, field: "sizeOver", value: "large" })).toBeUndefined();
  });
});

describe("actions of rules", () => {
  test.each<RuleAction>([
    { type: "move", mailboxId: "F1-5" },
    { type: "keyword", keyword: "bills" },
    { type: "forward", email: "bob@example.test" },
    { type: "archive" },
  ])("are the same after they were shown: $type", (one) => {
    expect(action(typedAction(one))).toEqual(one);
  });

  test("are none without their folder, keyword or address", () => {
    expect(action(NEW_ACTION)).toBeUndefined();
    expect(action({ type: "forward", value: "bob" })).toBeUndefined();
    expect(action({ type: "keyword", value: "" })).toBeUndefined();
    expect(action({ type: "keyword", value: "To Do" })).toEqual({
      type: "keyword",
      keyword: "to-do",
    });
  });
});

test("the kind of a message is its sender and its list", () => {
  expect(listId('"Cats, all of them" <cats.far.test>')).toBe("cats.far.test");
  expect(listId("cats.far.test")).toBe("cats.far.test");
  expect(listId("no id here")).toBeUndefined();
  expect(listId(null)).toBeUndefined();
  expect(kindOf("a@far.test", "cats.far.test").map(condition)).toEqual([
    { field: "from", operator: "is", value: "a@far.test" },
    { field: "list", operator: "contains", value: "cats.far.test" },
  ]);
});

test("rules change places, and are numbered as they stand", () => {
  const rules = ["a", "b", "c"].map((id) => ({ id, sortOrder: 7 }));
  const names = (some: readonly { id: string }[]) => some.map(({ id }) => id).join("");
  const next = shifted(rules, "c", -1);
  expect(names(next)).toBe("acb");
  expect(next.map((one) => one.sortOrder)).toEqual([0, 1, 2]);
  expect(names(inOrder([...next].reverse()))).toBe("acb");
  expect(names(shifted(rules, "a", -1))).toBe("abc");
});

test("answers are sent from the first day to the last", () => {
  const at = (hour: number) => Date.UTC(2026, 5, 1, hour);
  const times = {
    isEnabled: true,
    fromDate: "2026-06-01T08:00:00Z",
    toDate: "2026-06-01T12:00:00Z",
  };
  expect([7, 9, 13].map((hour) => answers(times, at(hour)))).toEqual([false, true, false]);
  expect(answers({ ...times, isEnabled: false }, at(9))).toBe(false);
  expect(answers({ isEnabled: true, fromDate: null, toDate: null }, at(9))).toBe(true);
  expect(dayOf(new Date(2026, 0, 5, 12).toISOString())).toBe("2026-01-05");
  expect(dayOf(null)).toBe("");
});

test("a sender is named by an address, or by a domain with or without its sign", () => {
  expect(senderName(" Ada@Far.test ")).toBe("ada@far.test");
  expect(senderName("far.test")).toBe("@far.test");
  expect(senderName("@far.test")).toBe("@far.test");
  for (const wrong of ["", "@", "far test", "a@b@c"]) {
    expect(senderName(wrong), wrong).toBeUndefined();
  }
});

test("what is wrong with a script has its line", () => {
  expect(mistakes("line 3, column 7: a string is not closed\nmore than 60 octets")).toEqual([
    { line: 3, why: "a string is not closed" },
    { line: 1, why: "more than 60 octets" },
  ]);
});

test("one that is refused among several is a problem", async () => {
  const answer = (value: object) => (async () => [{ kind: "ok", value }]) as unknown as Send;
  const error = { type: "forbidden", description: "not yours" };
  const refused = await change(answer({ notDestroyed: { a: error } }), "Rule", "A", {});
  expect(refused).toMatchObject({ problem: { key: "jmap.forbidden", args: ["not yours", ""] } });
  const done = await change(answer({ destroyed: ["a"], notDestroyed: null }), "Rule", "A", {});
  expect(done.kind).toBe("ok");
});
