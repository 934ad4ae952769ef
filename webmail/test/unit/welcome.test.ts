import { describe, expect, test } from "vitest";
import type { Call } from "../../src/core/api.ts";
import {
  type Answers,
  kept,
  NOTHING,
  reserved,
  STEPS,
  stepAfter,
  stepBefore,
  stepOf,
  typedCode,
  welcome,
} from "../../src/core/welcome.ts";

const ALL: Answers = { code: "ABCD", domain: "example.org", user: "ada", name: "Ada" };

describe("the first steps", () => {
  test("nobody gets past a question that is not answered", () => {
    expect(stepOf("you", NOTHING, false)).toBe("code");
    expect(stepOf("you", { ...NOTHING, code: "ABCD" }, false)).toBe("domain");
    expect(stepOf("you", ALL, false)).toBe("you");
    expect(stepOf("domain", ALL, false)).toBe("domain");
    for (const step of STEPS.slice(3)) {
      expect(stepOf(step, ALL, false), step).toBe("you");
    }
    expect(stepOf(null, ALL, false)).toBe("code");
    expect(stepOf("nonsense", ALL, false)).toBe("code");
  });

  test("an owner is not asked again who they are, and may go anywhere", () => {
    for (const step of ["code", "domain", "you", null, "nonsense"]) {
      expect(stepOf(step, NOTHING, true)).toBe("passkey");
    }
    for (const step of STEPS.slice(3)) {
      expect(stepOf(step, NOTHING, true)).toBe(step);
    }
  });

  test("on and back", () => {
    for (const [i, step] of STEPS.slice(0, -1).entries()) {
      expect(stepAfter(step)).toBe(STEPS[i + 1]);
    }
    expect(stepAfter("done")).toBe("done");
    expect(stepBefore("code")).toBeUndefined();
    expect(stepBefore("passkey")).toBeUndefined();
    expect(stepBefore("app")).toBe("passkey");
  });

  test("a code is taken as it was pasted", () => {
    expect(typedCode(" ABCD-EFGH ")).toBe("ABCD-EFGH");
    expect(typedCode("http://localhost:10080/welcome#ABCD-EFGH\n")).toBe("ABCD-EFGH");
    expect(typedCode("#")).toBe("");
  });

  test("answers outlive a reload, and nonsense does not", () => {
    expect(kept(JSON.stringify(ALL))).toEqual(ALL);
    for (const bad of [null, "", "{", "null", "[]", '{"code":7,"domain":null}']) {
      expect(kept(bad), String(bad)).toEqual(NOTHING);
    }
    expect(Object.keys(NOTHING)).not.toContain("password");
  });

  test.each([
    ["example.test", true],
    ["test", true],
    ["mail.example", true],
    ["sub.example.org", true],
    ["localhost", true],
    ["ada@test", true],
    ["ada@example.org", true],
    ["test@contest", false],
    ["contest", false],
    ["mytest.org", false],
    ["notexample.org", false],
  ])("%s can be nobody's: %s", (domain, expected) => {
    expect(reserved(domain)).toBe(expected);
  });

  test("the owner is made of the answers", async () => {
    const sent: unknown[] = [];
    const call: Call = async (...words) => {
      sent.push(words);
      return { kind: "ok", value: undefined as never };
    };
    await welcome(call).begin(ALL, "a good password");
    expect(sent).toEqual([
      [
        "POST",
        "/api/welcome",
        {
          code: "ABCD",
          domain: "example.org",
          address: "ada@example.org",
          name: "Ada",
          password: "a good password",
        },
      ],
    ]);
  });
});
