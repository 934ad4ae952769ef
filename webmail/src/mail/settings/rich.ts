/** Text with formats, as it is kept: its HTML, and the plain text that is made of it. */
import { plainText } from "../../core/mail/html-text.ts";
import { cleaning } from "../read/cleaning.ts";

export type Rich = { readonly html: string; readonly text: string };

/** What an editor has; of one in which nothing is, nothing. */
export async function rich(html: string): Promise<Rich> {
  const { fragment } = await cleaning();
  const text = plainText(fragment(html));
  return text === "" ? { html: "", text: "" } : { html, text };
}

/** For the editor: its HTML, else its plain text as such. */
export function begins({ html, text }: Rich): string {
  const lines = text.split("\n", 10_000).map((line) => `<div>${escaped(line) || "<br>"}</div>`);
  return html !== "" || text === "" ? html : lines.join("");
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
