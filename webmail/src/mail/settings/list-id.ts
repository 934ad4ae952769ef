/** The mailing list through which a message came; rows of lists do not know it. */
import { get } from "../../core/jmap/calls.ts";
import type { Id } from "../../core/jmap.ts";
import { listId } from "../../core/mail/rules.ts";
import type { Desk } from "../desk.svelte.ts";

const HEADER = "header:List-Id:asText";

export async function listOf({ send, account }: Desk, id: Id): Promise<string | undefined> {
  const [reply] = await send(
    get<{ [HEADER]: string | null }>("Email", account.id, [id], { properties: [HEADER] }),
  );
  return listId((reply.kind === "ok" && reply.value.list[0]?.[HEADER]) || null);
}
