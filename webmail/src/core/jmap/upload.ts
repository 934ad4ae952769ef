/**
 * Puts files on the server, part by part, over connections that break (docs/jmap.md, uploads in
 * parts). One that stopped goes on where it was.
 */
import { type Problem, problem, type Reply } from "../api.ts";
import type { Id } from "../jmap.ts";

export type Uploaded = { readonly blobId: Id; readonly type: string; readonly size: number };

export type Step = {
  readonly status: number;
  readonly headers: (name: string) => string | null;
  readonly json: unknown;
};

/** One request; status 0 when there was no answer. */
export type Carry = (
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Blob | undefined,
  progress: (sent: number) => void,
  signal: AbortSignal,
) => Promise<Step>;

/** Large enough to be quick, small enough that little is lost. */
const PART = 4 * 1024 * 1024;

/** Tries in a row that brought nothing. */
const MOST_TRIES = 8;

export type Wanted = {
  readonly url: string;
  readonly file: Blob;
  readonly type: string;
  readonly progress: (sent: number) => void;
  readonly signal: AbortSignal;
  readonly wait: (ms: number) => Promise<void>;
};

export async function upload(carry: Carry, wanted: Wanted): Promise<Reply<Uploaded>> {
  const { url, file, signal, progress } = wanted;
  const type = wanted.type === "" ? "application/octet-stream" : wanted.type;
  if (file.size <= PART) {
    return whole(carry, wanted, type);
  }
  const begin = { "Content-Type": type, "Upload-Complete": "?0", "Upload-Length": `${file.size}` };
  const begun = await carry("POST", url, begin, undefined, () => undefined, signal);
  const location = begun.headers("Location");
  if (begun.status !== 201 || location === null) {
    return refused(begun);
  }
  const at = location.replace(/^https?:\/\/[^/]*/, "");
  let offset = 0;
  for (let tries = 0; tries < MOST_TRIES; ) {
    const end = Math.min(file.size, offset + PART);
    const from = offset;
    const step = await carry(
      "PATCH",
      at,
      {
        "Content-Type": "application/partial-upload",
        "Upload-Offset": `${offset}`,
        "Upload-Complete": end === file.size ? "?1" : "?0",
      },
      file.slice(offset, end),
      (sent) => progress(from + sent),
      signal,
    );
    if (signal.aborted) {
      break;
    }
    if (isUploaded(step)) {
      progress(file.size);
      return { kind: "ok", value: step.json as Uploaded };
    }
    if (step.status >= 200 && step.status < 300) {
      offset = end;
      tries = 0;
    } else if (step.status === 0 || step.status === 409 || step.status >= 500) {
      tries++;
      await wanted.wait(500 * 2 ** Math.min(tries, 6));
      const asked = await carry("HEAD", at, {}, undefined, () => undefined, signal);
      offset = Number(asked.headers("Upload-Offset") ?? offset);
    } else {
      return refused(step);
    }
    progress(offset);
  }
  if (signal.aborted) {
    void carry("DELETE", at, {}, undefined, () => undefined, new AbortController().signal);
    return problem("upload.cancelled");
  }
  return problem("net.unreachable");
}

async function whole(carry: Carry, wanted: Wanted, type: string): Promise<Reply<Uploaded>> {
  const { url, file, signal, progress, wait } = wanted;
  for (let tries = 1; ; tries++) {
    const step = await carry("POST", url, { "Content-Type": type }, file, progress, signal);
    if (signal.aborted) {
      return problem("upload.cancelled");
    }
    const passing = step.status === 0 || step.status === 429 || step.status >= 500;
    if (!passing || tries === MOST_TRIES) {
      return isUploaded(step) ? { kind: "ok", value: step.json as Uploaded } : refused(step);
    }
    await wait(500 * 2 ** Math.min(tries, 6));
  }
}

function isUploaded({ status, json }: Step): boolean {
  return status >= 200 && status < 300 && typeof (json as Uploaded | null)?.blobId === "string";
}

function refused({ status, json }: Step): Reply<never> {
  const told = json as (Partial<Problem> & { type?: unknown }) | null;
  const known = typeof told?.key === "string" ? told.key : undefined;
  const limit = status === 413 || String(told?.type).endsWith(":limit");
  return problem(
    known ?? (limit ? "upload.tooLarge" : status === 0 ? "net.unreachable" : "net.answer"),
    status,
  );
}

/** With XMLHttpRequest, which alone tells how much has been sent. */
export const carry: Carry = (method, url, headers, body, progress, signal) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const none: Step = { status: 0, headers: () => null, json: undefined };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () =>
      resolve({
        status: request.status,
        headers: (name) => request.getResponseHeader(name),
        json: parsed(request.responseText),
      }),
    );
    for (const end of ["error", "abort", "timeout"]) {
      request.addEventListener(end, () => resolve(none));
    }
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) {
      resolve(none);
    } else {
      request.send(body ?? null);
    }
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
