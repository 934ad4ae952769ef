/** Lines of iCalendar and what they are in (RFC 5545 section 3.1). */

/** A line: `NAME;PARAM=value:value`. */
export type Line = {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly value: string;
};

/** The lines between BEGIN and END of a name, without those of blocks within. */
export function blocks(all: readonly Line[], name: string): Line[][] {
  const found: Line[][] = [];
  let block: Line[] | undefined;
  let within = 0;
  for (const line of all) {
    if (line.name === "BEGIN" && block === undefined && line.value.toUpperCase() === name) {
      block = [];
    } else if (block !== undefined && line.name === "BEGIN") {
      within++;
    } else if (block !== undefined && line.name === "END" && within > 0) {
      within--;
    } else if (block !== undefined && line.name === "END") {
      found.push(block);
      block = undefined;
    } else if (within === 0) {
      block?.push(line);
    }
  }
  return found;
}

export function lines(text: string): Line[] {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/\n[ \t]/g, "")
    .split("\n")
    .map(line)
    .filter((one) => one !== undefined);
}

function line(text: string): Line | undefined {
  const head = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^":;,]*)(?:,(?:"[^"]*"|[^":;,]*))*)*):/.exec(text);
  if (head === null) {
    return undefined;
  }
  const params: Record<string, string> = {};
  for (const [, key = "", value = ""] of (head[2] ?? "").matchAll(/;([\w-]+)=("[^"]*"|[^;]*)/g)) {
    params[key.toUpperCase()] = value.replace(/^"(.*)"$/, "$1");
  }
  return { name: (head[1] ?? "").toUpperCase(), params, value: text.slice(head[0].length).trim() };
}
