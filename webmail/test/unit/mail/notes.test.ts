import { describe, expect, test } from "vitest";
import type { Reply } from "../../../src/core/api.ts";
import { problem } from "../../../src/core/api.ts";
import type { Call } from "../../../src/core/jmap/calls.ts";
import type { Send } from "../../../src/core/jmap/client.ts";
import { Acquainted } from "../../../src/core/mail/acquainted.ts";
import { Bodies } from "../../../src/core/mail/bodies.ts";
import { explain } from "../../../src/core/mail/reasons.ts";
import { seemsSigned } from "../../../src/core/mail/smime.ts";
import { box } from "./server.ts";

/** Answers each call by its method, and counts. */
function server(answers: Readonly<Record<string, (args: Call["args"]) => unknown>>) {
  const asked: Call[] = [];
  const send = (async (...calls: Call[]) =>
    calls.map((one): Reply<unknown> => {
      asked.push(one);
      const value = answers[one.name]?.(one.args);
      return value === undefined ? problem("jmap.unknownMethod", 200) : { kind: "ok", value };
    })) as unknown as Send;
  return { send, asked };
}

describe("a sender", () => {
  const mailboxes = ["inbox", "junk", "trash", "sent"].map((role) =>
    box(role, { role: role as "inbox" }),
  );
  const world = (had: readonly string[], wrote: number, contacts: number) =>
    server({
      "Email/query": (args) => ({
        ids: JSON.stringify(args["filter"]).includes('"to"') ? Array(wrote).fill("E") : ["E1"],
      }),
      "Email/get": () => ({
        list: had.map((email) => ({ id: "E", from: [{ name: null, email }] })),
      }),
      "ContactCard/query": () => ({ ids: Array(contacts).fill("C") }),
    });

  test("is new when there is nothing but the one message", async () => {
    const { send, asked } = world(["Eve@far.test", "other-eve@far.test"], 0, 0);
    const acquainted = new Acquainted("A", send);
    expect(await acquainted.knows("eve@far.test", mailboxes)).toBe(false);
    const calls = asked.length;
    expect(await acquainted.knows("EVE@far.test", mailboxes)).toBe(false);
    expect(asked.length, "is asked about once").toBe(calls);
    const [first] = asked;
    expect(JSON.stringify(first?.args["filter"])).toContain('["junk","trash"]');
  });

  test.each([
    ["two messages", ["eve@far.test", "eve@far.test"], 0, 0],
    ["an answer", ["eve@far.test"], 1, 0],
    ["a contact", ["eve@far.test"], 0, 1],
  ] as const)("is known by %s", async (_, had, wrote, contacts) => {
    const { send } = world(had, wrote, contacts);
    expect(await new Acquainted("A", send).knows("eve@far.test", mailboxes)).toBe(true);
  });

  test("that cannot be asked about counts as known, and is asked about again", async () => {
    const { send, asked } = server({});
    const acquainted = new Acquainted("A", send);
    expect(await acquainted.knows("eve@far.test", mailboxes)).toBe(true);
    const calls = asked.length;
    await acquainted.knows("eve@far.test", mailboxes);
    expect(asked.length).toBe(2 * calls);
  });
});

describe("reasons", () => {
  const told = (who: string, what: string, evidence = "") =>
    explain({ who, what, evidence, at: "2026-01-01T00:00:00Z" });

  test("speak for it or against it", () => {
    expect(told("clue", "words +3", "cheap pills")).toEqual({
      key: "why.clue.against",
      args: ["cheap pills"],
      tone: "against",
    });
    expect(told("clue", "dmarc-pass -1", "ok").key).toBe("why.clue.for");
    expect(told("clue", "arc-fail +0", "x").tone).toBe("for");
    expect(told("dmarc", "pass", "header.from=far.test").key).toBe("why.auth.pass");
    expect(told("spf", "softfail").key).toBe("why.auth.fail");
    expect(told("dkim", "none").key).toBe("why.auth.none");
    expect(told("verdict", "junk", "9 points").tone).toBe("against");
    expect(told("verdict", "ham").key).toBe("why.verdict.ham");
  });

  test("name who was blocked, and whose mail was moved", () => {
    expect(told("sender", "blocked", "@far.test").args).toEqual(["@far.test"]);
    expect(told("sender", "none", "x").key).toBe("why.sender.doubt");
    expect(told("opinion", "junk", "eve@far.test: an earlier one").args).toEqual(["eve@far.test"]);
  });

  test("that are not known are told as they are", () => {
    expect(told("welcome", "first message of a new account")).toEqual({
      key: "why.other",
      args: ["welcome: first message of a new account"],
      tone: "neutral",
    });
  });
});

test("only what has a signature is asked about", () => {
  const body = (type: string) => ({ attachments: [{ type }] }) as never;
  expect(seemsSigned(body("application/pkcs7-signature"))).toBe(true);
  expect(seemsSigned(body("application/x-pkcs7-mime"))).toBe(true);
  expect(seemsSigned(body("application/pgp-signature"))).toBe(false);
});

describe("an email with a winmail.dat", () => {
  const part = { partId: "2", blobId: "B2", size: 9, name: "winmail.dat", cid: null };
  const email = {
    id: "E1",
    blobId: "B1",
    attachments: [{ ...part, type: "application/ms-tnef", disposition: null, charset: null }],
    textBody: [],
    htmlBody: [],
    bodyValues: {},
  };
  const file = { name: "", size: 1, cid: null };
  const unpacked = {
    "2": [
      { ...file, blobId: "T0", type: "text/html", isBody: true },
      { ...file, blobId: "T1", name: "plan.pdf", type: "application/pdf", isBody: false },
    ],
  };
  const world = server({
    "Email/get": ({ properties }) => ({
      list: [(properties as string[]).includes("unpacked") ? { id: "E1", unpacked } : email],
    }),
    "Email/parse": ({ properties }) => ({
      parsed: { B1: (properties as string[]).includes("unpacked") ? { unpacked } : email },
    }),
    "Blob/get": ({ ids }) => ({ list: [{ "data:asText": `<p>text of ${String(ids)}` }] }),
  });

  test.each(["body", "parsed"] as const)("is told as if nothing were packed (%s)", async (way) => {
    const bodies = new Bodies("A", world.send, undefined, () => 0);
    const reply = await (way === "body" ? bodies.body("E1") : bodies.parsed("B1"));
    const body = reply.kind === "ok" ? reply.value : undefined;
    expect(body?.attachments.map((one) => one.name)).toEqual(["plan.pdf"]);
    expect(body?.bodyValues[body.htmlBody[0]?.partId ?? ""]?.value).toBe("<p>text of T0");
  });
});
