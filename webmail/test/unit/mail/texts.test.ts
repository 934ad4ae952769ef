import { describe, expect, test } from "vitest";
import type { Identity } from "../../../src/core/jmap.ts";
import { addresses, distinct, isAddress, written } from "../../../src/core/mail/addresses.ts";
import {
  answer,
  answerSubject,
  forward,
  forwardSubject,
  promisesFile,
} from "../../../src/core/mail/answer.ts";
import type { Body } from "../../../src/core/mail/bodies.ts";
import { pieces, withOperator, without } from "../../../src/core/mail/search-text.ts";
import { misleads } from "../../../src/core/render/clean.ts";
import { blocks, spans } from "../../../src/core/render/plain.ts";
import { looksLike, results, warnings } from "../../../src/core/render/verdict.ts";
import type { EmailRow } from "../../../src/core/sync/rows.ts";

describe("addresses that people type", () => {
  test.each([
    ["ada@far.test", ["ada@far.test"]],
    ["ada@far.test; bob@far.test, carol@far.test\n dan@far.test", ["ada", "bob", "carol", "dan"]],
    ["ada@far.test bob@far.test", ["ada", "bob"]],
    ["Ada Byron <ada@far.test>, bob@far.test", ["ada", "bob"]],
    ['"Byron, Ada" <ada@far.test>;', ["ada"]],
    ["mailto:ada@far.test", ["ada"]],
    ["", []],
    [" ;, \n", []],
    ["nobody", ["nobody"]],
  ])("%j", (text, expected) => {
    const found = addresses(text).map(({ email }) => email);
    expect(found).toEqual(expected.map((one) => (/@|nobody/.test(one) ? one : `${one}@far.test`)));
  });

  test("names are kept, with and without quotes", () => {
    expect(addresses('"Byron, \\"A\\"" <a@b.test>')).toEqual([
      { name: 'Byron, "A"', email: "a@b.test" },
    ]);
    expect(written({ name: 'Byron, "A"', email: "a@b.test" })).toBe('"Byron, \\"A\\"" <a@b.test>');
    expect(written({ name: "Ada Byron", email: "a@b.test" })).toBe("Ada Byron <a@b.test>");
    expect(written({ name: null, email: "a@b.test" })).toBe("a@b.test");
  });

  test.each([
    "a@b",
    "a.b+c@d-e.test",
    "用户@例え.jp",
    "a@[1]x",
    "a b@c.test",
    "@b.test",
    "a@",
    "a@b@c.test",
  ])("whether %s is one", (text) => {
    expect(isAddress(text)).toBe(["a@b", "a.b+c@d-e.test", "用户@例え.jp"].includes(text));
  });

  test("each once, whatever its case", () => {
    const all = addresses("Ada <a@b.test>, A@B.TEST, c@d.test");
    expect(distinct(all).map((one) => one.email)).toEqual(["a@b.test", "c@d.test"]);
  });
});

const BODY: Body = {
  id: "E1",
  blobId: "B1",
  messageId: ["m1@far.test"],
  inReplyTo: null,
  references: ["m0@far.test"],
  sender: null,
  from: [{ name: "Grace", email: "grace@far.test" }],
  to: [
    { name: null, email: "Ada@near.test" },
    { name: "Carl", email: "carl@far.test" },
  ],
  cc: [
    { name: null, email: "dan@far.test" },
    { name: null, email: "grace@far.test" },
  ],
  bcc: null,
  replyTo: null,
  subject: "AW: Re: Engine",
  sentAt: null,
  receivedAt: "2026-01-01T00:00:00Z",
  textBody: [],
  htmlBody: [],
  attachments: [],
  bodyValues: {},
  authentication: [],
  listId: null,
  listPost: null,
  receiptTo: null,
  importance: null,
};
const ADA: Identity = {
  id: "I1",
  name: "Ada",
  email: "ada@near.test",
  replyTo: null,
  bcc: null,
  textSignature: "",
  htmlSignature: "",
  mayDelete: false,
};
const ALIAS: Identity = { ...ADA, id: "I2", email: "sales@near.test" };
const emails = (all: readonly { email: string }[]) => all.map((one) => one.email);

