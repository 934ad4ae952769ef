/** Files that are too large for mail: they lie here, and a link to them is sent. */
import { problem, type Reply } from "../api.ts";
import { call, get, set } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Email, EmailAddress, Id, Mailbox } from "../jmap.ts";
import { escaped } from "../render/plain.ts";
import type { File } from "./draft.ts";

export const LINKS = "urn:mailstead:params:jmap:bloblink";

/** Such files lie in a mailbox of this name: what nothing holds is gone after a day. */
const NAME = "Linked files";

export type Wanted = {
  readonly file: Omit<File, "cid">;
  readonly from: EmailAddress;
  readonly seconds: number;
  /** Empty for none. */
  readonly password: string;
};

export type Link = { readonly url: string; readonly expires: string };

/** Keeps a file that was uploaded as an email of its own, and makes a link to it. */
export async function link(
  calls: Send,
  accountId: Id,
  mailboxes: readonly Mailbox[],
  wanted: Wanted,
): Promise<Reply<Link>> {
  const mailbox = await place(calls, accountId, mailboxes);
  if (mailbox.kind === "problem") {
    return mailbox;
  }
  const kept = await keep(calls, accountId, mailbox.value, wanted);
  if (kept.kind === "problem") {
    return kept;
  }
  const { file, seconds, password } = wanted;
  const blobId = kept.value;
  const [reply] = await calls(
    call<{ urls: Record<Id, string> | null; expires: string }>("Blob/link", {
      accountId,
      blobIds: [blobId],
      validFor: seconds,
      name: file.name.slice(0, 200),
      type: file.type,
      ...(password === "" ? {} : { password }),
    }),
  );
  if (reply.kind === "problem") {
    return reply;
  }
  const url = reply.value.urls?.[blobId];
  return url === undefined
    ? problem("jmap.notFound", 200)
    : { kind: "ok", value: { url, expires: reply.value.expires } };
}

async function place(
  calls: Send,
  accountId: Id,
  mailboxes: readonly Mailbox[],
): Promise<Reply<Id>> {
  const there = mailboxes.find((one) => one.name === NAME && one.parentId === null);
  if (there !== undefined) {
    return { kind: "ok", value: there.id };
  }
  const create = { made: { name: NAME, parentId: null, isSubscribed: true } };
  const [reply] = await calls(set("Mailbox", accountId, { create }));
  if (reply.kind === "problem") {
    return reply;
  }
  const id = reply.value.created?.["made"]?.id;
  const error = reply.value.notCreated?.["made"];
  return id === undefined
    ? problem(`jmap.${error?.type ?? "serverFail"}`, 200)
    : { kind: "ok", value: id };
}

/** @return the file's blob, which is there for as long as the email is */
async function keep(
  calls: Send,
  accountId: Id,
  mailbox: Id,
  { file, from }: Wanted,
): Promise<Reply<Id>> {
  const { blobId, name, type } = file;
  const email = {
    mailboxIds: { [mailbox]: true },
    keywords: { $seen: true },
    from: [from],
    to: [from],
    subject: name,
    bodyStructure: { blobId, name, type, disposition: "attachment" },
  };
  const [made] = await calls(set("Email", accountId, { create: { file: email } }));
  if (made.kind === "problem") {
    return made;
  }
  const id = made.value.created?.["file"]?.id;
  if (id === undefined) {
    return problem(`jmap.${made.value.notCreated?.["file"]?.type ?? "serverFail"}`, 200);
  }
  const [got] = await calls(
    get<Pick<Email, "attachments">>("Email", accountId, [id], { properties: ["attachments"] }),
  );
  const part = got.kind === "ok" ? got.value.list[0]?.attachments[0]?.blobId : undefined;
  return got.kind === "problem"
    ? got
    : part === undefined || part === null
      ? problem("jmap.notFound", 200)
      : { kind: "ok", value: part };
}

/** What stands in the text: a box that all mail programs show. */
export function linkBox({ url }: Link, name: string, facts: string): string {
  const style = "padding:8px 12px;border:1px solid #868e99;border-radius:6px";
  return `<table><tbody><tr><td style="${style}"><a href="${escaped(url)}">${escaped(name)}</a><br>${escaped(facts)}</td></tr></tbody></table><div><br></div>`;
}

export function linkLines({ url }: Link, name: string, facts: string): string {
  return `${name} (${facts})\n${url}\n`;
}
