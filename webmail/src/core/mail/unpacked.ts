/** What Outlook packs into a `winmail.dat`, shown as if it had been sent as others send it. */
import type { UnpackedFile } from "../jmap.ts";
import type { Body, Part } from "./bodies.ts";

/** By the part that it is packed into; null for one that cannot be read. */
export type Unpacked = Readonly<Record<string, readonly UnpackedFile[] | null>> | null;

export function isPacked({ type, name }: Pick<Part, "type" | "name">): boolean {
  return /^application\/(vnd\.)?ms-tnef$/i.test(type) || /^winmail\.dat$/i.test(name ?? "");
}

/** The text of the email itself, where it is nowhere else. */
export function textOf(unpacked: Unpacked): UnpackedFile | undefined {
  return Object.values(unpacked ?? {})
    .flatMap((files) => files ?? [])
    .find((one) => one.isBody);
}

/** @param text what the email's own text says, if that is in there */
export function unpack(body: Body, unpacked: Unpacked, text?: string): Body {
  const attachments = body.attachments.flatMap((part): readonly Part[] => {
    const files = unpacked?.[part.partId ?? ""] ?? [];
    // One with nothing in it is saved as it is, for whoever has a program that knows better.
    return files.length === 0 ? [part] : files.filter((one) => !one.isBody).map(asPart);
  });
  const words = textOf(unpacked);
  if (words === undefined || text === undefined) {
    return { ...body, attachments };
  }
  const shown: readonly Part[] = [asPart(words)];
  const value = {
    value: text.replace(/^\uFEFF/, ""),
    isEncodingProblem: false,
    isTruncated: false,
  };
  return {
    ...body,
    attachments,
    textBody: shown,
    htmlBody: shown,
    bodyValues: { ...body.bodyValues, [words.blobId]: value },
  };
}

/** Its blob stands for its place: it has none among the parts. */
function asPart({ blobId, name, type, size, cid }: UnpackedFile): Part {
  return { partId: blobId, blobId, size, name, type, disposition: null, cid, charset: "utf-8" };
}
