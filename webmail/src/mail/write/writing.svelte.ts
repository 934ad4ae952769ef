/** The messages that are being written, and how they begin and end. */
import { get } from "../../core/jmap/calls.ts";
import { expand } from "../../core/jmap/session.ts";
import { carry, upload } from "../../core/jmap/upload.ts";
import type { EmailAddress, Id, Identity } from "../../core/jmap.ts";
import { addresses } from "../../core/mail/addresses.ts";
import { answer as answering, forward, type Start } from "../../core/mail/answer.ts";
import type { Body } from "../../core/mail/bodies.ts";
import { Draft, type File, type Text } from "../../core/mail/draft.ts";
import { byRole } from "../../core/mail/folders.ts";
import { plainText } from "../../core/mail/html-text.ts";
import { send, takeBack } from "../../core/mail/sending.ts";
import { html as htmlOf } from "../../core/render/plain.ts";
import type { Disk } from "../../core/sync/disk.ts";
import { bytes, t, when, why } from "../../ui/words.ts";
import type { Box } from "../box.svelte.ts";
import { cleaning } from "../read/cleaning.ts";

export type Upload = {
  readonly name: string;
  readonly percent: number;
  readonly failed: string;
  readonly cancel: () => void;
  readonly again: () => void;
};

export type Composer = ReturnType<typeof composer>;
export type Writing = ReturnType<typeof writing>;

const NOBODY: EmailAddress = { name: null, email: "" };

function composer(draft: Draft, state: { version: () => number }) {
  let uploads = $state.raw<readonly Upload[]>([]);
  let minimised = $state(false);
  let sending = $state(false);
  return {
    draft,
    get text() {
      void state.version();
      return draft.text;
    },
    get state() {
      void state.version();
      return draft.state;
    },
    get conflict() {
      void state.version();
      return draft.conflict;
    },
    get uploads() {
      return uploads;
    },
    set uploads(next: readonly Upload[]) {
      uploads = next;
    },
    get minimised() {
      return minimised;
    },
    set minimised(next: boolean) {
      minimised = next;
    },
    get sending() {
      return sending;
    },
    set sending(next: boolean) {
      sending = next;
    },
  };
}

