/** What stands in an email, made ready to be shown: its text cleaned, its pictures got. */
import type { Session } from "../../core/jmap/session.ts";
import type { Id } from "../../core/jmap.ts";
import type { Body, Part } from "../../core/mail/bodies.ts";
import type { Cleaned } from "../../core/render/clean.ts";
import type { cleaning } from "./cleaning.ts";
import { pictures } from "./pictures.svelte.ts";

type Wash = Awaited<ReturnType<typeof cleaning>>;

export type Content = ReturnType<typeof content>;

export function content(session: Session, accountId: Id, body: Body, wash: Wash) {
  const isHtml = body.htmlBody.length === 1 && body.htmlBody[0]?.type === "text/html";
  const said = (parts: readonly Part[]) =>
    parts.map((part) => body.bodyValues[part.partId ?? ""]?.value ?? "").join("\n");
  const source = isHtml ? said(body.htmlBody) : "";
  const images = pictures(session, accountId, body);
  const cleaned = $derived.by((): Cleaned | undefined =>
    isHtml ? wash.clean(source, images.pictures) : undefined,
  );
  return {
    body,
    /** The HTML as it was sent. */
    source,
    text: isHtml ? "" : said(body.textBody),
    isCut: Object.values(body.bodyValues).some((value) => value.isTruncated),
    images,
    /** Undefined for plain text. */
    get cleaned() {
      return cleaned;
    },
    /** Attachments, without what the text shows by itself. */
    files: body.attachments.filter(
      (part) => part.cid === null || !source.includes(`cid:${part.cid}`),
    ),
    close: () => images.close(),
  };
}
