/** HTML as plain text: what is sent beside it, for those who read no HTML. */

const BLOCKS =
  /^(address|article|blockquote|dd|div|dl|dt|h[1-6]|header|footer|hr|li|ol|p|pre|section|table|tr|ul)$/i;

/** Whose texts nobody reads. */
const SILENT = /^(head|style|script|title|template|noscript)$/i;

const WIDEST = 1_000_000;

const FORMS =
  /<(?:a|b|blockquote|code|font|h[1-6]|i|img|ol|pre|s|span|strong|em|sub|sup|table|u|ul)\b/i;

/** Whether something of it is lost when it becomes plain text. */
export function isFormatted(html: string): boolean {
  return FORMS.test(html);
}

export function plainText(html: Node): string {
  const out: string[] = [];
  write(html, "", out);
  return out
    .join("")
    .slice(0, WIDEST)
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function write(node: Node, quote: string, out: string[]): void {
  for (const child of node.childNodes) {
    if (child.nodeType === 3) {
      out.push((child.nodeValue ?? "").replace(/[ \t\r\n]+/g, " "));
    } else if (child.nodeType === 1) {
      element(child as Element, quote, out);
    }
  }
}

function element(one: Element, quote: string, out: string[]): void {
  const name = one.tagName;
  if (SILENT.test(name)) {
    return;
  }
  if (/^br$/i.test(name)) {
    out.push("\n");
    return;
  }
  if (/^blockquote$/i.test(name)) {
    const inner: string[] = [];
    write(one, quote, inner);
    const text = inner.join("").trim();
    const lines = text.split("\n", 20_000).map((line) => quoted(line.trim()));
    out.push(`\n${lines.join("\n")}\n`);
    return;
  }
  if (/^li$/i.test(name)) {
    out.push("\n- ");
  } else if (BLOCKS.test(name)) {
    fresh(out);
  } else if (/^(td|th)$/i.test(name) && one.previousElementSibling !== null) {
    out.push("\t");
  }
  write(one, quote, out);
  if (/^a$/i.test(name)) {
    target(one, out);
  }
  if (BLOCKS.test(name)) {
    fresh(out);
  }
}

/** As all programs count it: a sign for each time that it was quoted. */
export function quoted(line: string): string {
  return line.startsWith(">") ? `>${line}` : `> ${line}`.trimEnd();
}

/** Begins a line unless one has just begun. */
function fresh(out: string[]): void {
  const last = out.at(-1);
  if (last !== undefined && !last.endsWith("\n")) {
    out.push("\n");
  }
}

function target(link: Element, out: string[]): void {
  const href = link.getAttribute("href") ?? "";
  const text = link.textContent?.trim() ?? "";
  if (/^https?:/i.test(href) && text !== href && text !== "") {
    out.push(` <${href}>`);
  }
}
