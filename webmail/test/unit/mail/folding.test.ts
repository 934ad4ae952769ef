import { describe, expect, test } from "vitest";
import { opened, pieces } from "../../../src/core/mail/folding.ts";
import type { EmailRow } from "../../../src/core/sync/rows.ts";

/** A conversation: `r` is read, `u` is not. */
const talk = (marks: string) =>
  [...marks].map(
    (mark, i) => ({ id: `E${i}`, keywords: mark === "r" ? { $seen: true } : {} }) as EmailRow,
  );

describe("a conversation", () => {
  test.each([
    ["r", ["E0"]],
    ["rrr", ["E2"]],
    ["rur", ["E1"]],
    ["rruu", ["E2", "E3"]],
    [`r${"u".repeat(20)}`, ["E1", "E20"]],
    ["", []],
  ])("%s opens where one goes on reading", (marks, expected) => {
    expect([...opened(talk(marks))]).toEqual(expected);
  });

  const folds = (marks: string) =>
    pieces(talk(marks), (row) => row.keywords["$seen"] !== undefined).map((one) =>
      one.kind === "one" ? one.row.id : one.rows.length,
    );

  test("of few is shown whole", () => {
    expect(folds("rrrrrr")).toHaveLength(6);
  });

  test("of many has a line for what is read, but for the first and the last", () => {
    expect(folds("rrrrrrrr")).toEqual(["E0", 5, "E6", "E7"]);
    expect(folds("rrrrurrrrr")).toEqual(["E0", 3, "E4", 3, "E8", "E9"]);
  });

  test("has no line for a single one", () => {
    expect(folds("rruuuuuu")).toEqual(["E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7"]);
  });
});
