/**
 * A message that is being written. Each change is on disk at once and on the server soon; where it
 * was changed elsewhere meanwhile, both versions are kept: no written word is lost.
 */
import { type Problem, problem, type Reply } from "../api.ts";
import { set, type WasSet } from "../jmap/calls.ts";
import { isPassing, type Send } from "../jmap/client.ts";
import type { EmailAddress, Id } from "../jmap.ts";

export type File = {
  readonly blobId: Id;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Of pictures within the text. */
  readonly cid: string | null;
};

export type Priority = "high" | "normal" | "low";

/** What stands in it. */
export type Text = {
  readonly identityId: Id;
  readonly from: EmailAddress;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
  readonly subject: string;
  /** What is written: HTML, or plain text. */
  readonly body: string;
  readonly isPlain: boolean;
  /** What is quoted below it, as it came; HTML. */
  readonly quote: string;
  readonly files: readonly File[];
  readonly inReplyTo: readonly string[] | null;
  readonly references: readonly string[] | null;
  /** What is answered or passed on, to be marked so. */
  readonly priority: Priority;
  /** Whether those who get it are asked to tell that they have read it. */
  readonly receipt: boolean;
  readonly about: { readonly id: Id; readonly keyword: "$answered" | "$forwarded" } | null;
};

/** A text as it is sent, where it brings pictures that were in its HTML itself. */
export type Carried = { readonly html: string; readonly files: readonly File[] };

export type DraftState = "new" | "changed" | "saving" | "saved" | "kept";

export type Around = {
  readonly accountId: Id;
  readonly send: Send;
  readonly drafts: () => Id | undefined;
  readonly plain: (html: string) => Promise<string>;
  /** Makes parts of pictures that stand in the HTML as `data:`, which others do not show. */
  readonly carry: (html: string) => Promise<Carried>;
  /** Keeps it on this device, where no crash reaches it; `isSaved` when the server has all of it. */
  readonly keep: (
    key: string,
    text: Text,
    emailId: Id | undefined,
    isSaved: boolean,
  ) => Promise<unknown>;
  readonly drop: (key: string) => Promise<unknown>;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly changed: () => void;
};

/** Between the last key and the server; on disk it is before. */
const IDLE_MS = 2_000;
const DISK_MS = 300;
const RETRY_MS = 10_000;

/** What has steps back of its own is not here: fields of text, and the editor. */
const STEPS = ["to", "cc", "bcc", "files", "quote", "priority", "receipt"] as const;
const MOST_STEPS = 100;

export class Draft {
  readonly key: string;
  #text: Text;
  /** What the server has of it. */
  #emailId: Id | undefined;
  #state: DraftState = "new";
  #conflict = false;
  readonly #steps: Partial<Text>[] = [];
  #problem: Problem | undefined;
  #version = 0;
  #saved = 0;
  #saving: Promise<Reply<Id>> | undefined;
  #stopDisk: () => void = () => undefined;
  #stopServer: () => void = () => undefined;
  #closed = false;
  #end: () => void = () => undefined;
  /** Is there once it is over. */
  readonly closed = new Promise<void>((resolve) => {
    this.#end = resolve;
  });
  readonly #around: Around;

  constructor(key: string, text: Text, emailId: Id | undefined, around: Around) {
    this.key = key;
    this.#text = text;
    this.#emailId = emailId;
    this.#around = around;
  }

  get text(): Text {
    return this.#text;
  }

  get emailId(): Id | undefined {
    return this.#emailId;
  }

  get state(): DraftState {
    return this.#state;
  }

  /** Whether another version of it is among the drafts. */
  get conflict(): boolean {
    return this.#conflict;
  }

  get problem(): Problem | undefined {
    return this.#problem;
  }

  change(change: Partial<Text>): void {
    const changed = STEPS.filter((name) => change[name] !== undefined);
    if (changed.length > 0) {
      this.#steps.push(Object.fromEntries(changed.map((name) => [name, this.#text[name]])));
      this.#steps.splice(0, this.#steps.length - MOST_STEPS);
    }
    this.#set(change);
  }

  /** Takes back what was done last to all that is not text: people, files, the quote. */
  undo(): boolean {
    const last = this.#steps.pop();
    if (last !== undefined) {
      this.#set(last);
    }
    return last !== undefined;
  }

