/** The mail page as its parts use it: the box, the composers, and what is shown on top. */
import { isTyping, Keys, keyOf } from "../core/commands.ts";
import type { Id } from "../core/jmap.ts";
import type { Part } from "../core/mail/bodies.ts";
import { t } from "../ui/words.ts";
import type { Box } from "./box.svelte.ts";
import { COMMANDS } from "./commands.ts";
import { type Notices, notices } from "./notices.svelte.ts";
import type { Writing } from "./write/writing.svelte.ts";

/** What is opened comes first. */
const BESIDE_MS = 300;

/** What can lie over the page, or be given the focus. */
export type Panel =
  | "move"
  | "search"
  | "palette"
  | "keys"
  | "source"
  | "copy"
  | "newFolder"
  | "snooze"
  | "rule"
  | "sweep";

export type Desk = Box & {
  readonly writing: Writing;
  readonly notices: Notices;
  readonly panel: Panel | undefined;
  readonly show: (panel: Panel | undefined) => void;
  readonly write: (kind: "new" | "answer" | "answerAll" | "forward") => void;
  readonly openAt: (index: number) => void;
  readonly step: (by: number) => void;
  readonly undo: () => void;
  /** Does what a key means; in a field it means what it always does. */
  readonly key: (event: KeyboardEvent) => void;
  /** A folder that is changed. */
  readonly changed: Id | undefined;
  readonly change: (folder: Id | undefined) => void;
  /** Attachments that are looked at, one at a time. */
  readonly viewed: Viewed | undefined;
  readonly view: (files: Viewed | undefined) => void;
  /** An email of which somebody wants to know why it is where it is. */
  readonly explained: Id | undefined;
  readonly explain: (id: Id | undefined) => void;
  /** A link that may not be what it says. */
  readonly link: Link | undefined;
  readonly checkLink: (link: Link | undefined) => void;
};

/** Files, and which of them is looked at. */
export type Viewed = { readonly files: readonly Part[]; readonly at: number };

export type Link = { readonly text: string; readonly href: string };

export function desk(box: Box, writing: Writing): Desk {
  let panel = $state<Panel>();
  let changed = $state.raw<Id>();
  let viewed = $state.raw<Viewed>();
  let explained = $state.raw<Id>();
  let link = $state.raw<Link>();
  const keys = new Keys<Desk>(COMMANDS, () => Date.now());

  function key(event: KeyboardEvent): void {
    const pressed = keyOf(event);
    const typing = isTyping(event.target) && !pressed.startsWith("Ctrl+k");
    const writes = (event.target as Element | null)?.closest?.(".composers") != null;
    const busy = writes || document.querySelector("dialog[open]") !== null;
    // Who speaks to the page, or shakes, does not want letters to be commands (WCAG 2.1.4).
    const single = /^(Shift\+)?.$/u.test(pressed) && !box.likings.get("singleKeys");
    if (typing || busy || single || event.defaultPrevented || event.isComposing) {
      return;
    }
    // A button or a link is pressed by Enter, whatever else it means.
    const target = event.target as Element | null;
    if (pressed === "Enter" && target?.closest?.("a, button, summary, [role=button]")) {
      return;
    }
    const meant = keys.press(pressed, all);
    if (meant !== undefined) {
      event.preventDefault();
    }
    if (meant !== undefined && meant !== "begun") {
      meant.run(all);
    }
  }

  /** The last one of what is open: that is what is answered. */
  function openEmail(): Id | undefined {
    const { open } = box.place;
    const row = open === undefined ? undefined : box.account.row(open);
    const thread =
      row && box.list?.list.query.collapseThreads ? box.account.thread(row.threadId) : [];
    const whole = thread.filter((one) => one.keywords["$draft"] === undefined);
    return whole.at(-1)?.id ?? open;
  }

  /** The neighbours are there when their turn comes. */
  function beside(index: number): void {
    setTimeout(() => {
      for (const near of [index + 1, index - 1]) {
        const id = near < 0 ? undefined : box.shown?.at(near);
        if (id !== undefined) {
          void box.bodies.body(id);
        }
      }
    }, BESIDE_MS);
  }

  function openAt(index: number): void {
    const id = box.shown?.at(index);
    box.cursor = index;
    if (id === undefined) {
      return;
    }
    beside(index);
    if (box.account.row(id)?.keywords["$draft"] !== undefined) {
      writing.edit(id);
    } else {
      box.go({ open: id }, box.place.open === undefined ? "push" : "replace");
    }
  }

  const own = {
    writing,
    notices: notices(box, localStorage),
    get panel() {
      return panel;
    },
    show: (next: Panel | undefined) => {
      panel = next;
    },
    write: (kind: "new" | "answer" | "answerAll" | "forward") => {
      const id = openEmail();
      if (kind === "new") {
        writing.compose();
      } else if (id !== undefined) {
        writing.answer(id, kind);
      }
    },
    key,
    get changed() {
      return changed;
    },
    change: (folder: Id | undefined) => {
      changed = folder;
    },
    get viewed() {
      return viewed;
    },
    view: (files: Viewed | undefined) => {
      viewed = files;
    },
    get explained() {
      return explained;
    },
    explain: (id: Id | undefined) => {
      explained = id;
    },
    get link() {
      return link;
    },
    checkLink: (next: Link | undefined) => {
      link = next;
    },
    openAt,
    step: (by: number) => {
      const last = Math.max(0, (box.shown?.length ?? 1) - 1);
      const next = Math.max(0, Math.min(last, box.cursor + by));
      box.cursor = next;
      const id = box.shown?.at(next);
      if (box.place.open !== undefined && id !== undefined) {
        openAt(next);
      }
    },
    undo: () => {
      if (box.toasts.undoLast()) {
        box.toasts.say(t("did.undone"));
      }
    },
  };
  const all = Object.defineProperties(own, Object.getOwnPropertyDescriptors(box)) as Desk;
  return all;
}
