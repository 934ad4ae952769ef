import { describe, expect, test } from "vitest";
import type { Call } from "../../../src/core/jmap/calls.ts";
import type { Send } from "../../../src/core/jmap/client.ts";
import type { Identity } from "../../../src/core/jmap.ts";
import { answer, identityFor } from "../../../src/core/mail/answer.ts";
import type { Body } from "../../../src/core/mail/bodies.ts";
import { manyAnswered, misspelt, outsiders, slips } from "../../../src/core/mail/hints.ts";
import { isFormatted } from "../../../src/core/mail/html-text.ts";
import { link, linkBox } from "../../../src/core/mail/large.ts";
import { wish } from "../../../src/core/mail/mailto.ts";
import { carried, named } from "../../../src/core/mail/pictures.ts";
import { another, unschedule, type Waiting } from "../../../src/core/mail/scheduled.ts";
import { exchangePlain, plainSignature, signature } from "../../../src/core/mail/signature.ts";
import { filled, firstName } from "../../../src/core/mail/templates.ts";
import { escaped } from "../../../src/core/render/plain.ts";
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

describe("hints", () => {
  const all = (...emails: string[]) => emails.map((email) => ({ name: null, email }));

  test("only outsiders among one's own people are marked", () => {
    const found = outsiders("ada@near.test", all("bob@near.test", "Eve@far.test", "nobody"));
    expect([...found]).toEqual(["eve@far.test"]);
    expect(outsiders("ada@near.test", all("eve@far.test", "dan@far.test")).size).toBe(0);
    expect(outsiders("ada@near.test", all("bob@NEAR.test")).size).toBe(0);
  });

  test("an answer to very many is told, nothing else is", () => {
    const many = all(...Array.from({ length: 11 }, (_, i) => `p${i}@far.test`));
    const answered = { id: "E1", keyword: "$answered" } as const;
    expect(manyAnswered({ to: many, cc: [], bcc: [], about: answered })).toBe(11);
    expect(manyAnswered({ to: many.slice(1), cc: [], bcc: [], about: answered })).toBeUndefined();
    expect(manyAnswered({ to: many, cc: [], bcc: [], about: null })).toBeUndefined();
  });

  test.each([
    ["bob@exmaple.test", "bob@example.test"],
    ["bob@example.tes", "bob@example.test"],
    ["bobb@example.test", "bob@example.test"],
    ["bib@example.test", "bob@example.test"],
    ["BOB@example.test", undefined],
    ["carol@example.test", undefined],
    ["ob@exampl.test", undefined],
  ])("%s may be a slip of %s", (typed, meant) => {
    expect(misspelt(typed, ["bob@example.test"])).toBe(meant);
  });

  test("known addresses are asked of the server, and what cannot be asked is no slip", async () => {
    const asked: unknown[] = [];
    const send = (async (one: Call) => {
      asked.push(one.args["text"]);
      const list = one.args["text"] === "bo" ? [{ email: "bob@far.test" }, { email: null }] : [];
      return [
        one.args["text"] === "b"
          ? { kind: "problem", problem: { status: 0, key: "net.unreachable", args: [] } }
          : { kind: "ok", value: { list } },
      ];
    }) as unknown as Send;
    expect(await slips(send, "A1", all("bop@far.test", "b@far.test"))).toEqual([
      { typed: "bop@far.test", meant: "bob@far.test" },
    ]);
    expect(asked).toEqual(["bop", "bo", "b"]);
  });
});

describe("links that begin a message", () => {
  test("say to whom, what about and what, and nothing of files", () => {
    const found = wish(
      "mailto:a+b@far.test,c%2Cd@far.test?CC=e@far.test&bcc=f@far.test&subject=One%20%2B%20two%0Athree&body=x%0D%0Ay+z&attach=/etc/passwd&to=g@far.test",
    );
    expect(found).toEqual({
      to: ["a+b@far.test", "c", "d@far.test", "g@far.test"].map((email) => ({ name: null, email })),
      cc: [{ name: null, email: "e@far.test" }],
      bcc: [{ name: null, email: "f@far.test" }],
      subject: "One + two three",
      body: "x\ny+z",
    });
  });

  test.each(["", "https://far.test/", "javascript:alert(1)"])("%j is none", (href) => {
    expect(wish(href)).toBeUndefined();
  });

  test("that are broken are read as far as that goes", () => {
    expect(wish("mailto:%zz?subject&&=&body=%")).toMatchObject({ subject: "", body: "%" });
  });
});

