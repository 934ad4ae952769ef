/** What may be said of a sender, in words. */
import type { SenderChoice } from "../../core/jmap.ts";
import type { Key } from "../../ui/words.ts";

export const CHOICES: { readonly [choice in SenderChoice["choice"]]: Key } = {
  trusted: "sender.trusted",
  blocked: "sender.blocked",
  muted: "sender.muted",
};

export const HINTS: { readonly [choice in SenderChoice["choice"]]: Key } = {
  trusted: "sender.trusted.hint",
  blocked: "sender.blocked.hint",
  muted: "sender.muted.hint",
};
