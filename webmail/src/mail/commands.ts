/** All that one can do with mail. What is not here, no button, menu or key can do. */
import type { Command } from "../core/commands.ts";
import type { Mailbox } from "../core/jmap.ts";
import { archive, mark, moveTo, remove } from "../core/mail/deeds.ts";
import { byRole, type Role } from "../core/mail/folders.ts";
import { keyword as keywordPatch, moved } from "../core/sync/rows.ts";
import type { IconName } from "../ui/Icon.svelte";
import type { Key } from "../ui/words.ts";
import type { Desk } from "./desk.svelte.ts";

export type MailCommand = Command<Desk> & { readonly title: Key; readonly icon?: IconName };

const always = () => true;
const some = (desk: Desk) => desk.chosen.all || desk.targets().length > 0;
const listed = (desk: Desk) => desk.place.settings === undefined && (desk.shown?.length ?? 0) > 0;
const opened = (desk: Desk) => desk.place.open !== undefined;
const role = (desk: Desk): string | null | undefined => desk.folder?.role;

/** Moves what is chosen, one by one or all of the list. */
export function move(desk: Desk, did: Key, to: Mailbox | undefined): void {
  if (to === undefined) {
    return;
  }
  if (desk.chosen.all) {
    const here = desk.folder?.id;
    desk.actOnAll(did, moved(here === undefined || here === to.id ? [] : [here], [to.id]));
  } else {
    const rows = desk.targets();
    desk.act(did, moveTo(rows, to, desk.folder?.id), rows);
  }
}

function box(desk: Desk, role: Role): Mailbox | undefined {
  return byRole(desk.mailboxes, role);
}

function go(id: string, title: Key, keys: string, to: Role): MailCommand {
  return {
    id,
    title,
    keys: [keys],
    when: (desk) => box(desk, to) !== undefined,
    run: (desk) => {
      const folder = box(desk, to)?.id;
      desk.goTo(folder === undefined ? {} : { folder });
    },
  };
}

/** Puts a keyword on, or takes it away. */
function marks(
  id: string,
  title: Key,
  did: Key,
  keyword: string,
  there: boolean,
  more: Pick<MailCommand, "keys" | "icon">,
): MailCommand {
  return {
    id,
    title,
    ...more,
    when: (desk) =>
      desk.chosen.all ||
      desk.targets().some((row) => (row.keywords[keyword] !== undefined) !== there),
    run: (desk) => {
      if (desk.chosen.all) {
        desk.actOnAll(did, keywordPatch(keyword, there));
        return;
      }
      const rows = desk.targets();
      desk.act(did, mark(rows, keyword, there), rows);
    },
  };
}

