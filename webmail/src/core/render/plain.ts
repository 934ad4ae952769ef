/** Plain text of mail: what is quoted, and what is an address. */

export type Span = { readonly text: string; readonly href?: string };

/** Lines that belong together: one's own, or quoted so many times. */
export type Block = { readonly level: number; readonly spans: readonly Span[] };

/** No text is looked through for longer. */
const MOST_LINES = 20_000;

export function blocks(text: string): Block[] {
  const found: { level: number; lines: string[] }[] = [];
  for (const line of text.replace(/\r\n?/g, "\n").split("\n", MOST_LINES)) {
    const quote = /^(?:>\s?)+/.exec(line)?.[0] ?? "";
    const level = quote.replace(/[^>]/g, "").length;
    const rest = line.slice(quote.length);
    const last = found.at(-1);
    if (last !== undefined && last.level === level) {
      last.lines.push(rest);
    } else {
      found.push({ level, lines: [rest] });
    }
  }
  return found.map(({ level, lines }) => ({ level, spans: spans(lines.join("\n")) }));
}

/** With bounds everywhere: texts are made to keep such an expression busy for hours. */
const ADDRESS =
  /\b(?:https?:\/\/|www\.)[^\s<>"'`]{1,2000}|(?<![\p{L}\p{N}._%+-])(?:mailto:)?[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}{2,63}\b/giu;

export function spans(text: string): Span[] {
  const found: Span[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    if (match.index > at) {
      found.push({ text: text.slice(at, match.index) });
    }
    found.push({ text: address, href: hrefOf(address) });
    at = match.index + address.length;
  }
  if (at < text.length) {
    found.push({ text: text.slice(at) });
  }
  return found;
}

/** A full stop or a bracket after an address belongs to the sentence. */
function trimmed(address: string): string {
  let end = address.replace(/[.,;:!?]+$/, "");
  while (/[)\]}]$/.test(end) && count(end, /[([{]/g) < count(end, /[)\]}]/g)) {
    end = end.slice(0, -1).replace(/[.,;:!?]+$/, "");
  }
  return end;
}

function count(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}

function hrefOf(address: string): string {
  if (/^https?:/i.test(address)) {
    return address;
  }
  if (/^www\./i.test(address)) {
    return `https://${address}`;
  }
  return /^mailto:/i.test(address) ? address : `mailto:${address}`;
}

/** Letters as HTML writes them, also within quotes. */
export function escaped(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

/** Plain text as HTML, for an editor. */
export function html(text: string): string {
  return escaped(text)
    .split("\n", MOST_LINES)
    .map((line) => `<div>${line === "" ? "<br>" : line}</div>`)
    .join("");
}
