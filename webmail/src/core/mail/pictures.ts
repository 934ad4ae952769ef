/** Pictures within a text: in the page by addresses of its own, in the message by their Content-ID. */

/** HTML with the pictures' names in place of the page's addresses. */
export function named(html: string, pictures: ReadonlyMap<string, string>): string {
  let text = html.replace(/ data-kept="/g, ' src="').replace(/ data-blocked=""/g, "");
  for (const [cid, address] of pictures) {
    text = text.replaceAll(`"${address}"`, `"cid:${cid}"`);
  }
  return text;
}

export function newCid(random: () => string = () => crypto.randomUUID()): string {
  return `${random()}@mail`;
}

const DATA =
  /(<img\b[^>]*\ssrc=")data:(image\/(?:png|jpe?g|gif|webp));base64,([a-z0-9+/=\s]+)(")/gi;

/**
 * Has `data:` pictures made parts of their own.
 *
 * @param put takes a picture to the server; undefined when it could not, and the picture stays
 */
export async function carried<F extends { readonly cid: string | null }>(
  html: string,
  put: (octets: Uint8Array<ArrayBuffer>, type: string, base64: string) => Promise<F | undefined>,
): Promise<{ html: string; files: F[] }> {
  const found = new Map<string, F>();
  for (const [, , type = "", text = ""] of html.matchAll(DATA)) {
    const octets = decoded(text);
    const file =
      octets === undefined || found.has(text) ? undefined : await put(octets, type, text);
    if (file !== undefined) {
      found.set(text, file);
    }
  }
  const changed = html.replace(DATA, (all, before: string, _type, text: string, after: string) => {
    const cid = found.get(text)?.cid;
    return cid === undefined || cid === null ? all : `${before}cid:${cid}${after}`;
  });
  return { html: changed, files: [...found.values()] };
}

function decoded(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}
