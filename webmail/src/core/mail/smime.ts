/** How an email is signed (S/MIME, RFC 9219): asked for only where something says that it is. */
import { get } from "../jmap/calls.ts";
import type { Send } from "../jmap/client.ts";
import type { Email, Id } from "../jmap.ts";
import type { Body } from "./bodies.ts";

export type Signature = Pick<Email, "smimeStatus" | "smimeErrors">;

export function seemsSigned(body: Pick<Body, "attachments">): boolean {
  return body.attachments.some(({ type }) =>
    /^application\/(x-)?pkcs7-(signature|mime)$/i.test(type),
  );
}

/** Undefined where the server says nothing of it. */
export async function signature(send: Send, accountId: Id, id: Id): Promise<Signature | undefined> {
  const [reply] = await send(
    get<Signature>("Email", accountId, [id], { properties: ["smimeStatus", "smimeErrors"] }),
  );
  return reply.kind === "ok" ? reply.value.list[0] : undefined;
}