describe("answers", () => {
  test("go to who wrote, in the same conversation", () => {
    const start = answer(BODY, false, [ALIAS, ADA]);
    expect(emails(start.to)).toEqual(["grace@far.test"]);
    expect(start.cc).toEqual([]);
    expect(start.identity).toBe(ADA);
    expect(start.subject).toBe("Re: Engine");
    expect(start.inReplyTo).toEqual(["m1@far.test"]);
    expect(start.references).toEqual(["m0@far.test", "m1@far.test"]);
  });

  test("to all leave oneself out, and name nobody twice", () => {
    const start = answer(BODY, true, [ADA]);
    expect(emails(start.to)).toEqual(["grace@far.test", "carl@far.test"]);
    expect(emails(start.cc)).toEqual(["dan@far.test"]);
  });

  test("go where the sender wants them", () => {
    const reply = { ...BODY, replyTo: [{ name: null, email: "list@far.test" }] };
    expect(emails(answer(reply, false, [ADA]).to)).toEqual(["list@far.test"]);
  });

  test("to what one wrote oneself go on with the same people", () => {
    const own = { ...BODY, from: [{ name: null, email: "ada@near.test" }] };
    expect(emails(answer(own, false, [ADA]).to)).toEqual(["Ada@near.test", "carl@far.test"]);
  });

  test("of a long conversation name its beginning and its end", () => {
    const many = { ...BODY, references: Array.from({ length: 100 }, (_, i) => `m${i}@far.test`) };
    const { references } = answer(many, false, [ADA]);
    expect(references).toHaveLength(20);
    expect(references?.[0]).toBe("m0@far.test");
    expect(references?.at(-1)).toBe("m1@far.test");
  });

  test("what is passed on begins a conversation, and tells where it is from", () => {
    const start = forward(BODY, [ADA]);
    expect(start.to).toEqual([]);
    expect(start.subject).toBe("Fwd: AW: Re: Engine");
    expect(start.inReplyTo).toBeNull();
  });

  test.each([
    [null, "Re:"],
    ["Engine", "Re: Engine"],
    ["RE[2]: SV: Engine", "Re: Engine"],
    ["回复：Engine", "Re: Engine"],
    ["Regarding: Engine", "Re: Regarding: Engine"],
  ])("%s is answered as %s", (subject, expected) => expect(answerSubject(subject)).toBe(expected));

  test("what was passed on before is said once", () => {
    expect(forwardSubject("WG: Fwd: Engine")).toBe("Fwd: Engine");
  });

  test.each([
    ["See the attached file", true],
    ["Im Anhang die Rechnung", true],
    ["Veuillez trouver ci-joint le devis", true],
    ["資料を添付します", true],
    ["Thank you.\n> see attachment", false],
    ["I am attached to it? No: unattach", true],
    ["A reattachment surgery", false],
  ])("%j promises a file: %s", (text, expected) => expect(promisesFile(text)).toBe(expected));
});

describe("a search", () => {
  test("is cut into pieces that can be taken out", () => {
    const text = 'from:ada -is:read "a phrase" subject:"two words" note:this NOT has:attachment';
    const found = pieces(text);
    expect(found.map(({ operator, value, not }) => [operator, value, not])).toEqual([
      ["from", "ada", false],
      ["is", "read", true],
      ["", "a phrase", false],
      ["subject", "two words", false],
      ["", "note:this", false],
      ["has", "attachment", true],
    ]);
    const [first] = found;
    expect(first && without(text, first)).toBe(text.slice("from:ada ".length));
  });

  test("gets an operator in place of the one that it had", () => {
    expect(withOperator("invoice in:inbox", "in", "Old Mail")).toBe('invoice in:"Old Mail"');
    expect(withOperator("", "is", "unread")).toBe("is:unread");
  });

  test.each(['"', "from:", ":", "a:b:c", '"open', "-", '-"', "\\", 'from:"a\\"b"'])(
    "%s does no harm",
    (text) => {
      for (const piece of pieces(text)) {
        expect(piece.start).toBeLessThan(piece.end);
        expect(piece.end).toBeLessThanOrEqual(text.length);
      }
    },
  );
});

