/** Files of emails, as what shows them wants them. */
import { letters } from "../../../core/files/letters.ts";
import type { Part } from "../../../core/mail/bodies.ts";
import type { Desk } from "../../desk.svelte.ts";
import { blobUrl } from "../pictures.svelte.ts";

/** No more of a text is sent for than is shown. */
const MOST_TEXT = 300_000;

async function got(desk: Desk, part: Part, headers: HeadersInit): Promise<Response> {
  const url = blobUrl(desk.session, desk.account.id, part);
  const answer = await fetch(url, { credentials: "same-origin", headers });
  if (!answer.ok) {
    throw new Error(String(answer.status));
  }
  return answer;
}

export async function octets(desk: Desk, part: Part): Promise<Blob> {
  return (await got(desk, part, {})).blob();
}

/** The beginning of a text, and whether that is not all. */
export async function text(desk: Desk, part: Part): Promise<{ text: string; isCut: boolean }> {
  const isCut = part.size > MOST_TEXT;
  const answer = await got(desk, part, isCut ? { Range: `bytes=0-${MOST_TEXT - 1}` } : {});
  const all = new Uint8Array(await answer.arrayBuffer());
  return { text: letters(all, part.charset), isCut };
}
