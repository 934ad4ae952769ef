/** Mail that is brought in from files and other servers, and taken out. */
import type { Reply } from "../api.ts";
import { problem } from "../api.ts";
import type { Send } from "../jmap/client.ts";
import { change } from "../jmap/records.ts";
import { expand } from "../jmap/session.ts";
import type { Id } from "../jmap.ts";

export const EXPORT = "urn:mailstead:params:jmap:export";

export type Format = "eml" | "mbox";

/**
 * Where a zip of an account's mail is, under the name that the page has.
 *
 * @param template as the session has it
 * @param mailboxId empty for all that there is
 */
export function exportLink(
  template: string,
  accountId: Id,
  format: Format,
  mailboxId: Id | "",
  name: string,
): string {
  const url = expand(template, { accountId, name: `${name}.zip`, format, mailboxId });
  return url.replace(/^https?:\/\/[^/]*/, "");
}

export type Server = {
  readonly host: string;
  readonly port: number;
  readonly security: "tls" | "starttls";
  readonly user: string;
  readonly password: string;
};

export type TypedServer = { readonly [part in keyof Server]: Part<part> };
type Part<P extends keyof Server> = P extends "security" ? Server["security"] : string;

const PORTS = { tls: 993, starttls: 143 } as const;

/** Undefined when a part is missing, or the port is none of those that servers have. */
export function server(typed: TypedServer): Server | undefined {
  const { security, password } = typed;
  const host = typed.host.trim();
  const user = typed.user.trim();
  const port = typed.port.trim() === "" ? PORTS[security] : Number(typed.port);
  const allowed = port === 143 || port === 993 || (port > 1023 && port <= 65_535);
  return host !== "" && user !== "" && password !== "" && Number.isInteger(port) && allowed
    ? { host, port, security, user, password }
    : undefined;
}

export type Source = { readonly blobId: Id } | { readonly server: Server };

/**
 * Begins to bring mail in; the server goes on by itself.
 *
 * @param mailboxId below which all of it is to lie; empty to go by the names of folders
 */
export async function bringIn(
  send: Send,
  accountId: Id,
  source: Source,
  mailboxId: Id | "",
): Promise<Reply<unknown>> {
  const below = mailboxId === "" ? {} : { mailboxId };
  const reply = await change(send, "Job", accountId, {
    create: { job: { type: "import", ...source, ...below } },
  });
  const wrongServer = "server" in source && reply.kind === "problem";
  return wrongServer && reply.problem.key === "jmap.invalidProperties"
    ? problem("import.server", 200)
    : reply;
}
