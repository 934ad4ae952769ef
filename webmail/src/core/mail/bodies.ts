/** What stands in emails: got when it is opened, those beside it before that. */
import { problem, type Reply } from "../api.ts";
import { call, get } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Email, EmailBodyPart, EmailBodyValue, Id } from "../jmap.ts";
import type { Disk } from "../sync/disk.ts";
import { isPacked, textOf, type Unpacked, unpack } from "./unpacked.ts";

export type Part = Pick<
  EmailBodyPart,
  "partId" | "blobId" | "size" | "name" | "type" | "disposition" | "cid" | "charset"
>;

/** All that a reader of one email wants. It never changes. */
export type Body = Pick<
  Email,
  | "id"
  | "blobId"
  | "messageId"
  | "inReplyTo"
  | "references"
  | "sender"
  | "from"
  | "to"
  | "cc"
  | "bcc"
  | "replyTo"
  | "subject"
  | "sentAt"
  | "receivedAt"
> & {
  readonly textBody: readonly Part[];
  readonly htmlBody: readonly Part[];
  readonly attachments: readonly Part[];
  readonly bodyValues: Readonly<Record<string, EmailBodyValue>>;
  readonly authentication: readonly string[];
  readonly listId: string | null;
  readonly listPost: string | null;
  readonly receiptTo: string | null;
  readonly importance: string | null;
};

const FIELDS = [
  "id",
  "blobId",
  "messageId",
  "inReplyTo",
  "references",
  "sender",
  "from",
  "to",
  "cc",
  "bcc",
  "replyTo",
  "subject",
  "sentAt",
  "receivedAt",
  "textBody",
  "htmlBody",
  "attachments",
  "bodyValues",
];

const HEADERS = {
  authentication: "header:Authentication-Results:asRaw:all",
  listId: "header:List-Id:asText",
  listPost: "header:List-Post:asRaw",
  receiptTo: "header:Disposition-Notification-To:asRaw",
  importance: "header:Importance:asText",
} as const;

const PARTS = ["partId", "blobId", "size", "name", "type", "disposition", "cid", "charset"];

/** A text that is longer is cut; the page offers the rest as a file. */
export const MOST_TEXT = 1_000_000;

/** Asked for at once when nobody waits for them. */
const FEW = 10;

const WITH = {
  properties: [...FIELDS, ...Object.values(HEADERS)],
  bodyProperties: PARTS,
  fetchTextBodyValues: true,
  fetchHTMLBodyValues: true,
  maxBodyValueBytes: MOST_TEXT,
};

type Parsed = {
  readonly parsed: Readonly<Record<Id, Record<string, unknown>>> | null;
};

/** In memory; on disk there are more. */
const MOST = 60;

export class Bodies {
  readonly #accountId: Id;
  readonly #send: Send;
  readonly #disk: Disk | undefined;
  readonly #now: () => number;
  readonly #known = new Map<Id, Body>();
  readonly #asked = new Map<Id, Promise<Reply<Body>>>();

  constructor(accountId: Id, send: Send, disk: Disk | undefined, now: () => number) {
    this.#accountId = accountId;
    this.#send = send;
    this.#disk = disk;
    this.#now = now;
  }

  /** What is asked for at the same time is one request. */
  body(id: Id): Promise<Reply<Body>> {
    const known = this.#known.get(id);
    if (known !== undefined) {
      this.#keep(known); // it is the youngest again
      return Promise.resolve({ kind: "ok", value: known });
    }
    const asked = this.#asked.get(id) ?? this.#find(id);
    this.#asked.set(id, asked);
    void asked.finally(() => this.#asked.delete(id));
    return asked;
  }

  /** An email that is a file of another one. It has no id of its own. */
  async parsed(blobId: Id): Promise<Reply<Body>> {
    const parse = (more: Readonly<Record<string, unknown>>) =>
      this.#send(
        call<Parsed>("Email/parse", { accountId: this.#accountId, blobIds: [blobId], ...more }),
      );
    const [reply] = await parse(WITH);
    if (reply.kind === "problem") {
      return reply;
    }
    const email = reply.value.parsed?.[blobId];
    if (email === undefined) {
      return problem("message.missing", 404);
    }
    const value = await this.#whole({ ...read(email), id: "", blobId }, async () => {
      const [told] = await parse({ properties: ["unpacked"] });
      return told.kind === "ok" ? told.value.parsed?.[blobId] : undefined;
    });
    return { kind: "ok", value };
  }

  async #find(id: Id): Promise<Reply<Body>> {
    const kept = (await this.#disk?.body(id).catch(() => undefined)) as Body | undefined;
    if (kept !== undefined && !kept.attachments.some(isPacked)) {
      this.#keep(kept);
      return { kind: "ok", value: kept };
    }
    const [reply] = await this.#send(
      get<Record<string, unknown>>("Email", this.#accountId, [id], WITH),
    );
    if (reply.kind === "problem") {
      return kept === undefined ? reply : { kind: "ok", value: kept };
    }
    const [email] = reply.value.list;
    if (email === undefined) {
      return problem("message.missing", 404);
    }
    const body = await this.#whole(read(email), async () => {
      const asked = { properties: ["id", "unpacked"] };
      const [told] = await this.#send(
        get<Record<string, unknown>>("Email", this.#accountId, [id], asked),
      );
      return told.kind === "ok" ? told.value.list[0] : undefined;
    });
    this.#keep(body);
    void this.#disk?.keepBody(id, body, this.#now()).catch(() => undefined);
    return { kind: "ok", value: body };
  }

  /** Has what stands in emails on the disk, for when there is no network; slowly, a few at a time. */
  async ahead(ids: readonly Id[]): Promise<void> {
    for (let i = 0; i < ids.length; i += FEW) {
      const few = ids.slice(i, i + FEW);
      const kept = await Promise.all(few.map((id) => this.#disk?.body(id)));
      const missing = few.filter((_, at) => kept[at] === undefined);
      if (missing.length > 0) {
        const [reply] = await this.#send(
          get<Record<string, unknown>>("Email", this.#accountId, missing, WITH),
        );
        if (reply.kind === "problem") {
          return;
        }
        const found = reply.value.list.map(read);
        await Promise.all(found.map((body) => this.#disk?.keepBody(body.id, body, this.#now())));
      }
    }
  }

  /** With what is in a winmail.dat in its place. */
  async #whole(
    body: Body,
    ask: () => Promise<Readonly<Record<string, unknown>> | undefined>,
  ): Promise<Body> {
    if (!body.attachments.some(isPacked)) {
      return body;
    }
    const unpacked = ((await ask())?.["unpacked"] ?? null) as Unpacked;
    const text = textOf(unpacked);
    if (text === undefined) {
      return unpack(body, unpacked);
    }
    const [reply] = await this.#send(
      call<{ list: { "data:asText": string | null }[] }>("Blob/get", {
        accountId: this.#accountId,
        ids: [text.blobId],
        properties: ["data:asText"],
      }),
    );
    const words = reply.kind === "ok" ? reply.value.list[0]?.["data:asText"] : undefined;
    return unpack(body, unpacked, words ?? undefined);
  }

  #keep(body: Body): void {
    this.#known.delete(body.id);
    this.#known.set(body.id, body);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) {
      this.#known.delete(oldest);
    }
  }
}

function read(email: Record<string, unknown>): Body {
  const body: Record<string, unknown> = {};
  for (const name of FIELDS) {
    body[name] = email[name] ?? null;
  }
  for (const [name, property] of Object.entries(HEADERS)) {
    body[name] = email[property] ?? (name === "authentication" ? [] : null);
  }
  return body as unknown as Body;
}
