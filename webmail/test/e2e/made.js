// Messages and files as tests want them, made octet by octet, and a way to bring them in.
import { crc32, deflateSync } from "node:zlib";

/** A picture of one colour. */
export function png(width, height) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    return Buffer.concat([number(data.length), body, number(crc32(body))]);
  };
  const header = Buffer.concat([number(width), number(height), Buffer.from([8, 2, 0, 0, 0])]);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x60)]);
  const data = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const sign = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    sign,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function number(n) {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(n);
  return octets;
}

/** A tone of half a second. */
export function wav() {
  const rate = 8000;
  const data = Buffer.from(Array.from({ length: rate / 2 }, (_, i) => 128 + 60 * Math.sin(i / 3)));
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** What Outlook packs: the email's text, and files (MS-OXTNEF). */
export function tnef(html, files) {
  const little = (n) => {
    const octets = Buffer.alloc(4);
    octets.writeUInt32LE(n);
    return octets;
  };
  const attribute = (level, id, value) => {
    const sum = value.reduce((all, one) => all + one, 0) & 0xffff;
    const check = Buffer.from([sum & 0xff, sum >> 8]);
    return Buffer.concat([Buffer.from([level]), little(id), little(value.length), value, check]);
  };
  const body = Buffer.from(html);
  const property = [little(0x10130102), little(1), little(body.length), body];
  const padded = Buffer.concat([little(1), ...property, Buffer.alloc(-body.length & 3)]);
  const begun = Buffer.from([1, 0, 255, 255, 255, 255, 32, 0, 32, 0, 0, 0, 0, 0]);
  return Buffer.concat([
    little(0x223e9f78),
    Buffer.from([1, 0]),
    attribute(1, 0x00089006, little(0x00010000)),
    attribute(1, 0x00069007, Buffer.concat([little(65001), little(0)])),
    attribute(1, 0x00078008, Buffer.from("IPM.Microsoft Mail.Note\0")),
    attribute(1, 0x00069003, padded),
    ...files.flatMap(({ name, content }) => [
      attribute(2, 0x00069002, begun),
      attribute(2, 0x00018010, Buffer.from(`${name}\0`)),
      attribute(2, 0x0006800f, Buffer.from(content)),
    ]),
  ]);
}

/** A message with a text, and files. */
export function message({
  subject,
  from = "Eve <eve@far.test>",
  head = [],
  id = `${Math.random()}@made.test`,
  text,
  html,
  files = [],
}) {
  const coded = (octets) => Buffer.from(octets).toString("base64").replace(/.{76}/g, "$&\r\n");
  const part = (type, content, more = []) =>
    [
      `Content-Type: ${type}`,
      "Content-Transfer-Encoding: base64",
      ...more,
      "",
      coded(content),
    ].join("\r\n");
  const first =
    html === undefined
      ? part("text/plain; charset=utf-8", text ?? "")
      : part("text/html; charset=utf-8", html);
  const rest = files.map(({ name, type, content }) =>
    part(type, content, [`Content-Disposition: attachment; filename="${name}"`]),
  );
  return [
    `From: ${from}`,
    "To: ada@example.test",
    `Subject: ${subject}`,
    `Message-ID: <${id}>`,
    `Date: ${new Date().toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
    ...head,
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    ...[first, ...rest].map((one) => `--b\r\n${one}`),
    "--b--",
    "",
  ].join("\r\n");
}

const USING = ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"];

/** Calls methods as the page that is signed in. */
export async function jmap(page, calls, using = USING) {
  return page.evaluate(
    async ({ using, calls }) => {
      const { accounts } = await (await fetch("/jmap/session")).json();
      const [accountId] = Object.keys(accounts);
      const answer = await fetch("/jmap/api", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          using,
          methodCalls: calls.map(([name, args], i) => [name, { accountId, ...args }, `${i}`]),
        }),
      });
      return (await answer.json()).methodResponses.map((one) => one[1]);
    },
    { using, calls },
  );
}

export async function mailbox(page, role) {
  const [{ ids }] = await jmap(page, [["Mailbox/query", { filter: { role } }]]);
  return ids[0];
}

/** Puts messages into a mailbox, as a program would; gives their ids. */
export async function bring(page, mailboxId, messages, keywords = {}) {
  const blobs = await page.evaluate(async (messages) => {
    const { accounts } = await (await fetch("/jmap/session")).json();
    const path = `/jmap/upload/${Object.keys(accounts)[0]}/`;
    const blobs = [];
    for (const body of messages) {
      blobs.push((await (await fetch(path, { method: "POST", body })).json()).blobId);
    }
    return blobs;
  }, messages);
  const emails = blobs.map((blobId, i) => [
    i,
    { blobId, keywords, mailboxIds: { [mailboxId]: true } },
  ]);
  const [made] = await jmap(page, [["Email/import", { emails: Object.fromEntries(emails) }]]);
  if (made.notCreated !== null && made.notCreated !== undefined) {
    throw new Error(JSON.stringify(made.notCreated));
  }
  return messages.map((_, i) => made.created[i].id);
}

export async function destroy(page, ids) {
  await jmap(page, [["Email/set", { destroy: ids }]]);
}
