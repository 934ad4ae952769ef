/** The messages that are being written, and how they begin and end. */
import { get } from "../../core/jmap/calls.ts";
import type { EmailAddress, Id, Identity } from "../../core/jmap.ts";
import { answer as answering, forward, type Start } from "../../core/mail/answer.ts";
import type { Body } from "../../core/mail/bodies.ts";
import { Draft, names, type Priority, type Text, whole } from "../../core/mail/draft.ts";
import { byRole } from "../../core/mail/folders.ts";
import { plainText } from "../../core/mail/html-text.ts";
import { wish } from "../../core/mail/mailto.ts";
import { unschedule } from "../../core/mail/scheduled.ts";
import { type Boxes, LONGER_S, type Sent, send, takeBack } from "../../core/mail/sending.ts";
import { exchangePlain, plainSignature, signature } from "../../core/mail/signature.ts";
import { html as htmlOf } from "../../core/render/plain.ts";
import type { Disk } from "../../core/sync/disk.ts";
import { t, when, why } from "../../ui/words.ts";
import type { Box } from "../box.svelte.ts";
import { cleaning } from "../read/cleaning.ts";
import { type Composer, composer } from "./composer.svelte.ts";
import { divided, filesOf, htmlIn, plainQuoteOf, quoteOf, textIn } from "./quoted.ts";
import { forget, uploads } from "./uploads.ts";

export type Writing = ReturnType<typeof writing>;

const NOBODY: EmailAddress = { name: null, email: "" };

const PRIORITIES: readonly Priority[] = ["high", "normal", "low"];

type Kind = "answer" | "answerAll" | "forward";

