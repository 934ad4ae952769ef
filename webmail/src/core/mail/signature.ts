/** What stands below a message: put in, and exchanged when somebody else writes it after all. */
import type { Identity } from "../jmap.ts";
import { html as htmlOf } from "../render/plain.ts";

/** By this others' programs know it, too; ours finds it again. */
const MARK = "signature";

type Words = Pick<Identity, "htmlSignature" | "textSignature">;

/** As HTML; empty where there is none. */
export function signature(identity: Words | undefined): string {
  const { htmlSignature = "", textSignature = "" } = identity ?? {};
  const own = htmlSignature.trim() === "" ? htmlOfText(textSignature) : htmlSignature;
  return own === "" ? "" : `<div class="${MARK}"><div>${own}</div></div>`;
}

function htmlOfText(text: string): string {
  return text.trim() === "" ? "" : htmlOf(text.trimEnd());
}

/**
 * As plain text, below the line that all programs know (RFC 3676 section 4.3).
 *
 * @param plain makes text of HTML
 */
export function plainSignature(
  identity: Words | undefined,
  plain: (html: string) => string,
): string {
  const { htmlSignature = "", textSignature = "" } = identity ?? {};
  const own = textSignature.trim() === "" ? plain(htmlSignature) : textSignature.trimEnd();
  return own === "" ? "" : own.startsWith("-- \n") ? own : `-- \n${own}`;
}

/**
 * Puts another in the place of the one that is there; one that somebody has changed or taken away
 * is left as it is.
 *
 * @param before the one that was put in; undefined where there was none
 */
export function exchange(
  text: Element,
  before: DocumentFragment | undefined,
  next: DocumentFragment | undefined,
): boolean {
  const [there, another] = [...text.querySelectorAll(`.${MARK}`)];
  if (before === undefined && there === undefined && next !== undefined) {
    text.append(next);
    return true;
  }
  const untouched = there !== undefined && another === undefined && before !== undefined;
  if (!untouched || shown(there) !== shown(before)) {
    return false;
  }
  there.replaceWith(...(next?.childNodes ?? []));
  return true;
}

/** The same in plain text. */
export function exchangePlain(text: string, before: string, next: string): string {
  if (before === "") {
    return next === "" || text.includes(next) ? text : `${text.trimEnd()}\n\n${next}`;
  }
  const at = text.lastIndexOf(before);
  return at < 0 ? text : text.slice(0, at) + next + text.slice(at + before.length);
}

/** What one sees of it. */
function shown(node: Node & ParentNode): string {
  const pictures = node.querySelectorAll("img").length;
  return `${(node.textContent ?? "").replace(/\s+/g, " ").trim()} ${pictures}`;
}
