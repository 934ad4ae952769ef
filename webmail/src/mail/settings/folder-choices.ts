/** Folders to choose from, by their whole paths: two of one name are told apart. */
import type { Id } from "../../core/jmap.ts";
import { flat, path, tree } from "../../core/mail/folders.ts";
import { languageTag, t } from "../../ui/words.ts";
import { folderName } from "../box.svelte.ts";
import type { Desk } from "../desk.svelte.ts";

/** One that is not there any more is said to be gone. */
export function pathOf(desk: Desk, id: Id): string {
  const found = path(desk.mailboxes, id);
  return found.length === 0 ? t("folder.gone") : found.map(folderName).join(" / ");
}

/** @param none what stands for no folder */
export function folderChoices(desk: Desk, none: string): { value: string; text: string }[] {
  return [
    { value: "", text: none },
    ...flat(tree(desk.mailboxes, languageTag())).map(({ mailbox }) => ({
      value: mailbox.id,
      text: pathOf(desk, mailbox.id),
    })),
  ];
}

/** The same where nothing means the inbox. */
export function sourceChoices(desk: Desk): { value: string; text: string }[] {
  const inbox = desk.mailboxes.find(({ role }) => role === "inbox");
  return folderChoices(desk, t("mail.inbox")).filter(({ value }) => value !== inbox?.id);
}