export function writing(box: Box, disk: Disk | undefined) {
  const { account, toasts } = box;
  const files = uploads(box);
  let open = $state.raw<readonly Composer[]>([]);
  let identities = $state.raw<readonly Identity[]>([]);
  let known = false;
  let version = $state(0);
  let nth = 0;

  async function load(): Promise<readonly Identity[]> {
    if (!known) {
      const [reply] = await box.send(get<Identity>("Identity", account.id, null));
      if (reply.kind === "ok") {
        known = true;
        // That of the account itself is the one that is meant when nobody says.
        identities = [...reply.value.list].sort(
          (a, b) => Number(a.mayDelete) - Number(b.mayDelete),
        );
      }
    }
    return identities;
  }

  /** All that a composer begins with is there when it opens. */
  async function ready(): Promise<(html: string) => DocumentFragment> {
    const [{ fragment }] = await Promise.all([cleaning(), load()]);
    return fragment;
  }

  async function begin(
    text: Text,
    emailId?: Id,
    key = `${Date.now()}-${++nth}`,
  ): Promise<Composer> {
    const pictures = await files.open(text.isPlain ? [] : text.files);
    const draft = new Draft(key, text, emailId, {
      accountId: account.id,
      send: box.send,
      drafts: () => byRole(account.mailboxes, "drafts")?.id,
      plain: async (html) => plainText((await cleaning()).fragment(html)),
      carry: files.carry,
      keep: async (key, text, emailId, isSaved) =>
        disk?.keepDraft({ key, text, emailId: emailId ?? null, isSaved }),
      drop: async (key) => disk?.dropDraft(key),
      after: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      changed: () => {
        version++;
      },
    });
    const one = composer(draft, pictures, () => version);
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

  function text(
    start: Partial<Start>,
    fragment: (html: string) => DocumentFragment,
    more: Partial<Text> = {},
  ): Text {
    const liked = identities.find((one) => one.id === box.likings.get("identity"));
    const identity = start.identity ?? liked ?? identities[0];
    const isPlain = more.isPlain ?? box.likings.get("writePlain");
    const signed = isPlain
      ? plainSignature(identity, (html) => plainText(fragment(html)))
      : signature(identity);
    return {
      identityId: identity?.id ?? "",
      from: identity === undefined ? NOBODY : { name: identity.name, email: identity.email },
      to: start.to ?? [],
      cc: start.cc ?? [],
      bcc: [],
      subject: start.subject ?? "",
      quote: "",
      files: [],
      inReplyTo: start.inReplyTo ?? null,
      references: start.references ?? null,
      priority: "normal",
      receipt: false,
      about: null,
      ...more,
      isPlain,
      body: above(more.body, signed, isPlain),
    };
  }

  async function compose(
    to: readonly EmailAddress[] = [],
    more: Partial<Text> = {},
  ): Promise<void> {
    await begin(text({ to }, await ready(), more));
  }

  async function answer(id: Id, kind: Kind): Promise<void> {
    const [reply, { quoted }, fragment] = await Promise.all([
      box.bodies.body(id),
      cleaning(),
      ready(),
    ]);
    if (reply.kind === "problem") {
      toasts.fail(why(reply.problem));
      return;
    }
    const body = reply.value;
    const forwarded = kind === "forward";
    const start = forwarded
      ? forward(body, identities)
      : answering(body, kind === "answerAll", identities);
    const about = { id, keyword: forwarded ? "$forwarded" : "$answered" } as const;
    if (box.likings.get("writePlain")) {
      const begun = text(start, fragment, { about, isPlain: true });
      const quote = plainQuoteOf(body, forwarded, fragment);
      await begin({
        ...begun,
        body: `${begun.body}\n\n${quote}`,
        files: forwarded ? filesOf(body, "") : [],
      });
      return;
    }
    const quote = quoted(quoteOf(body, forwarded, fragment));
    // Pictures that the quoted text shows go along with it.
    const all = filesOf(body, quote);
    await begin(
      text(start, fragment, {
        quote,
        isPlain: false,
        files: forwarded ? all : all.filter((file) => names(quote, file)),
        about,
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
    const [reply, fragment] = await Promise.all([box.bodies.body(id), ready()]);
    if (reply.kind === "problem") {
      toasts.fail(why(reply.problem));
      return;
    }
    await begin(textOf(reply.value, fragment), id);
  }

  function textOf(body: Body, fragment: (html: string) => DocumentFragment): Text {
    const [from] = body.from ?? [];
    const identity = identities.find((one) => one.email === from?.email) ?? identities[0];
    const html = htmlIn(body);
    const [own, quote] = divided(html ?? "");
    return {
      ...text({ identity }, fragment),
      to: body.to ?? [],
      cc: body.cc ?? [],
      bcc: body.bcc ?? [],
      subject: body.subject ?? "",
      body: html === undefined ? textIn(body, fragment) : own,
      isPlain: html === undefined,
      quote,
      files: filesOf(body, html ?? ""),
      priority: PRIORITIES.find((one) => one === body.importance?.trim().toLowerCase()) ?? "normal",
      receipt: body.receiptTo !== null,
      inReplyTo: body.inReplyTo,
      references: body.references,
    };
  }

  /** Begins what a link asks for; nothing is sent by that. */
  function mailto(href: string): void {
    const wanted = wish(href);
    if (wanted !== undefined) {
      const { to, cc, bcc, subject, body } = wanted;
      const isPlain = box.likings.get("writePlain");
      const words = body === "" ? {} : { body: isPlain ? body : htmlOf(body) };
      void compose(to, { cc, bcc, subject, isPlain, ...words });
    }
  }

  function close(one: Composer): void {
    forget(one);
    open = open.filter((other) => other !== one);
    const last = open.at(-1);
    if (last !== undefined && open.every((other) => other.minimised)) {
      last.minimised = false;
    }
  }

  function places(): Boxes | undefined {
    const drafts = byRole(account.mailboxes, "drafts")?.id;
    const sent = byRole(account.mailboxes, "sent")?.id;
    return drafts === undefined || sent === undefined ? undefined : { drafts, sent };
  }

  /** @param later when it is sent; at once, but for the seconds in which it can be taken back */
  async function submit(one: Composer, later?: Date): Promise<void> {
    const boxes = places();
    if (boxes === undefined) {
      return;
    }
    one.sending = true;
    const seconds = box.likings.get("undoSeconds");
    const reply = await send(box.send, account.id, one.draft, boxes, later ?? seconds);
    one.sending = false;
    if (reply.kind === "problem") {
      toasts.fail(t("failed.deed", why(reply.problem)));
      return;
    }
    close(one);
    await one.draft.close();
    void account.sync();
    if (later !== undefined) {
      const { submissionId, emailId } = reply.value;
      const undo = () => void unscheduled(submissionId, emailId);
      toasts.did(t("did.later", when.full(later.getTime())), undo);
      return;
    }
    sentNow(reply.value);
  }

  /** Tells that it was sent, and for how long it can be taken back. */
  function sentNow(sent: Sent): void {
    const seconds = box.likings.get("undoSeconds");
    const end = Date.now() + seconds * 1000;
    toasts.did(t("did.send"), () => void back(sent, end), seconds * 1000);
  }

  async function back(sent: Sent, end: number): Promise<void> {
    const boxes = places();
    const done =
      boxes !== undefined &&
      Date.now() <= end + LONGER_S * 1000 &&
      (await takeBack(box.send, account.id, sent, boxes));
    if (!done) {
      toasts.fail(t("write.tooLate"));
      return;
    }
    await account.sync();
    toasts.say(t("write.undo"));
    await edit(sent.emailId);
  }

  /** Of what is sent later: it is a draft again, and gone on with. */
  async function unscheduled(submissionId: Id, emailId: Id): Promise<void> {
    const reply = await unschedule(box.send, account.id, submissionId);
    await account.sync();
    if (reply.kind === "problem") {
      toasts.fail(t("write.tooLate"));
    } else {
      toasts.say(t("write.undo"));
      await edit(emailId);
    }
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

  /** Writes it as somebody else; the signature is theirs unless it was changed. */
  async function identify(one: Composer, identityId: string): Promise<void> {
    const { draft } = one;
    const next = identities.find((other) => other.id === identityId);
    const before = identities.find((other) => other.id === draft.text.identityId);
    if (next === undefined) {
      return;
    }
    draft.begin({ identityId, from: { name: next.name, email: next.email } });
    if (draft.text.isPlain) {
      const { fragment } = await cleaning();
      const plain = (html: string) => plainText(fragment(html));
      const [old, own] = [before, next].map((identity) => plainSignature(identity, plain));
      draft.begin({ body: exchangePlain(draft.text.body, old ?? "", own ?? "") });
    } else {
      one.editing?.exchange(signature(before), signature(next));
    }
  }

  /** Takes all forms from it; what it was is there again when nothing was changed meanwhile. */
  async function makePlain(one: Composer): Promise<void> {
    const { fragment } = await cleaning();
    const { text } = one.draft;
    const plain = plainText(fragment(whole(text)));
    one.rich = { text, plain };
    one.draft.change({
      isPlain: true,
      body: plain,
      quote: "",
      // One's own pictures stay with it as files; those of the quoted text have no place there.
      files: text.files.map((file) => (names(text.body, file) ? { ...file, cid: null } : file)),
    });
  }

  function makeRich(one: Composer): void {
    const { text } = one.draft;
    const { rich } = one;
    one.rich = undefined;
    if (rich === undefined || rich.plain !== text.body) {
      one.draft.change({ isPlain: false, body: htmlOf(text.body) });
      return;
    }
    const before = (blobId: Id) => rich.text.files.find((file) => file.blobId === blobId);
    const { body, quote } = rich.text;
    const files = text.files.map((file) => before(file.blobId) ?? file);
    one.draft.change({ isPlain: false, body, quote, files });
  }

  /** What a crash or a closed tab has left, and what no other tab is writing. */
  async function restore(): Promise<void> {
    const all = (await disk?.drafts().catch(() => [])) ?? [];
    if (all.length === 0) {
      return;
    }
    const fragment = await ready();
    const held = (await navigator.locks?.query())?.held?.map(({ name }) => name) ?? [];
    for (const { key, text: kept, emailId, isSaved } of all) {
      if (held.includes(`mailstead draft ${key}`)) {
        continue;
      }
      // What an earlier version of the page has kept may lack something.
      const whole = { ...text({}, fragment), ...(kept as Text) };
      const one = await begin(whole, typeof emailId === "string" ? emailId : undefined, key);
      if (isSaved !== true) {
        one.draft.change({}); // the server has yet to get it
      }
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
    /** They may have changed: the next message asks for them. */
    forgetIdentities(): void {
      known = false;
    },
    compose: () => void compose(),
    answer: (id: Id, kind: Kind) => void answer(id, kind),
    edit: (id: Id) => void edit(id),
    sentNow,
    unscheduled: (submissionId: Id, emailId: Id) => void unscheduled(submissionId, emailId),
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
    attach: files.attach,
    upload: files.upload,
    picture: files.picture,
    identify: (one: Composer, identityId: string) => void identify(one, identityId),
    makePlain: (one: Composer) => void makePlain(one),
    makeRich,
    restore,
    isUnsaved: () => open.some((one) => one.draft.state === "changed" || one.uploads.length > 0),
  };
}

/** What somebody begins with, above their signature. */
function above(words: string | undefined, signed: string, isPlain: boolean): string {
  if (isPlain) {
    return signed === "" ? (words ?? "") : `${words ?? ""}\n\n${signed}`;
  }
  const own = words ?? "<div><br></div>";
  return signed === "" ? own : `${own}<div><br></div>${signed}`;
}
