/** Tables in letters (RFC 4180), as the programs write them that part cells by other signs, too. */

const SIGNS = [",", ";", "\t", "|"];

/** More cells of a line are not shown. */
const MOST_CELLS = 100;

/**
 * The first lines of a table, each with its cells.
 *
 * @param most lines
 */
export function table(text: string, most: number): string[][] {
  const sign = parting(text);
  const lines: string[][] = [];
  let line: string[] = [];
  let cell = "";
  let quoted = false;
  function endCell(): void {
    if (line.length < MOST_CELLS) {
      line.push(cell);
    }
    cell = "";
  }
  function endLine(): void {
    endCell();
    if (line.length > 1 || line[0] !== "") {
      lines.push(line);
    }
    line = [];
  }
  for (let i = 0; i < text.length && lines.length < most; i++) {
    const at = text[i] ?? "";
    if (quoted && at === '"' && text[i + 1] === '"') {
      cell += at;
      i++;
    } else if (at === '"' && (quoted || cell === "")) {
      quoted = !quoted;
    } else if (!quoted && at === sign) {
      endCell();
    } else if (!quoted && (at === "\n" || at === "\r")) {
      endLine();
    } else {
      cell += at;
    }
  }
  if (lines.length < most && (cell !== "" || line.length > 0)) {
    endLine();
  }
  return lines;
}

/** What parts the cells: of the signs of the first line that stand outside quotes the most. */
function parting(text: string): string {
  const first = (/^[^\r\n]*/.exec(text)?.[0] ?? "").slice(0, 10_000).replace(/"[^"]*"/g, "");
  const counts = SIGNS.map((sign) => first.split(sign).length);
  return SIGNS[counts.indexOf(Math.max(...counts))] ?? ",";
}
