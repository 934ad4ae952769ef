/** What of a message goes into another: quoted, passed on, or gone on with. */
import type { EmailAddress } from "../../core/jmap.ts";
import type { Body } from "../../core/mail/bodies.ts";
import { type File, names } from "../../core/mail/draft.ts";
import { plainText, quoted } from "../../core/mail/html-text.ts";
import { escaped, html as htmlOf } from "../../core/render/plain.ts";
import { t, when } from "../../ui/words.ts";

type Fragment = (html: string) => DocumentFragment;

/** Its HTML; undefined for one that is plain text. */
export function htmlIn(body: Body): string | undefined {
  const page = body.htmlBody.find((part) => part.type === "text/html");
  return page && body.bodyValues[page.partId ?? ""]?.value;
}

export function textIn(body: Body, fragment: Fragment): string {
  return body.textBody
    .map((part) => {
      const value = body.bodyValues[part.partId ?? ""]?.value ?? "";
      return part.type === "text/html" ? plainText(fragment(value)) : value;
    })
    .join("\n")
    .replace(/\r\n?/g, "\n");
}

/** Its files; those that no text shows are files like any other, whatever their sender calls them. */
export function filesOf(body: Body, html: string): File[] {
  return body.attachments.flatMap((part) =>
    part.blobId === null
      ? []
      : {
          blobId: part.blobId,
          name: part.name ?? t("mail.attachment.unnamed"),
          type: part.type,
          size: part.size,
          cid: names(html, part) ? part.cid : null,
        },
  );
}

/** The message as it came, below a line that says whose words they are. */
export function quoteOf(body: Body, forwarded: boolean, fragment: Fragment): string {
  const inside = htmlIn(body) ?? htmlOf(textIn(body, fragment));
  const head = headOf(body, forwarded);
  return forwarded
    ? `<div>${head.map(escaped).join("<br>")}</div><br>${inside}`
    : `<div>${head.map(escaped).join("")}</div>${inside}`;
}

/** The same in plain text: each line quoted, or as it was below lines that say whose it is. */
export function plainQuoteOf(body: Body, forwarded: boolean, fragment: Fragment): string {
  const inside = textIn(body, fragment).trimEnd();
  const head = headOf(body, forwarded).join("\n");
  return forwarded ? `${head}\n\n${inside}` : `${head}\n${quotedLines(inside)}`;
}

export function quotedLines(text: string): string {
  return text.split("\n").map(quoted).join("\n");
}

function headOf(body: Body, forwarded: boolean): string[] {
  const at = when.full(Date.parse(body.sentAt ?? body.receivedAt));
  const from = body.from?.[0];
  const who = from === undefined ? t("mail.sender.none") : from.name || from.email;
  const all = (some: readonly EmailAddress[] | null) =>
    (some ?? []).map((one) => (one.name ? `${one.name} <${one.email}>` : one.email)).join(", ");
  return forwarded
    ? [
        `---------- ${t("write.forwarded")} ----------`,
        `${t("mail.from")}: ${all(body.from)}`,
        `${t("mail.date")}: ${at}`,
        `${t("mail.subject")}: ${body.subject ?? ""}`,
        `${t("mail.to")}: ${all(body.to)}`,
      ]
    : [t("write.wrote", at, who)];
}

/** What is written, and what is quoted below it, of a draft of ours. */
export function divided(html: string): [own: string, quote: string] {
  const mark = '<div><br></div><blockquote type="cite">';
  const at = html.lastIndexOf(mark);
  const ends = html.endsWith("</blockquote>");
  return at < 0 || !ends
    ? [html, ""]
    : [html.slice(0, at), html.slice(at + mark.length, -"</blockquote>".length)];
}
