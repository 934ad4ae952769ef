/** Sieve scripts: their texts, and what is wrong with them. */
import { problem, type Reply } from "../api.ts";
import { call, type SetError } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Id } from "../jmap.ts";

export type Mistake = { readonly line: number; readonly why: string };

/** What the server says of a script: `line 3, column 7: a string is not closed`, one a line. */
export function mistakes(description: string): Mistake[] {
  return description.split("\n", 100).map((text) => {
    const [, line, why] = /^line (\d+), column \d+: (.*)$/.exec(text) ?? [];
    return { line: Number(line ?? 1), why: why ?? text };
  });
}

type Made = { readonly created?: Readonly<Record<string, { readonly id: Id }>> | null };

const upload = (accountId: Id, text: string) =>
  call<Made>("Blob/upload", {
    accountId,
    create: { text: { data: [{ "data:asText": text }], type: "application/sieve" } },
  });

export async function keepText(send: Send, accountId: Id, text: string): Promise<Reply<Id>> {
  const [reply] = await send(upload(accountId, text));
  if (reply.kind === "problem") {
    return reply;
  }
  const id = reply.value.created?.["text"]?.id;
  return id === undefined ? problem("jmap.tooLarge", 200) : { kind: "ok", value: id };
}

export async function textOf(send: Send, accountId: Id, blobId: Id): Promise<Reply<string>> {
  type Got = { readonly list: readonly { readonly "data:asText": string | null }[] };
  const properties = ["data:asText"];
  const [reply] = await send(call<Got>("Blob/get", { accountId, ids: [blobId], properties }));
  if (reply.kind === "problem") {
    return reply;
  }
  const text = reply.value.list[0]?.["data:asText"];
  return text == null ? problem("jmap.notFound", 200) : { kind: "ok", value: text };
}

/** Nothing where nothing is wrong, or where the server did not say. */
export async function check(send: Send, accountId: Id, text: string): Promise<Mistake[]> {
  const [, reply] = await send(
    upload(accountId, text),
    call<{ readonly error: SetError | null }>("SieveScript/validate", {
      accountId,
      blobId: "#text",
    }),
  );
  const error = reply.kind === "ok" ? reply.value.error : null;
  return error === null ? [] : mistakes(error.description ?? error.type);
}