export function writing(box: Box, disk: Disk | undefined) {
  const { account, session, toasts } = box;
  let open = $state.raw<readonly Composer[]>([]);
  let identities = $state.raw<readonly Identity[]>([]);
  let version = $state(0);
  let nth = 0;

  async function load(): Promise<readonly Identity[]> {
    if (identities.length === 0) {
      const [reply] = await box.send(get<Identity>("Identity", account.id, null));
      identities = reply.kind === "ok" ? reply.value.list : [];
    }
    return identities;
  }

  function begin(text: Text, emailId?: Id, key = `${Date.now()}-${++nth}`): Composer {
    const draft = new Draft(key, text, emailId, {
      accountId: account.id,
      send: box.send,
      drafts: () => byRole(account.mailboxes, "drafts")?.id,
      plain: async (html) => plainText((await cleaning()).fragment(html)),
      keep: async (key, text, emailId) => disk?.keepDraft({ key, text, emailId: emailId ?? null }),
      drop: async (key) => disk?.dropDraft(key),
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      changed: () => {
        version++;
      },
    });
    const one = composer(draft, { version: () => version });
    hold(key, draft);
    open = [...open.map((other) => minimise(other)), one];
    return one;
  }

  /** Other tabs see that it is being written here. */
  function hold(key: string, draft: Draft): void {
    void navigator.locks?.request(`mailstead draft ${key}`, () => draft.closed);
  }

  /** On a small screen and beside others, one at a time is enough. */
  function minimise(one: Composer): Composer {
    one.minimised = true;
    return one;
  }

  function text(start: Partial<Start>, more: Partial<Text> = {}): Text {
    const identity = start.identity ?? identities[0];
    return {
      identityId: identity?.id ?? "",
      from: identity === undefined ? NOBODY : { name: identity.name, email: identity.email },
      to: start.to ?? [],
      cc: start.cc ?? [],
      bcc: [],
      subject: start.subject ?? "",
      body: signature(identity),
      isPlain: false,
      quote: "",
      files: [],
      inReplyTo: start.inReplyTo ?? null,
      references: start.references ?? null,
      about: null,
      ...more,
    };
  }

  async function compose(
    to: readonly EmailAddress[] = [],
    more: Partial<Text> = {},
  ): Promise<void> {
    await load();
    begin(text({ to }, more));
  }

  async function answer(id: Id, kind: "answer" | "answerAll" | "forward"): Promise<void> {
    const [reply, { quoted }] = await Promise.all([box.bodies.body(id), cleaning(), load()]);
    if (reply.kind === "problem") {
      toasts.fail(why(reply.problem));
      return;
    }
    const body = reply.value;
    const quote = quoted(quoteOf(body, kind === "forward"));
    const files = filesOf(body);
    const start =
      kind === "forward"
        ? forward(body, identities)
        : answering(body, kind === "answerAll", identities);
    begin(
      text(start, {
        quote,
        // Pictures that the quoted text shows go along with it.
        files:
          kind === "forward"
            ? files
            : files.filter(({ cid }) => cid !== null && quote.includes(`cid:${cid}`)),
        about: { id, keyword: kind === "forward" ? "$forwarded" : "$answered" },
      }),
    );
  }

  /** Goes on with a draft of the server. */
  async function edit(id: Id): Promise<void> {
    const known = open.find((one) => one.draft.emailId === id);
    if (known !== undefined) {
      known.minimised = false;
      return;
    }
    const [reply] = await Promise.all([box.bodies.body(id), load()]);
    if (reply.kind === "problem") {
      toasts.fail(why(reply.problem));
      return;
    }
    begin(textOf(reply.value), id);
  }

  function textOf(body: Body): Text {
    const [from] = body.from ?? [];
    const identity = identities.find((one) => one.email === from?.email) ?? identities[0];
    const page = body.htmlBody.find((part) => part.type === "text/html");
    const html = page && body.bodyValues[page.partId ?? ""]?.value;
    const plain = body.textBody.map((part) => body.bodyValues[part.partId ?? ""]?.value ?? "");
    const [own, quote] = divided(html ?? "");
    return {
      ...text({ identity }),
      to: body.to ?? [],
      cc: body.cc ?? [],
      bcc: body.bcc ?? [],
      subject: body.subject ?? "",
      body: html === undefined ? plain.join("\n") : own,
      isPlain: html === undefined,
      quote,
      files: filesOf(body),
      inReplyTo: body.inReplyTo,
      references: body.references,
    };
  }

  function mailto(href: string): void {
    const url = new URL(href);
    const field = (name: string) => addresses(url.searchParams.get(name) ?? "");
    const words = url.searchParams.get("body");
    void compose([...addresses(decodeURIComponent(url.pathname)), ...field("to")], {
      cc: field("cc"),
      subject: url.searchParams.get("subject") ?? "",
      ...(words === null ? {} : { body: htmlOf(words) }),
    });
  }

  function close(one: Composer): void {
    open = open.filter((other) => other !== one);
    const last = open.at(-1);
    if (last !== undefined && open.every((other) => other.minimised)) {
      last.minimised = false;
    }
  }

  async function submit(one: Composer): Promise<void> {
    const drafts = byRole(account.mailboxes, "drafts")?.id;
    const sent = byRole(account.mailboxes, "sent")?.id;
    if (drafts === undefined || sent === undefined) {
      return;
    }
    one.sending = true;
    const boxes = { drafts, sent };
    const seconds = box.likings.get("undoSeconds");
    const reply = await send(box.send, account.id, one.draft, boxes, seconds);
    one.sending = false;
    if (reply.kind === "problem") {
      toasts.fail(t("failed.deed", why(reply.problem)));
      return;
    }
    close(one);
    await one.draft.close();
    void account.sync();
    const end = Date.now() + seconds * 1000;
    const takeItBack = () => void back(reply.value.emailId, reply.value, boxes, end);
    toasts.did(t("did.send"), takeItBack, seconds * 1000);
  }

  async function back(
    id: Id,
    sent: { submissionId: Id; emailId: Id },
    boxes: { drafts: Id; sent: Id },
    end: number,
  ): Promise<void> {
    const done = Date.now() <= end + 3000 && (await takeBack(box.send, account.id, sent, boxes));
    if (!done) {
      toasts.fail(t("write.tooLate"));
      return;
    }
    await account.sync();
    toasts.say(t("write.undo"));
    await edit(id);
  }

  async function discard(one: Composer): Promise<void> {
    close(one);
    await one.draft.close();
    const id = one.draft.emailId;
    if (id !== undefined) {
      const { undo } = account.act("discard", {}, [id]);
      toasts.did(t("did.discard"), undo);
    }
  }

  function attach(one: Composer, files: readonly globalThis.File[]): void {
    for (const file of files) {
      if (file.size > session.limits.maxSizeUpload) {
        toasts.fail(t("write.attach.large", file.name, bytes(session.limits.maxSizeUpload)));
      } else {
        void put(one, file);
      }
    }
  }

  async function put(one: Composer, file: globalThis.File): Promise<void> {
    const stop = new AbortController();
    let shown: Upload = {
      name: file.name,
      percent: 0,
      failed: "",
      cancel: () => {
        stop.abort();
        show(undefined);
      },
      again: () => {
        show(undefined);
        void put(one, file);
      },
    };
    function show(next: Upload | undefined): void {
      const others = one.uploads.filter((other) => other !== shown);
      if (next !== undefined) {
        shown = next;
      }
      one.uploads = next === undefined ? others : [...others, next];
    }
    one.uploads = [...one.uploads, shown];
    const reply = await upload(carry, {
      url: expand(session.uploadUrl, { accountId: account.id }),
      file,
      type: file.type,
      progress: (sent) => show({ ...shown, percent: Math.floor((sent * 100) / (file.size || 1)) }),
      signal: stop.signal,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    if (stop.signal.aborted) {
      return;
    }
    if (reply.kind === "problem") {
      show({ ...shown, failed: why(reply.problem) });
      return;
    }
    show(undefined);
    const { blobId, size } = reply.value;
    const type = file.type === "" ? "application/octet-stream" : file.type;
    const added: File = { blobId, size, type, name: file.name, cid: null };
    one.draft.change({ files: [...one.draft.text.files, added] });
  }

  /** What a crash or a closed tab has left, and what no other tab is writing. */
  async function restore(): Promise<void> {
    const kept = (await disk?.drafts().catch(() => [])) ?? [];
    if (kept.length > 0) {
      await load();
    }
    const held = (await navigator.locks?.query())?.held?.map(({ name }) => name) ?? [];
    for (const { key, text, emailId } of kept) {
      if (held.includes(`mailstead draft ${key}`)) {
        continue;
      }
      begin(text as Text, typeof emailId === "string" ? emailId : undefined, key);
    }
    open = open.map(minimise);
  }

  return {
    get open() {
      return open;
    },
    get identities() {
      return identities;
    },
    compose: () => void compose(),
    answer: (id: Id, kind: "answer" | "answerAll" | "forward") => void answer(id, kind),
    edit: (id: Id) => void edit(id),
    mailto,
    submit,
    discard: (one: Composer) => void discard(one),
    /** Closes it; what was written stays a draft. */
    async leave(one: Composer): Promise<void> {
      const written = one.draft.state !== "new";
      close(one);
      const reply = written ? await one.draft.save() : undefined;
      if (reply?.kind !== "problem") {
        await one.draft.close();
      }
      void account.sync();
    },
    attach,
    restore,
    isUnsaved: () => open.some((one) => one.draft.state === "changed" || one.uploads.length > 0),
  };
}

function signature(identity: Identity | undefined): string {
  const html = identity?.htmlSignature ?? "";
  const text = identity?.textSignature ?? "";
  const own = html === "" ? (text === "" ? "" : htmlOf(text)) : html;
  return own === "" ? "<div><br></div>" : `<div><br></div><div><br></div>${own}`;
}

function filesOf(body: Body): File[] {
  return body.attachments.flatMap((part) =>
    part.blobId === null
      ? []
      : {
          blobId: part.blobId,
          name: part.name ?? t("mail.attachment.unnamed"),
          type: part.type,
          size: part.size,
          cid: part.cid,
        },
  );
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** The message as it came, below a line that says whose words they are. */
function quoteOf(body: Body, forwarded: boolean): string {
  const page = body.htmlBody.find((part) => part.type === "text/html");
  const html = page && body.bodyValues[page.partId ?? ""]?.value;
  const plain = body.textBody.map((part) => body.bodyValues[part.partId ?? ""]?.value ?? "");
  const inside = html ?? htmlOf(plain.join("\n"));
  const at = when.full(Date.parse(body.sentAt ?? body.receivedAt));
  const from = body.from?.[0];
  const who = from === undefined ? t("mail.sender.none") : from.name || from.email;
  const head = forwarded ? headOf(body, at) : `<div>${escaped(t("write.wrote", at, who))}</div>`;
  return `${head}${inside}`;
}

function headOf(body: Body, at: string): string {
  const all = (some: readonly EmailAddress[] | null) =>
    (some ?? []).map((one) => (one.name ? `${one.name} <${one.email}>` : one.email)).join(", ");
  const lines = [
    `---------- ${t("write.forwarded")} ----------`,
    `${t("mail.from")}: ${all(body.from)}`,
    `${t("mail.date")}: ${at}`,
    `${t("mail.subject")}: ${body.subject ?? ""}`,
    `${t("mail.to")}: ${all(body.to)}`,
  ];
  return `<div>${lines.map(escaped).join("<br>")}</div><br>`;
}

/** What is written, and what is quoted below it, of a draft of ours. */
function divided(html: string): [own: string, quote: string] {
  const mark = '<div><br></div><blockquote type="cite">';
  const at = html.lastIndexOf(mark);
  const ends = html.endsWith("</blockquote>");
  return at < 0 || !ends
    ? [html, ""]
    : [html.slice(0, at), html.slice(at + mark.length, -"</blockquote>".length)];
}