export const COMMANDS: readonly MailCommand[] = [
  {
    id: "compose",
    title: "cmd.compose",
    icon: "compose",
    keys: ["c"],
    when: always,
    run: (desk) => desk.write("new"),
  },
  {
    id: "answer",
    title: "cmd.answer",
    icon: "answer",
    keys: ["r"],
    when: opened,
    run: (desk) => desk.write("answer"),
  },
  {
    id: "answerAll",
    title: "cmd.answerAll",
    icon: "answerAll",
    keys: ["a"],
    when: opened,
    run: (desk) => desk.write("answerAll"),
  },
  {
    id: "forward",
    title: "cmd.forward",
    icon: "forward",
    keys: ["f"],
    when: opened,
    run: (desk) => desk.write("forward"),
  },
  {
    id: "archive",
    title: "cmd.archive",
    icon: "archive",
    keys: ["e"],
    when: (desk) => some(desk) && role(desk) !== "archive" && box(desk, "archive") !== undefined,
    run: (desk) => {
      if (desk.chosen.all) {
        move(desk, "did.archive", box(desk, "archive"));
        return;
      }
      const rows = desk.targets();
      desk.act("did.archive", archive(rows, desk.mailboxes, desk.folder?.id), rows);
    },
  },
  {
    id: "delete",
    title: "cmd.delete",
    icon: "trash",
    keys: ["#", "Delete"],
    when: some,
    run: (desk) => {
      if (desk.chosen.all) {
        if (role(desk) === "trash") {
          desk.actOnAll("did.destroy", null);
        } else {
          move(desk, "did.delete", box(desk, "trash"));
        }
        return;
      }
      const rows = desk.targets();
      const did = role(desk) === "trash" ? "did.destroy" : "did.delete";
      desk.act(did, remove(rows, desk.mailboxes), rows);
    },
  },
  {
    id: "junk",
    title: "cmd.junk",
    icon: "junk",
    keys: ["!"],
    when: (desk) => some(desk) && role(desk) !== "junk" && box(desk, "junk") !== undefined,
    run: (desk) => move(desk, "did.junk", box(desk, "junk")),
  },
  {
    id: "notJunk",
    title: "cmd.notJunk",
    icon: "inbox",
    keys: ["!"],
    when: (desk) => some(desk) && role(desk) === "junk",
    run: (desk) => move(desk, "did.notJunk", box(desk, "inbox")),
  },
  {
    id: "move",
    title: "cmd.move",
    icon: "move",
    keys: ["v"],
    when: some,
    run: (desk) => desk.show("move"),
  },
  {
    id: "copy",
    title: "cmd.copy",
    when: (desk) => !desk.chosen.all && desk.targets().length > 0,
    run: (desk) => desk.show("copy"),
  },
  {
    id: "snooze",
    title: "cmd.snooze",
    icon: "clock",
    keys: ["b"],
    when: (desk) => !desk.chosen.all && desk.targets().length > 0 && role(desk) !== "drafts",
    run: (desk) => desk.show("snooze"),
  },
  {
    id: "newFolder",
    title: "mail.folder.new",
    icon: "plus",
    when: always,
    run: (desk) => desk.show("newFolder"),
  },
  {
    id: "block",
    title: "cmd.block",
    when: (desk) => desk.targets().some((row) => row.from?.[0] !== undefined),
    run: (desk) => desk.block(),
  },
  {
    id: "rule",
    title: "cmd.rule",
    when: (desk) => !desk.chosen.all && desk.targets().length > 0,
    run: (desk) => desk.show("rule"),
  },
  {
    id: "sweep",
    title: "cmd.sweep",
    when: (desk) => !desk.chosen.all && desk.targets().length > 0,
    run: (desk) => desk.show("sweep"),
  },
  marks("read", "cmd.read", "did.read", "$seen", true, { keys: ["Shift+I"], icon: "mail" }),
  marks("unread", "cmd.unread", "did.unread", "$seen", false, {
    keys: ["Shift+U"],
    icon: "unread",
  }),
  marks("flag", "cmd.flag", "did.flag", "$flagged", true, { keys: ["s"], icon: "flag" }),
  marks("unflag", "cmd.unflag", "did.unflag", "$flagged", false, { keys: ["s"], icon: "flag" }),
  marks("mute", "cmd.mute", "did.mute", "$muted", true, { keys: ["m"], icon: "mute" }),
  marks("unmute", "cmd.unmute", "did.unmute", "$muted", false, { keys: ["m"], icon: "mute" }),
  {
    id: "next",
    title: "cmd.next",
    keys: ["j", "ArrowDown"],
    when: listed,
    run: (desk) => desk.step(1),
  },
  {
    id: "previous",
    title: "cmd.previous",
    keys: ["k", "ArrowUp"],
    when: listed,
    run: (desk) => desk.step(-1),
  },
  {
    id: "open",
    title: "cmd.open",
    keys: ["o", "Enter"],
    when: listed,
    run: (desk) => desk.openAt(desk.cursor),
  },
  {
    id: "close",
    title: "cmd.close",
    keys: ["u", "Escape"],
    when: (desk) => opened(desk) || desk.chosen.all || desk.chosen.ids.size > 0,
    run: (desk) => {
      if (desk.chosen.all || desk.chosen.ids.size > 0) {
        desk.chooseNone();
      } else {
        desk.go({ open: undefined });
      }
    },
  },
  {
    id: "choose",
    title: "cmd.choose",
    keys: ["x"],
    when: listed,
    run: (desk) => {
      const id = desk.shown?.at(desk.cursor);
      if (id !== undefined) {
        desk.choose(id, !desk.isChosen(id));
      }
    },
  },
  {
    id: "search",
    title: "cmd.search",
    icon: "search",
    keys: ["/"],
    when: always,
    run: (desk) => desk.show("search"),
  },
  {
    id: "undo",
    title: "cmd.undo",
    keys: ["z", "Ctrl+z"],
    when: always,
    run: (desk) => desk.undo(),
  },
  {
    id: "palette",
    title: "cmd.palette",
    keys: ["Ctrl+k"],
    when: always,
    run: (desk) => desk.show("palette"),
  },
  {
    id: "settings",
    title: "settings.title",
    icon: "settings",
    keys: ["g s"],
    when: always,
    run: (desk) => desk.go({ settings: "" }),
  },
  { id: "help", title: "cmd.help", keys: ["?"], when: always, run: (desk) => desk.show("keys") },
  go("inbox", "cmd.inbox", "g i", "inbox"),
  go("sent", "cmd.sent", "g t", "sent"),
  go("drafts", "cmd.drafts", "g d", "drafts"),
  go("archived", "cmd.archived", "g a", "archive"),
  {
    id: "refresh",
    title: "cmd.refresh",
    icon: "refresh",
    keys: ["g r"],
    when: always,
    run: (desk) => void desk.account.sync(),
  },
  {
    id: "source",
    title: "cmd.source",
    when: opened,
    run: (desk) => desk.show("source"),
  },
  {
    id: "why",
    title: "cmd.why",
    when: opened,
    run: (desk) => desk.explain(desk.place.open),
  },
  {
    id: "print",
    title: "cmd.print",
    icon: "print",
    keys: ["p"],
    when: opened,
    run: () => print(),
  },
];

export function command(id: string): MailCommand {
  const found = COMMANDS.find((one) => one.id === id);
  if (found === undefined) {
    throw new Error(`no command ${id}`);
  }
  return found;
}
