/**
 * Shows cleaned HTML in a frame that has a policy of its own, runs no script and loads nothing from
 * anywhere. What happens in it is heard from out here.
 */
import type { Cleaned } from "../../core/render/clean.ts";

export type Look = {
  /** Whether to show it in the colours of the dark. */
  readonly dark: boolean;
  readonly text: string;
  readonly ground: string;
  readonly accent: string;
};

export type Hears = {
  readonly height: (pixels: number) => void;
  readonly link: (text: string, href: string, event: MouseEvent) => void;
  readonly key: (event: KeyboardEvent) => void;
};

/** Where quotes begin, by the programs that write them. */
const QUOTES = [
  "blockquote[type=cite]",
  ".gmail_quote",
  ".gmail_quote_container",
  ".yahoo_quoted",
  ".protonmail_quote",
  "#divRplyFwdMsg",
  "#appendonsend ~ *",
  "#mail-editor-reference-message-container",
  "blockquote",
].join(",");

export type Frame = {
  readonly show: (cleaned: Cleaned, look: Look) => boolean;
  readonly quotes: (open: boolean) => void;
  readonly close: () => void;
};

/** Takes a frame whose page has loaded. */
export function frame(element: HTMLIFrameElement, hears: Hears): Frame | undefined {
  const page = element.contentDocument;
  if (page === null) {
    return undefined;
  }
  let last = 0;
  function measure(): void {
    const height = Math.ceil(page?.body?.getBoundingClientRect().height ?? 0);
    if (height !== last) {
      last = height;
      hears.height(height);
    }
  }
  const watch = new ResizeObserver(measure);
  watch.observe(page.body);
  page.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a[href]");
    if (link !== undefined && link !== null) {
      hears.link(link.textContent ?? "", link.getAttribute("href") ?? "", event);
    }
  });
  page.addEventListener("keydown", (event) => hears.key(event));
  return {
    show: (cleaned, look) => {
      const own = cleaned.coloured || cleaned.knowsDark;
      const root = page.documentElement;
      root.className = look.dark && !cleaned.knowsDark ? (own ? "turned" : "dark") : "light";
      root.style.setProperty("--text", look.text);
      root.style.setProperty("--ground", look.ground);
      root.style.setProperty("--accent", look.accent);
      page.body.innerHTML = cleaned.html;
      const quoted = fold(page);
      measure();
      return quoted;
    },
    quotes: (open) => page.documentElement.classList.toggle("open", open),
    close: () => watch.disconnect(),
  };
}

/** Marks what is quoted, unless nothing else stands there. */
function fold(page: Document): boolean {
  const first = page.body.querySelector(QUOTES);
  if (first === null) {
    return false;
  }
  const range = page.createRange();
  range.setStart(page.body, 0);
  range.setEndBefore(first);
  if (range.toString().trim() === "" && range.cloneContents().querySelector("img") === null) {
    return false;
  }
  for (const quote of page.body.querySelectorAll(QUOTES)) {
    if (quote.parentElement?.closest("[data-quote]") === null) {
      quote.setAttribute("data-quote", "");
    }
  }
  return true;
}
