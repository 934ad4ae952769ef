/**
 * Where HTML of strangers becomes markup: in a frame of its own, whose policy lets nothing in and
 * runs nothing, before any of it comes near the page. The frame is there as soon as it is needed.
 */
import type { Cleaned, Pictures } from "../../core/render/clean.ts";

type Cleaning = {
  readonly clean: (html: string, pictures: Pictures) => Cleaned;
  readonly quoted: (html: string) => string;
  /** Without pictures from elsewhere, for an editor or for being read by code. */
  readonly fragment: (
    html: string,
    inline?: ReadonlyMap<string, string>,
    keep?: boolean,
  ) => DocumentFragment;
};

let made: Promise<Cleaning> | undefined;

export function cleaning(): Promise<Cleaning> {
  made ??= make();
  return made;
}

/** What cleans comes when it is needed: the list does not need it. */
async function make(): Promise<Cleaning> {
  const [{ cleaner }, view] = await Promise.all([import("../../core/render/clean.ts"), frame()]);
  return cleaner(view);
}

function frame(): Promise<Window & typeof globalThis> {
  return new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.sandbox.add("allow-same-origin");
    frame.hidden = true;
    frame.addEventListener("load", () => {
      const view = frame.contentWindow;
      if (view !== null) {
        resolve(view as Window & typeof globalThis);
      }
    });
    frame.src = "/mailframe.html";
    document.body.append(frame);
  });
}
