/** The pictures of one message: those that came with it, and others when the reader wants them. */

import { kindOf, typeOf } from "../../core/files/kinds.ts";
import { expand, type Session } from "../../core/jmap/session.ts";
import type { Id } from "../../core/jmap.ts";
import type { Body, Part } from "../../core/mail/bodies.ts";
import type { Pictures } from "../../core/render/clean.ts";

const IMAGES = "urn:mailstead:params:jmap:images";

/** More are not got for one message. */
const MOST = 300;
const AT_ONCE = 6;

export function blobUrl(session: Session, accountId: Id, part: Part, type = part.type): string {
  return expand(session.downloadUrl, {
    accountId,
    blobId: part.blobId ?? "",
    name: part.name ?? "file",
    type,
  });
}

/** For a blob that is no part of an email. */
export const NO_PART: Part = {
  partId: null,
  blobId: null,
  size: 0,
  name: null,
  type: "",
  disposition: null,
  cid: null,
  charset: null,
};

export function pictures(session: Session, accountId: Id, body: Body) {
  let inline = $state.raw<ReadonlyMap<string, string>>(new Map());
  let remote = $state.raw<ReadonlyMap<string, string>>(new Map());
  let failed = $state(0);
  let asked = $state(false);
  const made: string[] = [];
  let closed = false;

  async function get(url: string, type: string): Promise<string | undefined> {
    try {
      const answer = await fetch(url, { credentials: "same-origin" });
      const blob = answer.ok ? await answer.blob() : undefined;
      if (blob === undefined || closed) {
        return undefined;
      }
      const address = URL.createObjectURL(type === "" ? blob : new Blob([blob], { type }));
      made.push(address);
      return address;
    } catch {
      return undefined;
    }
  }

  async function each<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
    const left = [...all];
    const worker = async () => {
      for (let next = left.shift(); next !== undefined && !closed; next = left.shift()) {
        await work(next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  async function loadInline(): Promise<void> {
    const parts = [...body.attachments, ...body.htmlBody].filter(
      (part) => part.cid !== null && part.blobId !== null && kindOf(part) === "picture",
    );
    const found = new Map<string, string>();
    await each(parts.slice(0, MOST), async (part) => {
      const url = await get(blobUrl(session, accountId, part), typeOf(part));
      if (url !== undefined && part.cid !== null) {
        found.set(part.cid, url);
      }
    });
    if (found.size > 0) {
      inline = found;
    }
  }

  void loadInline();

  return {
    get pictures(): Pictures {
      return { inline, remote };
    },
    get failed() {
      return failed;
    },
    /** Whether the reader has wanted those from elsewhere. */
    get asked() {
      return asked;
    },
    /** Whether the server gets pictures for us at all: of emails that it has, not of files in them. */
    get canAsk() {
      return session.capabilities[IMAGES] !== undefined && body.id !== "";
    },
    async load(addresses: readonly string[]): Promise<void> {
      const template = session.capabilities[IMAGES]?.["imageUrl"];
      if (asked || typeof template !== "string") {
        return;
      }
      asked = true;
      const here = template.replace(/^https?:\/\/[^/]*/, "");
      const found = new Map<string, string>();
      await each(addresses.slice(0, MOST), async (address) => {
        const url = await get(expand(here, { accountId, emailId: body.id, url: address }), "");
        if (url === undefined) {
          failed++;
        } else {
          found.set(address, url);
        }
      });
      remote = found;
    },
    close(): void {
      closed = true;
      for (const address of made) {
        URL.revokeObjectURL(address);
      }
    },
  };
}
