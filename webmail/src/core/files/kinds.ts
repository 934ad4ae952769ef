/** What a file of an email is, and so how it can be looked at. */
import type { Part } from "../mail/bodies.ts";

export type Kind = "picture" | "text" | "table" | "card" | "event" | "sound" | "film" | "message";

/**
 * Only what browsers draw, and never SVG, which is a document. No PDF either: browsers show it in no
 * frame that is sandboxed, and in any other its scripts open dialogs in the name of this page.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  "image/png": "picture",
  "image/jpeg": "picture",
  "image/jpg": "picture",
  "image/pjpeg": "picture",
  "image/gif": "picture",
  "image/webp": "picture",
  "image/bmp": "picture",
  "image/avif": "picture",
  "text/plain": "text",
  "text/markdown": "text",
  "text/csv": "table",
  "text/tab-separated-values": "table",
  "text/vcard": "card",
  "text/x-vcard": "card",
  "text/directory": "card",
  "text/calendar": "event",
  "application/ics": "event",
  "audio/mpeg": "sound",
  "audio/mp3": "sound",
  "audio/mp4": "sound",
  "audio/x-m4a": "sound",
  "audio/aac": "sound",
  "audio/ogg": "sound",
  "audio/opus": "sound",
  "audio/wav": "sound",
  "audio/x-wav": "sound",
  "audio/flac": "sound",
  "audio/webm": "sound",
  "video/mp4": "film",
  "video/webm": "film",
  "video/ogg": "film",
  "message/rfc822": "message",
  "message/global": "message",
};

/** By the end of a name. */
const TYPES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  bmp: "image/bmp",
  avif: "image/avif",
  pdf: "application/pdf",
  txt: "text/plain",
  log: "text/plain",
  md: "text/plain",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  vcf: "text/vcard",
  ics: "text/calendar",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  oga: "audio/ogg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  wav: "audio/wav",
  flac: "audio/flac",
  mp4: "video/mp4",
  m4v: "video/mp4",
  webm: "video/webm",
  ogv: "video/ogg",
  eml: "message/rfc822",
};

/** Types that say nothing, or that some programs give to whatever they do not know. */
const VAGUE = /^(|application\/(octet-stream|x-unknown|unknown|binary|force-download|x-download))$/;

/** What programs say of a table that they can open, and of any file of letters. */
const LOOSE = /^(text\/plain|application\/vnd\.ms-excel|application\/csv)$/;

/** The media type: by the name where the type that was sent says nothing. */
export function typeOf({ type, name }: Pick<Part, "type" | "name">): string {
  const said = type.toLowerCase().trim();
  const dot = (name ?? "").lastIndexOf(".");
  const named = TYPES[(name ?? "").slice(dot + 1).toLowerCase()];
  if (named === undefined || dot < 0) {
    return said;
  }
  const isLetters = named.startsWith("text/");
  return VAGUE.test(said) || (LOOSE.test(said) && isLetters) ? named : said;
}

/** How it is looked at; undefined for what can only be saved. */
export function kindOf(part: Pick<Part, "type" | "name">): Kind | undefined {
  return KINDS[typeOf(part)];
}

/** Whether it can be shown within a text. */
export function isPicture(type: string): boolean {
  return KINDS[type.toLowerCase()] === "picture";
}