describe("a template", () => {
  const values = {
    name: "Ada <3",
    firstname: "Ada",
    email: "ada@far.test",
    me: "Bob",
    date: "",
    subject: "S",
  };

  test("is filled in, and what is not known can be seen", () => {
    expect(filled("Dear {{ Name }}, {{date}} {{other}} {{constructor}}", values)).toBe(
      "Dear Ada <3, {{date}} {{other}} {{constructor}}",
    );
    expect(filled("<b>{{name}}</b>", values, escaped)).toBe("<b>Ada &lt;3</b>");
  });

  test.each([
    ["Ada Byron", "Ada"],
    ["Byron, Ada A.", "Ada"],
    ["", ""],
    [null, ""],
  ])("%j is called %j", (name, first) => {
    expect(firstName({ name })).toBe(first);
  });
});

describe("what waits for its time", () => {
  const old: Waiting = {
    id: "S1",
    identityId: "I1",
    emailId: "E1",
    envelope: {
      mailFrom: { email: "ada@near.test", parameters: { HOLDUNTIL: "2026-01-01T08:00:00Z" } },
      rcptTo: [{ email: "bob@far.test", parameters: null }],
    },
    sendAt: "2026-01-01T08:00:00Z",
    sentMailboxId: "M1",
  };

  /** A server with one submission, which may have left already. */
  function server(hasLeft: boolean) {
    const asked: Record<string, unknown>[] = [];
    const send = (async (one: Call) => {
      asked.push(one.args);
      const value =
        one.args["update"] === undefined
          ? { created: { sent: { id: "S2" } } }
          : hasLeft
            ? { notUpdated: { S1: { type: "cannotUnsend" } } }
            : { updated: { S1: null } };
      return [{ kind: "ok", value }];
    }) as unknown as Send;
    return { asked, send };
  }

  test("is cancelled, and handed in with another time", async () => {
    const { asked, send } = server(false);
    const at = new Date("2026-02-01T09:30:00Z");
    expect(await another(send, "A1", old, "sent", at)).toEqual({ kind: "ok", value: "S2" });
    expect(asked).toMatchObject([
      { update: { S1: { undoStatus: "canceled" } } },
      {
        create: {
          sent: {
            emailId: "E1",
            sentMailboxId: "M1",
            envelope: { mailFrom: { parameters: { HOLDUNTIL: "2026-02-01T09:30:00Z" } } },
          },
        },
      },
    ]);
    expect(asked[1]).not.toHaveProperty("onSuccessUpdateEmail");
  });

  test("is moved when it goes at once", async () => {
    const { asked, send } = server(false);
    await another(send, "A1", old, "sent", 13);
    expect(asked[1]).toMatchObject({
      create: { sent: { envelope: { mailFrom: { parameters: { HOLDFOR: "13" } } } } },
      onSuccessUpdateEmail: { "#sent": { mailboxIds: { sent: true }, "keywords/$draft": null } },
    });
    expect(JSON.stringify(asked[1])).not.toContain("sentMailboxId");
  });

  test("is never sent twice when it has left meanwhile", async () => {
    const { asked, send } = server(true);
    const reply = await another(send, "A1", old, "sent", 13);
    expect(reply).toMatchObject({ problem: { key: "jmap.cannotUnsend" } });
    expect(asked.length).toBe(1);
    expect(await unschedule(send, "A1", "S1")).toMatchObject({ kind: "problem" });
  });
});

describe("a large file", () => {
  const file = { blobId: "B1", name: "a.zip", type: "application/zip", size: 9 };
  const wanted = { file, from: { name: null, email: "ada@near.test" }, seconds: 60, password: "" };

  /** A server that keeps it, or is full. */
  function server(full: boolean) {
    const asked: string[] = [];
    const send = (async (one: Call) => {
      asked.push(one.name);
      const value = {
        "Mailbox/set": { created: { made: { id: "M9" } } },
        "Email/set": full
          ? { notCreated: { file: { type: "overQuota" } } }
          : { created: { file: { id: "E9" } } },
        "Email/get": { list: [{ attachments: [{ blobId: "B9" }] }] },
        "Blob/link": { urls: { B9: "https://near.test/x" }, expires: "2026-01-08T00:00:00Z" },
      }[one.name];
      return [{ kind: "ok", value }];
    }) as unknown as Send;
    return { asked, send };
  }

  test("is kept for as long as its link stands", async () => {
    const { asked, send } = server(false);
    expect(await link(send, "A1", [], wanted)).toEqual({
      kind: "ok",
      value: { url: "https://near.test/x", expires: "2026-01-08T00:00:00Z" },
    });
    expect(asked).toEqual(["Mailbox/set", "Email/set", "Email/get", "Blob/link"]);
  });

  test("for which there is no room has no link", async () => {
    const { asked, send } = server(true);
    const reply = await link(send, "A1", [], wanted);
    expect(reply).toMatchObject({ problem: { key: "jmap.overQuota" } });
    expect(asked).not.toContain("Blob/link");
  });

  test("has a name that is no markup", () => {
    const html = linkBox({ url: 'https://near.test/"x', expires: "" }, "<b>.zip", "9 B");
    expect(html).toContain('href="https://near.test/&quot;x">&lt;b&gt;.zip</a>');
  });
});
