/** Messages that are written again and again: with what is filled in each time. */
import { problem, type Reply } from "../api.ts";
import { get, set } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { EmailAddress, Id, Template } from "../jmap.ts";

/** What can be filled in: `{{name}}` and so on, in any letters. */
export type Values = {
  /** Of the first to whom it goes. */
  readonly name: string;
  readonly firstname: string;
  readonly email: string;
  /** Who writes. */
  readonly me: string;
  readonly date: string;
  readonly subject: string;
};

/** Fills in what is known; what has no value stays, so that one sees that it is to be written. */
export function filled(
  text: string,
  values: Values,
  write: (value: string) => string = (value) => value,
): string {
  return text.replace(/\{\{\s*([a-z]{1,20})\s*\}\}/gi, (all, name: string) => {
    const value = new Map(Object.entries(values)).get(name.toLowerCase());
    return value === undefined || value === "" ? all : write(value);
  });
}

/** `Byron, Ada` and `Ada Byron` are both Ada. */
export function firstName({ name }: Pick<EmailAddress, "name">): string {
  const [last = "", first] = (name ?? "").split(",", 2);
  return (first ?? last).trim().split(/\s+/, 1)[0] ?? "";
}

export async function templates(send: Send, accountId: Id): Promise<Reply<readonly Template[]>> {
  const [reply] = await send(get<Template>("Template", accountId, null));
  return reply.kind === "problem"
    ? reply
    : {
        kind: "ok",
        value: [...reply.value.list].sort(
          (a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name),
        ),
      };
}

/** One of the same name gives it its place. */
export async function keepTemplate(
  send: Send,
  accountId: Id,
  all: readonly Template[],
  made: Omit<Template, "id" | "sortOrder">,
): Promise<Reply<unknown>> {
  const old = all.find((one) => one.name === made.name);
  const what = old === undefined ? { create: { made } } : { update: { [old.id]: made } };
  const [reply] = await send(set("Template", accountId, what));
  if (reply.kind === "problem") {
    return reply;
  }
  const error = Object.values({ ...reply.value.notCreated, ...reply.value.notUpdated })[0];
  return error === undefined ? reply : problem(`jmap.${error.type}`, 200);
}
