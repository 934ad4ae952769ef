import { describe, expect, test } from "vitest";
import type { Identity } from "../../../src/core/jmap.ts";
import { answer, identityFor } from "../../../src/core/mail/answer.ts";
import type { Body } from "../../../src/core/mail/bodies.ts";
import { isFormatted } from "../../../src/core/mail/html-text.ts";
import { carried, named } from "../../../src/core/mail/pictures.ts";
import { exchangePlain, plainSignature, signature } from "../../../src/core/mail/signature.ts";
import { quotedLines } from "../../../src/mail/write/quoted.ts";

const identity = (email: string, more: Partial<Identity> = {}): Identity => ({
  id: email,
  name: "",
  email,
  replyTo: null,
  bcc: null,
  textSignature: "",
  htmlSignature: "",
  mayDelete: true,
  ...more,
});

const ADA = identity("ada@near.test");
const SHOP = identity("shop@near.test");
const to = (email: string) => [{ name: null, email }];
const body = (more: Partial<Body>) =>
  ({ from: to("bob@far.test"), to: [], cc: null, bcc: null, replyTo: null, ...more }) as Body;

describe("who answers", () => {
  test.each([
    ["shop@near.test", "shop@near.test"],
    ["SHOP@near.test", "shop@near.test"],
    ["shop+news@near.test", "shop@near.test"],
    ["ada+shop@near.test", "ada@near.test"],
    ["shop+news@far.test", "ada@near.test"],
    ["+shop@near.test", "ada@near.test"],
  ])("mail to %s: %s", (sent, from) => {
    expect(identityFor(body({ to: to(sent) }), [ADA, SHOP])?.email).toBe(from);
  });

  test("one with the very address comes before one that is like it", () => {
    const tagged = identity("ada+shop@near.test");
    expect(identityFor(body({ to: to("ada+shop@near.test") }), [ADA, tagged])).toBe(tagged);
  });

  test("nobody answers to an address of their own", () => {
    const start = answer(
      body({ to: [...to("ada+shop@near.test"), ...to("carol@far.test")] }),
      true,
      [ADA],
    );
    expect(start.to.map(({ email }) => email)).toEqual(["bob@far.test", "carol@far.test"]);
  });
});

describe("a signature", () => {
  const plain = (html: string) => html.replace(/<[^>]*>/g, "");

  test.each([
    [
      { htmlSignature: "<b>Ada</b>" },
      '<div class="signature"><div><b>Ada</b></div></div>',
      "-- \nAda",
    ],
    [
      { textSignature: "Ada & Co\nFar\n" },
      '<div class="signature"><div><div>Ada &amp; Co</div><div>Far</div></div></div>',
      "-- \nAda & Co\nFar",
    ],
    [{ textSignature: "-- \nAda" }, expect.any(String), "-- \nAda"],
    [
      { htmlSignature: "<b>A</b>", textSignature: "B" },
      expect.stringContaining("<b>A</b>"),
      "-- \nB",
    ],
    [{ textSignature: " \n" }, "", ""],
    [undefined, "", ""],
  ])("%j", (words, html, text) => {
    const one = words && { htmlSignature: "", textSignature: "", ...words };
    expect(signature(one)).toEqual(html);
    expect(plainSignature(one, plain)).toBe(text);
  });

  test.each([
    ["Hello\n\n-- \nA", "-- \nA", "-- \nB", "Hello\n\n-- \nB"],
    ["Hello\n\n-- \nA\n\n> Q", "-- \nA", "-- \nB", "Hello\n\n-- \nB\n\n> Q"],
    ["Hello\n\n-- \nchanged", "-- \nA", "-- \nB", "Hello\n\n-- \nchanged"],
    ["Hello", "", "-- \nB", "Hello\n\n-- \nB"],
    ["Hello\n\n-- \nA", "-- \nA", "", "Hello\n\n"],
    ["Hello", "", "", "Hello"],
  ])("in plain text: %j", (text, before, next, expected) => {
    expect(exchangePlain(text, before, next)).toBe(expected);
  });
});

describe("pictures within the text", () => {
  test("have their names in a message, and addresses in the page", () => {
    const pictures = new Map([
      ["a@mail", "blob:x/1"],
      ["b@mail", "blob:x/12"],
    ]);
    const html =
      '<img src="blob:x/12"><img alt="A" src="blob:x/1"><img data-kept="https://far.test/p">';
    expect(named(html, pictures)).toBe(
      '<img src="cid:b@mail"><img alt="A" src="cid:a@mail"><img src="https://far.test/p">',
    );
  });

  test("that are data become parts, each once", async () => {
    let nth = 0;
    const html = `<img src="data:image/png;base64,YWI="><p><img width="5" src="data:image/png;base64,YWI="><img src="data:image/gif;base64,YQ==">`;
    const put = async (octets: Uint8Array, type: string) =>
      type === "image/gif" ? undefined : { cid: `c${++nth}`, size: octets.length };
    const made = await carried(html, put);
    expect(made).toEqual({
      html: '<img src="cid:c1"><p><img width="5" src="cid:c1"><img src="data:image/gif;base64,YQ==">',
      files: [{ cid: "c1", size: 2 }],
    });
  });

  test("whose data are none stay", async () => {
    const html = '<img src="data:image/png;base64,a">';
    const never = async () => {
      throw new Error("nothing is there to be put");
    };
    expect(await carried(html, never)).toEqual({ html, files: [] });
  });
});

describe("plain text", () => {
  test("quotes by signs", () => {
    expect(quotedLines("a\n\n> b\nc ")).toBe("> a\n>\n>> b\n> c");
  });

  test.each([
    ["<div>a<br></div>", false],
    ["<div>a <b>b</b></div>", true],
    ['<div><img src="cid:a"></div>', true],
    ["<body>a</body>", false],
    ["<table><tr><td>a</td></tr></table>", true],
  ])("loses something of %s: %s", (html, loses) => {
    expect(isFormatted(html)).toBe(loses);
  });
});
