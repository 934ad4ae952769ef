/**
 * HTML of mail without what could do harm or tell anybody that it is read. It is the first wall; the
 * second is the policy of the frame that shows it, which loads nothing but `data:` and `blob:`.
 */
import createDOMPurify, { type Config } from "dompurify";

export type Cleaned = {
  readonly html: string;
  /** Pictures from elsewhere, as the mail names them. */
  readonly remote: readonly string[];
  /** How many of them nobody could see: they are there to tell that somebody reads. */
  readonly trackers: number;
  /** Whether it brings colours of its own. */
  readonly coloured: boolean;
  /** Whether it says by itself how it looks in the dark. */
  readonly knowsDark: boolean;
};

export type Pictures = {
  /** By Content-ID: addresses that the page has made. */
  readonly inline: ReadonlyMap<string, string>;
  /** By the address in the mail: those that the server got for us. */
  readonly remote: ReadonlyMap<string, string>;
};

const CONFIG: Config = {
  // No SVG and no MathML: they bring a language of scripts and addresses of their own.
  USE_PROFILES: { html: true },
  FORCE_BODY: true,
  ADD_TAGS: ["style"],
  FORBID_TAGS: [
    "form",
    "input",
    "button",
    "select",
    "option",
    "textarea",
    "label",
    "fieldset",
    "video",
    "audio",
    "source",
    "track",
    "picture",
    "dialog",
    "template",
    "map",
    "area",
  ],
  FORBID_ATTR: ["srcset", "ping", "autofocus", "contenteditable", "popover", "usemap", "tabindex"],
  ALLOW_DATA_ATTR: false,
  // Values of other attributes are compared, too: what has no scheme is none's business here.
  ALLOWED_URI_REGEXP:
    /^(?:(?:https?|mailto|tel|cid):|data:image\/(?:png|jpe?g|gif|webp|bmp);|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i,
};

/** Where a picture comes from that is not shown while one writes. */
export const KEPT = "data-kept";

const CSS_URL = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)/gi;

/** Cleans for a page; the sanitizer of one window can be used again and again. */
export function cleaner(window: Window & typeof globalThis) {
  const purify = createDOMPurify(window);
  let remote: Set<string> = new Set();
  let trackers: Set<string> = new Set();
  let pictures: Pictures = { inline: new Map(), remote: new Map() };
  let coloured = false;
  /** Whether it is for others: what it names elsewhere stays for them. */
  let passedOn = false;
  /** Whether pictures from elsewhere stay named, though they are not shown. */
  let keeping = false;

  /** Where a picture really comes from; undefined to show none. */
  function picture(address: string): string | undefined {
    const plain = address.trim();
    if (passedOn) {
      return plain;
    }
    if (/^cid:/i.test(plain)) {
      return pictures.inline.get(decoded(plain.slice("cid:".length)));
    }
    if (/^data:image\//i.test(plain)) {
      return plain;
    }
    const full = plain.startsWith("//") ? `https:${plain}` : plain;
    if (!/^https?:/i.test(full)) {
      return undefined;
    }
    remote.add(plain);
    return pictures.remote.get(plain);
  }

  function css(text: string): string {
    if (passedOn) {
      return text;
    }
    const unescaped = text.replace(/\\[0-9a-f]{1,6}\s?|\\[^\n]/gi, (all) => decodedCss(all));
    return (
      unescaped
        .replace(/@import[^;]*(;|$)/gi, "")
        // Functions that take an address as a mere string: as no function at all.
        .replace(/(?:-[a-z]+-)?(?:image-set|cross-fade|src|image)\s*\(/gi, "none(")
        .replace(CSS_URL, (_, a?: string, b?: string, c?: string) => {
          const found = picture(a ?? b ?? c ?? "");
          return found === undefined ? "none" : `url("${found.replace(/"/g, "%22")}")`;
        })
    );
  }

  purify.addHook("uponSanitizeElement", (node, { tagName }) => {
    if (tagName === "style" && node.textContent !== null) {
      coloured ||= /\b(?:color|background)\b/i.test(node.textContent);
      node.textContent = css(node.textContent);
    }
  });
  purify.addHook("afterSanitizeAttributes", (element) => {
    if (element.tagName === "A" || element.hasAttribute("href")) {
      link(element);
    }
    for (const name of ["src", "background"]) {
      const address = element.getAttribute(name);
      if (address !== null) {
        if (name === "src" && isUnseen(element) && /^(https?:)?\/\//i.test(address.trim())) {
          trackers.add(address.trim());
        }
        const found = picture(address);
        element.removeAttribute(name);
        if (found !== undefined) {
          element.setAttribute(name, found);
        } else if (keeping && name === "src" && /^https?:/i.test(address.trim())) {
          element.setAttribute(KEPT, address.trim());
        } else if (name === "src") {
          element.setAttribute("data-blocked", "");
        }
      }
    }
    const style = element.getAttribute("style");
    if (style !== null) {
      coloured ||= /\b(?:color|background)\b/i.test(style);
      element.setAttribute("style", css(style));
    }
    coloured ||= element.hasAttribute("bgcolor") || element.hasAttribute("color");
  });

  function begin(with_: Pictures): void {
    remote = new Set();
    trackers = new Set();
    pictures = with_;
    coloured = false;
    passedOn = false;
    keeping = false;
  }

  return {
    clean(html: string, with_: Pictures): Cleaned {
      begin(with_);
      const clean = purify.sanitize(html, CONFIG);
      const knowsDark = /prefers-color-scheme\s*:\s*dark|color-scheme\s*:[^;}]*dark/i.test(html);
      return {
        html: String(clean),
        remote: [...remote],
        trackers: trackers.size,
        coloured,
        knowsDark,
      };
    },
    /** To be quoted: it looks as it did, and nothing in it runs at those who get it either. */
    quoted(html: string): string {
      begin(NO_PICTURES);
      passedOn = true;
      return String(purify.sanitize(html, CONFIG));
    },
    /**
     * Without pictures from elsewhere.
     *
     * @param inline those that came with it; none for what is only read by code
     * @param keep whether those from elsewhere stay named: it is one's own text that is gone on with
     */
    fragment(html: string, inline = NO_PICTURES.inline, keep = false): DocumentFragment {
      begin({ ...NO_PICTURES, inline });
      keeping = keep;
      return purify.sanitize(html, { ...CONFIG, RETURN_DOM_FRAGMENT: true });
    },
  };
}