describe("plain text", () => {
  test("is cut into what is quoted and what is not", () => {
    expect(blocks("Hi\n> one\n>> two\n> > two\nend").map(({ level }) => level)).toEqual([
      0, 1, 2, 0,
    ]);
  });

  test.each([
    ["see https://far.test/a_(b). Now", "https://far.test/a_(b)", "https://far.test/a_(b)"],
    ["(see http://far.test/x)", "http://far.test/x", "http://far.test/x"],
    ["www.far.test, yes", "www.far.test", "https://www.far.test"],
    ["write to ada@far.test.", "ada@far.test", "mailto:ada@far.test"],
  ])("%s", (text, shown, href) => {
    expect(spans(text).filter((one) => one.href !== undefined)).toEqual([{ text: shown, href }]);
    expect(
      spans(text)
        .map((one) => one.text)
        .join(""),
    ).toBe(text);
  });

  test("makes no link of what would run", () => {
    expect(spans("javascript:alert(1) data:text/html,x").every((one) => !one.href)).toBe(true);
  });

  test("takes its time, and not more", () => {
    const text = `${"a.".repeat(50_000)}@ ${"www.".repeat(50_000)} ${"(".repeat(50_000)}`;
    const begun = performance.now();
    spans(text);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe("what has to be said of a message", () => {
  const row: EmailRow = {
    id: "E1",
    threadId: "T1",
    mailboxIds: {},
    keywords: {},
    size: 1,
    receivedAt: "",
    from: BODY.from,
    to: null,
    subject: "",
    preview: "",
    hasAttachment: false,
  };
  const keys = (body: Body, own = ["ada@mystead.test"]) =>
    warnings(row, body, own).map((one) => one.key);

  test("is nothing of mail that is as it should be", () => {
    const passed = " near.test; spf=pass smtp.mailfrom=far.test; dkim=pass; dmarc=pass";
    expect(keys({ ...BODY, authentication: [passed] })).toEqual([]);
  });

  test("is that its sender is forged, and only our server says so", () => {
    const failed = {
      ...BODY,
      authentication: [" near.test; dmarc=fail (p=reject)", " x; dmarc=pass"],
    };
    expect(keys(failed)).toEqual(["warn.failed"]);
    expect(results(failed).get("dmarc")).toBe("fail");
    expect(keys({ ...BODY, authentication: [" near.test; dmarc=pass", " x; dmarc=fail"] })).toEqual(
      [],
    );
  });

  test("is that a name is another address", () => {
    const from = [{ name: "ceo@mystead.test", email: "x@evil.test" }];
    expect(keys({ ...BODY, from })).toEqual(["warn.name"]);
  });

  test("is that answers go elsewhere, unless it is a list", () => {
    const replyTo = [{ name: null, email: "x@evil.test" }];
    expect(keys({ ...BODY, replyTo })).toEqual(["warn.replyTo"]);
    expect(keys({ ...BODY, replyTo, listId: "<l.far.test>" })).toEqual([]);
    expect(keys({ ...BODY, replyTo: [{ name: null, email: "x@mail.far.test" }] })).toEqual([]);
  });

  test.each([
    ["mystead.test", "rnystead.test", true],
    ["mystead.test", "mystead.test", false],
    ["mystead.test", "my-stead.test", true],
    ["paypal.test", "paypa1.test", true],
    ["google.test", "g00gle.test", true],
    ["mystead.test", "mysted.test", true],
    ["mystead.test", "another.test", false],
    ["a.test", "b.test", false],
  ])("%s and %s look alike: %s", (one, other, expected) => {
    expect(looksLike(one, other)).toBe(expected);
  });

  test.each([
    ["https://bank.test/login", "https://evil.test/x", true],
    ["bank.test", "https://www.bank.test/", false],
    ["www.bank.test", "https://bank.test/", false],
    ["Click here", "https://evil.test/", false],
    ["bank.test", "https://bank.test.evil.test/", true],
    ["bank.test", "not an address", false],
  ])("a link that says %s and leads to %s misleads: %s", (text, href, expected) => {
    expect(misleads(text, href)).toBe(expected);
  });
});
