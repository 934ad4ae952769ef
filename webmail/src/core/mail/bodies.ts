/** What stands in emails: got when it is opened, those beside it before that. */
import { problem, type Reply } from "../api.ts";
import { get } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Email, EmailBodyPart, EmailBodyValue, Id } from "../jmap.ts";
import type { Disk } from "../sync/disk.ts";

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

  async #find(id: Id): Promise<Reply<Body>> {
    const kept = (await this.#disk?.body(id).catch(() => undefined)) as Body | undefined;
    if (kept !== undefined) {
      this.#keep(kept);
      return { kind: "ok", value: kept };
    }
    const [reply] = await this.#send(
      get<Record<string, unknown>>("Email", this.#accountId, [id], {
        properties: [...FIELDS, ...Object.values(HEADERS)],
        bodyProperties: PARTS,
        fetchTextBodyValues: true,
        fetchHTMLBodyValues: true,
        maxBodyValueBytes: MOST_TEXT,
      }),
    );
    if (reply.kind === "problem") {
      return reply;
    }
    const [email] = reply.value.list;
    if (email === undefined) {
      return problem("message.missing", 404);
    }
    const body = read(email);
    this.#keep(body);
    void this.#disk?.keepBody(id, body, this.#now()).catch(() => undefined);
    return { kind: "ok", value: body };
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