/** A picture of a point, or none at all. */
function isUnseen(element: Element): boolean {
  const style = (element.getAttribute("style") ?? "").slice(0, 2000);
  const side = (name: string) =>
    /^\s*[01](px)?\s*$/i.test(element.getAttribute(name) ?? "") ||
    new RegExp(`(?:^|[;\\s])(?:max-)?${name}\\s*:\\s*[01](?:px)?\\s*(?:!|;|$)`, "i").test(style);
  return (side("width") && side("height")) || /(?:^|[;\s])display\s*:\s*none/i.test(style);
}

const NO_PICTURES: Pictures = { inline: new Map(), remote: new Map() };

function link(element: Element): void {
  const href = element.getAttribute("href") ?? "";
  if (/^(?:https?:|mailto:|tel:)/i.test(href.trim())) {
    element.setAttribute("target", "_blank");
    element.setAttribute("rel", "noopener noreferrer nofollow");
  } else if (!href.startsWith("#")) {
    element.removeAttribute("href");
  }
}

function decoded(cid: string): string {
  try {
    return decodeURIComponent(cid);
  } catch {
    return cid;
  }
}

/** What an escape of CSS stands for; `\75rl(` is `url(` to a browser. */
function decodedCss(sign: string): string {
  const hex = /^\\([0-9a-f]{1,6})/i.exec(sign)?.[1];
  if (hex === undefined) {
    return /[a-z@]/i.test(sign.slice(1)) ? sign.slice(1) : sign;
  }
  const code = Number.parseInt(hex, 16);
  const meant = code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  return /^[\w@:()/.-]$/.test(meant) ? meant : sign;
}

/** Whether a link leads elsewhere than its text says: both are hosts, and not of one site. */
export function misleads(text: string, href: string): boolean {
  if (text.length > 500) {
    return false; // no address, and long enough to keep an expression busy
  }
  const said = /^\s*(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/:?#]\S*)?\s*$/iu.exec(
    text,
  )?.[1];
  if (said === undefined) {
    return false;
  }
  try {
    const real = new URL(href).hostname.toLowerCase();
    const shown = new URL(`https://${said}`).hostname.toLowerCase();
    return real !== shown && !real.endsWith(`.${shown}`) && !shown.endsWith(`.${real}`);
  } catch {
    return false;
  }
}