  #set(change: Partial<Text>): void {
    this.#text = { ...this.#text, ...change };
    this.#version++;
    this.#state = "changed";
    this.#stopDisk();
    this.#stopDisk = this.#around.after(DISK_MS, () => void this.#keep());
    this.#stopServer();
    this.#stopServer = this.#around.after(IDLE_MS, () => void this.save());
    this.#around.changed();
  }

  /** What it begins with is something else: nothing of that was written by anybody. */
  begin(change: Partial<Text>): void {
    if (this.#state === "new") {
      this.#text = { ...this.#text, ...change };
      this.#around.changed();
    } else {
      this.change(change);
    }
  }

  async #keep(): Promise<void> {
    const isSaved = this.#saved === this.#version;
    await this.#around.keep(this.key, this.#text, this.#emailId, isSaved).catch(() => undefined);
  }

  /** Puts it on the server; calls that come meanwhile wait for all that was written by then. */
  async save(): Promise<Reply<Id>> {
    while (this.#saving !== undefined) {
      await this.#saving;
    }
    if (this.#saved === this.#version && this.#emailId !== undefined) {
      return { kind: "ok", value: this.#emailId };
    }
    this.#stopServer();
    this.#saving = this.#put();
    const reply = await this.#saving;
    this.#saving = undefined;
    this.#around.changed();
    if (reply.kind === "problem" && isPassing(reply.problem) && !this.#closed) {
      this.#stopServer = this.#around.after(RETRY_MS, () => void this.save());
    }
    return reply;
  }

  async #put(): Promise<Reply<Id>> {
    const version = this.#version;
    const mailbox = this.#around.drafts();
    if (mailbox === undefined) {
      return problem("jmap.noDrafts");
    }
    await this.#keep();
    this.#state = "saving";
    this.#around.changed();
    const old = this.#emailId;
    const text = this.#text.isPlain ? this.#text : await this.#carried();
    const words = text.isPlain ? text.body : await this.#around.plain(whole(text));
    const email = emailOf(text, mailbox, words);
    const [reply] = await this.#around.send(
      set("Email", this.#around.accountId, {
        create: { draft: email },
        ...(old === undefined ? {} : { destroy: [old] }),
      }),
    );
    return this.#came(reply, version, old);
  }

  async #carried(): Promise<Text> {
    const { html, files } = await this.#around.carry(this.#text.body);
    return { ...this.#text, body: html, files: [...this.#text.files, ...files] };
  }

  #came(reply: Reply<WasSet>, version: number, old: Id | undefined): Reply<Id> {
    const created = reply.kind === "ok" ? reply.value.created?.["draft"]?.id : undefined;
    if (reply.kind === "problem" || created === undefined) {
      const error = reply.kind === "ok" ? reply.value.notCreated?.["draft"] : undefined;
      const why = reply.kind === "problem" ? reply.problem : undefined;
      this.#problem = why ?? { status: 200, key: `jmap.${error?.type}`, args: [] };
      this.#state = "kept";
      return { kind: "problem", problem: this.#problem };
    }
    // The old one was gone before we took it away: somebody else has gone on writing it.
    this.#conflict ||= old !== undefined && reply.kind === "ok" && isGone(reply.value, old);
    this.#problem = undefined;
    this.#emailId = created;
    this.#saved = version;
    this.#state = version === this.#version ? "saved" : "changed";
    void this.#keep();
    return { kind: "ok", value: created };
  }

  /** Is over, sent or discarded: nothing of it is kept here any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopDisk();
    this.#stopServer();
    await this.#around.drop(this.key).catch(() => undefined);
    this.#end();
  }
}

function isGone(was: WasSet, id: Id): boolean {
  return was.notDestroyed?.[id]?.type === "notFound";
}

/** Above the quote; the mail programs of others fold what is in such a block. */
export function whole(text: Text): string {
  return text.quote === ""
    ? text.body
    : `${text.body}<div><br></div><blockquote type="cite">${text.quote}</blockquote>`;
}

/**
 * As Email/set takes it (RFC 8621 section 4.6).
 *
 * @param words what stands there, as plain text
 */
export function emailOf(text: Text, mailbox: Id, words: string): Record<string, unknown> {
  const html = text.isPlain ? undefined : whole(text);
  const values: Record<string, { value: string }> = { text: { value: words } };
  if (html !== undefined) {
    values["html"] = { value: html };
  }
  return {
    mailboxIds: { [mailbox]: true },
    keywords: { $draft: true, $seen: true },
    from: [text.from],
    to: none(text.to),
    cc: none(text.cc),
    bcc: none(text.bcc),
    subject: text.subject,
    inReplyTo: text.inReplyTo,
    references: text.references,
    ...wishes(text),
    bodyValues: values,
    bodyStructure: structure(text, html !== undefined),
  };
}

/** What the programs of those who get it are asked for. */
function wishes({ priority, receipt, from }: Text): Record<string, unknown> {
  const urgent: Record<string, unknown> =
    priority === "normal"
      ? {}
      : {
          "header:Importance:asText": priority,
          // What older programs know.
          "header:X-Priority:asText": priority === "high" ? "1 (Highest)" : "5 (Lowest)",
        };
  return receipt ? { ...urgent, "header:Disposition-Notification-To:asAddresses": [from] } : urgent;
}

function none(all: readonly EmailAddress[]): readonly EmailAddress[] | null {
  return all.length === 0 ? null : all;
}

function structure(text: Text, html: boolean): object {
  // A picture that was taken out of the text stays behind.
  const shows = whole(text);
  const inline = html ? text.files.filter((file) => file.cid !== null && names(shows, file)) : [];
  const attached = text.files.filter((file) => file.cid === null);
  const words = { partId: "text", type: "text/plain" };
  let body: object = words;
  if (html) {
    const page = { partId: "html", type: "text/html" };
    const shown =
      inline.length === 0
        ? page
        : {
            type: "multipart/related",
            subParts: [page, ...inline.map((one) => part(one, "inline"))],
          };
    body = { type: "multipart/alternative", subParts: [words, shown] };
  }
  return attached.length === 0
    ? body
    : {
        type: "multipart/mixed",
        subParts: [body, ...attached.map((one) => part(one, "attachment"))],
      };
}

/** Whether the HTML shows a picture; others may have written its name in another way. */
export function names(html: string, { cid }: Pick<File, "cid">): boolean {
  return (
    cid !== null && (html.includes(`cid:${cid}`) || html.includes(`cid:${encodeURIComponent(cid)}`))
  );
}

function part({ blobId, name, type, cid }: File, disposition: string): object {
  return { blobId, name, type, disposition, ...(cid === null ? {} : { cid }) };
}
