import { beforeEach, describe, expect, test } from "vitest";
import type { Reply } from "../../../src/core/api.ts";
import { problem } from "../../../src/core/api.ts";
import type { Call } from "../../../src/core/jmap/calls.ts";
import type { Send } from "../../../src/core/jmap/client.ts";
import { type Carry, type Step, upload } from "../../../src/core/jmap/upload.ts";
import { Draft, emailOf, type Text } from "../../../src/core/mail/draft.ts";

const TEXT: Text = {
  identityId: "I1",
  from: { name: "Ada", email: "ada@near.test" },
  to: [],
  cc: [],
  bcc: [],
  subject: "",
  body: "<div>a</div>",
  isPlain: false,
  quote: "",
  files: [],
  inReplyTo: null,
  references: null,
  priority: "normal",
  receipt: false,
  about: null,
};

const QUOTE = '<p>q<img src="cid:p"></p>';

/** The drafts of a server. */
let drafts: Map<string, { subject: string }>;
let nth: number;
let online: boolean;
let timers: { ms: number; work: () => void }[];
let disk: Map<string, Text>;
let held: (() => void) | undefined;

const send = (async (...calls: Call[]) => {
  if (held !== undefined) {
    await new Promise<void>((resolve) => {
      held = resolve;
    });
  }
  if (!online) {
    return calls.map(() => problem("net.unreachable"));
  }
  return calls.map((call): Reply<unknown> => {
    const { create, destroy } = call.args as {
      create: { draft: { subject: string } };
      destroy?: string[];
    };
    const id = `E${++nth}`;
    drafts.set(id, create.draft);
    const gone = (destroy ?? []).filter((one) => !drafts.delete(one));
    const notDestroyed = Object.fromEntries(gone.map((one) => [one, { type: "notFound" }]));
    return { kind: "ok", value: { created: { draft: { id } }, notDestroyed } };
  });
}) as unknown as Send;

