import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { helpOf } from "../../src/core/brand.ts";
import {
  type Accent,
  accentOf,
  contrast,
  GROUNDS,
  hex,
  type Rgb,
  rgb,
  sheetOf,
  type Theme,
} from "../../src/core/colours.ts";

const THEMES = Object.keys(GROUNDS) as Theme[];

function read(text: string): Rgb {
  const found = rgb(text);
  if (found === undefined) {
    throw new Error(text);
  }
  return found;
}

describe("colours", () => {
  test("contrast is as WCAG counts it", () => {
    expect(contrast(read("#000000"), read("#ffffff"))).toBeCloseTo(21);
    expect(contrast(read("#777777"), read("#ffffff"))).toBeCloseTo(4.48, 2);
    expect(contrast(read("#0b5cbf"), read("#0b5cbf"))).toBe(1);
  });

  test("the themes are those of tokens.css", () => {
    const css = readFileSync("src/ui/tokens.css", "utf8");
    const [light = "", dark = ""] = css.split("@media screen and (prefers-color-scheme: dark)");
    for (const [theme, part] of [
      ["light", light],
      ["dark", dark],
    ] as const) {
      for (const [name, value] of Object.entries(GROUNDS[theme].tokens)) {
        expect(part, theme).toContain(`${name}: ${value};`);
      }
      expect(part, theme).toContain(`--accent: ${GROUNDS[theme].accent};`);
    }
  });

  /** All that is ever laid on each other, in both themes. */
  function poorest(accent: Accent, theme: Theme): number {
    const tokens = GROUNDS[theme].tokens;
    const grounds = [tokens["--bg"], tokens["--surface"], tokens["--raised"], tokens["--hover"]];
    return Math.min(
      ...[...grounds.map(read), accent.ground].map((one) => contrast(accent.accent, one)),
      contrast(accent.on, accent.accent),
      contrast(accent.on, accent.hover),
      contrast(read(tokens["--text"]), accent.ground),
    );
  }

  test.each(THEMES)("every colour can be read in %s", (theme) => {
    for (let r = 0; r <= 255; r += 51) {
      for (let g = 0; g <= 255; g += 51) {
        for (let b = 0; b <= 255; b += 51) {
          const accent = accentOf([r, g, b], theme);
          expect(poorest(accent, theme), hex([r, g, b])).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });

  test("one that can be read stays as it was chosen", () => {
    expect(hex(accentOf(read("#0B5CBF"), "light").accent)).toBe("#0b5cbf");
    expect(hex(accentOf(read("#7db4ff"), "dark").accent)).toBe("#7db4ff");
    expect(hex(accentOf(read("#ffcc00"), "light").accent)).not.toBe("#ffcc00");
    expect(hex(accentOf(read("#330000"), "dark").accent)).not.toBe("#330000");
  });

  test.each([
    "",
    "red",
    "#fff",
    "#0B5CBF;",
    "#0B5CBF}body{display:none",
    "url(//evil.test)",
    "#0B5CBG",
    " #0B5CBF",
    "var(--danger)",
  ])("%j is none, and makes no style", (text) => {
    expect(rgb(text)).toBeUndefined();
    expect(sheetOf(text)).toBe("");
  });

  test("a style sheet holds tokens and numbers alone", () => {
    expect(sheetOf("#0B5CBF")).toMatch(
      /^:root\{(--[a-z-]+:#[0-9a-f]{6};?){4}\}@media screen and \(prefers-color-scheme:dark\)\{:root\{(--[a-z-]+:#[0-9a-f]{6};?){4}\}\}$/,
    );
  });
});

describe("places for help", () => {
  test.each([
    ["https://help.acme.test/a?b=c", "help.acme.test", true],
    ["mailto:help@acme.test", "help@acme.test", false],
    ["tel:+49-30-1234", "+49-30-1234", false],
  ])("%s", (href, text, page) => {
    expect(helpOf(href)).toEqual({ href, text, page });
  });

  test("a host in other letters is told as it is asked for", () => {
    expect(helpOf("https://xn--80ak6aa92e.test/")?.text).toBe("xn--80ak6aa92e.test");
  });

  test.each([
    "",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://acme.test/",
    "//acme.test/",
    "/account",
    "https:",
    "https://acme.test@evil.test/",
    "https://acme.test:x@evil.test/",
    " javascript:alert(1)",
    "https://acme.test/\nx",
    "https://acme.test/\u202egnp",
    `https://acme.test/${"x".repeat(500)}`,
  ])("%j is none", (address) => {
    expect(helpOf(address)).toBeUndefined();
  });
});
