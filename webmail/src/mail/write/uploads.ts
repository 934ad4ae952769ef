/** Files on their way into a message, and pictures on their way into its text. */
import { isPicture } from "../../core/files/kinds.ts";
import { expand } from "../../core/jmap/session.ts";
import { carry, type Uploaded, upload } from "../../core/jmap/upload.ts";
import type { Carried, File } from "../../core/mail/draft.ts";
import { carried, newCid } from "../../core/mail/pictures.ts";
import { bytes, t, why } from "../../ui/words.ts";
import type { Box } from "../box.svelte.ts";
import { blobUrl } from "../read/pictures.svelte.ts";
import type { Composer, Upload } from "./composer.svelte.ts";

type Given = globalThis.File;

export function uploads(box: Box) {
  const { session, account, toasts } = box;
  const url = expand(session.uploadUrl, { accountId: account.id });
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  /** Pictures of signatures and templates, which come again and again, by what is in them. */
  const known = new Map<string, File>();

  function fits(file: Given): boolean {
    const most = session.limits.maxSizeUpload;
    if (file.size > most) {
      toasts.fail(t("write.attach.large", file.name, bytes(most)));
    }
    return file.size <= most;
  }

  /** Uploads it in sight of who writes; calls `done` once it is there. */
  async function put(one: Composer, file: Given, done: (blob: Uploaded) => void): Promise<void> {
    const stop = new AbortController();
    let shown: Upload = {
      name: file.name,
      percent: 0,
      failed: "",
      cancel: () => {
        stop.abort();
        show(undefined);
      },
      again: () => {
        show(undefined);
        void put(one, file, done);
      },
    };
    function show(next: Upload | undefined): void {
      const others = one.uploads.filter((other) => other !== shown);
      if (next !== undefined) {
        shown = next;
      }
      one.uploads = next === undefined ? others : [...others, next];
    }
    one.uploads = [...one.uploads, shown];
    const reply = await upload(carry, {
      url,
      file,
      type: file.type,
      progress: (sent) => show({ ...shown, percent: Math.floor((sent * 100) / (file.size || 1)) }),
      signal: stop.signal,
      wait,
    });
    if (stop.signal.aborted) {
      return;
    }
    if (reply.kind === "problem") {
      show({ ...shown, failed: why(reply.problem) });
      return;
    }
    show(undefined);
    done(reply.value);
  }

  function added(
    one: Composer,
    given: Given,
    { blobId, size }: Uploaded,
    cid: string | null,
  ): void {
    const type = given.type === "" ? "application/octet-stream" : given.type;
    const file: File = { blobId, size, type, name: given.name, cid };
    one.draft.change({ files: [...one.draft.text.files, file] });
  }

  async function small(
    octets: Uint8Array<ArrayBuffer>,
    type: string,
    key: string,
  ): Promise<File | undefined> {
    const there = known.get(key);
    if (there !== undefined) {
      return there;
    }
    const file = new Blob([octets], { type });
    const progress = () => undefined;
    const { signal } = new AbortController();
    const reply = await upload(carry, { url, file, type, progress, signal, wait });
    if (reply.kind === "problem") {
      return undefined;
    }
    const { blobId, size } = reply.value;
    const name = `picture.${type.slice("image/".length)}`;
    const made: File = { blobId, size, type, name, cid: newCid() };
    known.set(key, made);
    return made;
  }

  return {
    /** Uploads it, and leaves it to the caller what becomes of it. */
    upload: (one: Composer, file: Given, done: (blob: Uploaded) => void) =>
      void put(one, file, done),
    attach(one: Composer, files: readonly Given[]): void {
      for (const file of files.filter(fits)) {
        void put(one, file, (blob) => added(one, file, blob, null));
      }
    },
    /** The address that a picture has in the page; it is shown at once and uploaded meanwhile. */
    picture(one: Composer, file: Given): string | undefined {
      if (!fits(file)) {
        return undefined;
      }
      const cid = newCid();
      const address = URL.createObjectURL(file);
      one.pictures.set(cid, address);
      void put(one, file, (blob) => added(one, file, blob, cid));
      return address;
    },
    /** The addresses that pictures of a message have in the page, for as long as it is written. */
    async open(files: readonly File[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      await Promise.all(
        files.map(async ({ blobId, name, type, cid }) => {
          if (cid !== null) {
            const part = { ...NO_PART, blobId, name, type };
            const blob = isPicture(type)
              ? await got(blobUrl(session, account.id, part))
              : undefined;
            // One that cannot be had or shown keeps its place in the text.
            found.set(
              cid,
              URL.createObjectURL(new Blob(blob === undefined ? [] : [blob], { type })),
            );
          }
        }),
      );
      return found;
    },
    carry: (html: string): Promise<Carried> => carried(html, small),
  };
}

async function got(url: string): Promise<Blob | undefined> {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.blob() : undefined;
  } catch {
    return undefined;
  }
}

export function forget({ pictures }: Composer): void {
  for (const address of pictures.values()) {
    URL.revokeObjectURL(address);
  }
}

const NO_PART = { partId: null, size: 0, disposition: null, cid: null, charset: null };