function draft(key = "k", text = TEXT, emailId?: string): Draft {
  return new Draft(key, text, emailId, {
    accountId: "A1",
    send,
    drafts: () => "drafts",
    plain: async (html) => html.replace(/<[^>]*>/g, ""),
    carry: async (html) => ({ html, files: [] }),
    keep: async (key, text) => disk.set(key, text),
    drop: async (key) => disk.delete(key),
    after: (ms, work) => {
      const timer = { ms, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    changed: () => undefined,
  });
}

async function later(): Promise<void> {
  for (const { work } of timers.splice(0)) {
    work();
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
}

beforeEach(() => {
  drafts = new Map();
  nth = 0;
  online = true;
  timers = [];
  disk = new Map();
  held = undefined;
});

describe("a draft", () => {
  test("is on disk at once and on the server soon, and there is one of it", async () => {
    const one = draft();
    one.change({ subject: "a" });
    expect(timers.map(({ ms }) => ms)).toEqual([300, 2000]);
    await later();
    expect(disk.get("k")?.subject).toBe("a");
    expect([...drafts.values()].map(({ subject }) => subject)).toEqual(["a"]);
    one.change({ subject: "b" });
    one.change({ subject: "bc" });
    await later();
    expect([...drafts.values()].map(({ subject }) => subject)).toEqual(["bc"]);
    expect(one.state).toBe("saved");
    expect(one.conflict).toBe(false);
  });

  test("that is changed while it is saved is saved again", async () => {
    const one = draft();
    one.change({ subject: "a" });
    held = () => undefined;
    const saving = one.save();
    await new Promise((resolve) => setTimeout(resolve, 1));
    one.change({ subject: "b" });
    const again = one.save();
    const release = held;
    held = undefined;
    release();
    await Promise.all([saving, again]);
    expect([...drafts.values()].map(({ subject }) => subject)).toEqual(["b"]);
    expect(one.state).toBe("saved");
  });

  test("stays on disk while nobody is reached, and goes to the server afterwards", async () => {
    const one = draft();
    online = false;
    one.change({ subject: "a" });
    await later();
    expect(one.state).toBe("kept");
    expect(disk.get("k")?.subject).toBe("a");
    online = true;
    await later();
    expect(one.state).toBe("saved");
    expect(drafts.size).toBe(1);
  });

  test("that was changed elsewhere is there twice, and says so", async () => {
    const one = draft();
    one.change({ subject: "a" });
    await later();
    drafts.clear();
    drafts.set("other", { subject: "of the phone" });
    one.change({ subject: "of the page" });
    await later();
    expect([...drafts.values()].map(({ subject }) => subject)).toEqual([
      "of the phone",
      "of the page",
    ]);
    expect(one.conflict).toBe(true);
  });

  test("that only begins with something else has not been written", async () => {
    const one = draft();
    one.begin({ identityId: "I2", body: "<div>signed</div>" });
    expect(one.text.identityId).toBe("I2");
    expect(one.state).toBe("new");
    expect(timers).toEqual([]);
    one.change({ subject: "a" });
    one.begin({ identityId: "I3" });
    expect(one.state).toBe("changed");
  });

  test("that is over is not kept", async () => {
    const one = draft();
    one.change({ subject: "a" });
    await later();
    await one.close();
    expect(disk.size).toBe(0);
    expect(timers).toEqual([]);
  });

  test("goes back step by step in all that is no text", () => {
    const one = draft();
    const people = [{ name: null, email: "bob@far.test" }];
    one.change({ to: people });
    one.change({ subject: "S" });
    one.change({ quote: "Q", files: [] });
    expect(one.undo()).toBe(true);
    expect(one.text).toMatchObject({ to: people, subject: "S", quote: "" });
    expect(one.undo()).toBe(true);
    expect(one.text).toMatchObject({ to: [], subject: "S" });
    expect(one.undo()).toBe(false);
    expect(one.state).toBe("changed");
  });

  test("asks for what was wished for, and for nothing else", () => {
    const asks = (more: Partial<Text>) =>
      Object.entries(emailOf({ ...TEXT, ...more }, "drafts", "")).filter(([name]) =>
        name.startsWith("header:"),
      );
    expect(asks({})).toEqual([]);
    expect(asks({ priority: "high", receipt: true })).toEqual([
      ["header:Importance:asText", "high"],
      ["header:X-Priority:asText", "1 (Highest)"],
      ["header:Disposition-Notification-To:asAddresses", [TEXT.from]],
    ]);
  });

  test("is a message with its files in their places", () => {
    const file = { blobId: "B1", name: "a.txt", type: "text/plain", size: 3, cid: null };
    const picture = { blobId: "B2", name: "p.png", type: "image/png", size: 3, cid: "p" };
    const email = emailOf(
      { ...TEXT, quote: QUOTE, files: [file, picture, { ...picture, cid: "taken out" }] },
      "drafts",
      "words",
    );
    expect(email["bodyStructure"]).toEqual({
      type: "multipart/mixed",
      subParts: [
        {
          type: "multipart/alternative",
          subParts: [
            { partId: "text", type: "text/plain" },
            {
              type: "multipart/related",
              subParts: [
                { partId: "html", type: "text/html" },
                { blobId: "B2", name: "p.png", type: "image/png", disposition: "inline", cid: "p" },
              ],
            },
          ],
        },
        { blobId: "B1", name: "a.txt", type: "text/plain", disposition: "attachment" },
      ],
    });
    expect(email["bodyValues"]).toEqual({
      text: { value: "words" },
      html: {
        value: `<div>a</div><div><br></div><blockquote type="cite">${QUOTE}</blockquote>`,
      },
    });
    const plain = emailOf({ ...TEXT, isPlain: true, body: "a", files: [picture] }, "drafts", "a");
    expect(plain["bodyStructure"]).toEqual({ partId: "text", type: "text/plain" });
  });
});

/** A server that takes files in parts, over a line that breaks. */
function taking(breaks: (nth: number) => "before" | "after" | undefined) {
  const got: Uint8Array[] = [];
  let requests = 0;
  const size = () => got.reduce((sum, part) => sum + part.length, 0);
  const step = (status: number, more: Partial<Step> = {}): Step => ({
    status,
    headers: () => null,
    json: undefined,
    ...more,
  });
  const carry: Carry = async (method, _url, headers, body, progress) => {
    const broken = breaks(++requests);
    if (method === "HEAD") {
      return step(204, { headers: (name) => (name === "Upload-Offset" ? String(size()) : null) });
    }
    if (method === "DELETE") {
      got.length = 0;
      return step(204);
    }
    if (method === "POST" && headers["Upload-Complete"] === "?0") {
      return step(201, { headers: (name) => (name === "Location" ? "http://x/up/1" : null) });
    }
    if (broken === "before") {
      return step(0);
    }
    if (method === "PATCH" && Number(headers["Upload-Offset"]) !== size()) {
      return step(409);
    }
    const octets = new Uint8Array((await body?.arrayBuffer()) ?? new ArrayBuffer(0));
    got.push(octets);
    progress(octets.length);
    if (broken === "after") {
      return step(0);
    }
    const whole = method === "POST" || headers["Upload-Complete"] === "?1";
    return whole ? step(201, { json: { blobId: "B1", type: "x/y", size: size() } }) : step(204);
  };
  return { carry, size, requests: () => requests };
}

const wanted = (file: Blob, signal = new AbortController().signal, told: number[] = []) => ({
  url: "/up",
  file,
  type: "x/y",
  progress: (sent: number) => told.push(sent),
  signal,
  wait: async () => undefined,
});

describe("a file", () => {
  const large = new Blob([new Uint8Array(9 * 1024 * 1024 + 5)]);

  test("that is small goes at once", async () => {
    const server = taking(() => undefined);
    const reply = await upload(server.carry, wanted(new Blob(["abc"])));
    expect(reply).toEqual({ kind: "ok", value: { blobId: "B1", type: "x/y", size: 3 } });
    expect(server.requests()).toBe(1);
  });

  test.each([
    ["a good line", () => undefined],
    ["parts that do not arrive", (nth: number) => (nth === 3 || nth === 6 ? "before" : undefined)],
    ["answers that do not arrive", (nth: number) => (nth === 2 ? "after" : undefined)],
  ] as const)("that is large arrives whole over %s", async (_, breaks) => {
    const server = taking(breaks);
    const told: number[] = [];
    const reply = await upload(server.carry, wanted(large, undefined, told));
    expect(reply.kind).toBe("ok");
    expect(server.size()).toBe(large.size);
    expect(told.at(-1)).toBe(large.size);
  });

  test("that never gets through is a problem after some tries", async () => {
    const server = taking((nth) => (nth > 2 ? "before" : undefined));
    expect(await upload(server.carry, wanted(large))).toEqual(problem("net.unreachable"));
    expect(server.requests()).toBeLessThan(40);
  });

  test("that is cancelled leaves nothing", async () => {
    const stop = new AbortController();
    const server = taking((nth) => {
      if (nth === 3) {
        stop.abort();
      }
      return undefined;
    });
    expect(await upload(server.carry, wanted(large, stop.signal))).toEqual(
      problem("upload.cancelled"),
    );
    expect(server.size()).toBe(0);
  });

  test("that is too large says so", async () => {
    const carry: Carry = async () => ({ status: 413, headers: () => null, json: {} });
    expect(await upload(carry, wanted(new Blob(["a"])))).toEqual(problem("upload.tooLarge", 413));
  });
});
