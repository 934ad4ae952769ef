/**
 * What people type into the search field, in pieces that can be shown as chips and taken out one by
 * one. The server understands the same (docs/search.md); what is here only knows where pieces end.
 */

export type Piece = {
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
  /** Such as `from`; empty for words. */
  readonly operator: string;
  readonly value: string;
  readonly not: boolean;
};

export const OPERATORS = [
  "from",
  "to",
  "cc",
  "bcc",
  "subject",
  "body",
  "filename",
  "has",
  "is",
  "in",
  "list",
  "before",
  "after",
  "on",
  "larger",
  "smaller",
] as const;

const PIECE = /(-|\bNOT\s+)?(?:([a-z_]+):)?("(?:[^"\\]|\\.)*"?|[^\s"]+)/giu;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  for (const match of text.matchAll(PIECE)) {
    const [whole, not = "", name = "", value = ""] = match;
    const operator = OPERATORS.find((one) => one === name.toLowerCase()) ?? "";
    const plain = operator === "" && name !== "" ? `${name}:${value}` : value;
    found.push({
      start: match.index,
      end: match.index + whole.length,
      operator,
      value: plain.replace(/^"|"$/g, ""),
      not: not !== "",
    });
  }
  return found;
}

/** The text without a piece. */
export function without(text: string, piece: Piece): string {
  return `${text.slice(0, piece.start)} ${text.slice(piece.end)}`.replace(/\s+/g, " ").trim();
}

/** The text with a value of an operator put to it, in place of the one it had. */
export function withOperator(text: string, operator: string, value: string): string {
  const old = pieces(text).find((one) => one.operator === operator);
  const rest = old === undefined ? text.trim() : without(text, old);
  const quoted = /\s/.test(value) ? `"${value}"` : value;
  return `${rest} ${operator}:${quoted}`.trim();
}
