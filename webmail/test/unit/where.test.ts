import { describe, expect, test } from "vitest";
import { signInFor, whereTo } from "../../src/core/where.ts";

const HOME = "https://mail.example.org";

describe("where to go after signing in", () => {
  test("a path of this site is kept, with its query and its part", () => {
    expect(whereTo("/account/activity?a=b#c", HOME)).toBe("/account/activity?a=b#c");
    expect(whereTo("/mail/inbox", HOME)).toBe("/mail/inbox");
    expect(whereTo("/", HOME)).toBe("/");
  });

  test.each([
    "https://evil.example/",
    "HTTPS://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/",
    "/\n/evil.example",
    "/x/..//evil.example",
    "/.//evil.example",
    "/%2e//evil.example",
    "javascript:alert(1)",
    "/account\u0000",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "",
    "/api/account/sign-out",
    "/signin",
    "/signin?to=/signin",
  ])("a link cannot lead to %j", (asked) => {
    expect(whereTo(asked, HOME)).toBe("/account");
  });

  test("whatever it says, the browser stays here", () => {
    const parts = [
      "/",
      "\\",
      ".",
      "..",
      "//",
      "evil.example",
      ":",
      "@",
      "\t",
      "%2f",
      "?",
      "#",
      "a",
    ];
    let seed = 1;
    const next = () => {
      seed = (seed * 48271) % 2147483647;
      return parts[seed % parts.length] ?? "";
    };
    for (let i = 0; i < 20_000; i++) {
      const asked = Array.from({ length: 1 + (i % 7) }, next).join("");
      if (new URL(whereTo(asked, HOME), HOME).origin !== HOME) {
        expect.fail(JSON.stringify(asked));
      }
    }
  });

  test("without a wish it is the account", () => {
    expect(whereTo(null, HOME)).toBe("/account");
  });

  test("the sign-in page leads back", () => {
    const asked = new URLSearchParams(signInFor("/account/a?b&c").split("?")[1]).get("to");
    expect(asked).toBe("/account/a?b&c");
  });
});
