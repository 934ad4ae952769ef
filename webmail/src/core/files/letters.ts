/** Octets of a file as letters. */

/**
 * Reads them as they say they are written; where nothing is said as UTF-8, and what is none as
 * Windows writes in the West. A sign that is cut at the end is left out.
 */
export function letters(octets: Uint8Array, charset: string | null): string {
  const [a, b] = octets;
  const marked = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "";
  const said = /^(|us-ascii)$/i.test(charset ?? "") ? "" : (charset ?? "");
  for (const name of [marked, said, "utf-8"].filter((one) => one !== "")) {
    try {
      const fatal = name === "utf-8";
      return new TextDecoder(name, { fatal }).decode(octets, { stream: true });
    } catch {
      // Not so; the next way.
    }
  }
  return new TextDecoder("windows-1252").decode(octets);
}
