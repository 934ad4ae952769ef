/** The parts of the settings, in their order. Each has an address of its own. */
import type { Component } from "svelte";
import type { Key } from "../../ui/words.ts";
import type { Desk } from "../desk.svelte.ts";

export type Tab = {
  /** Stands in the address. */
  readonly id: string;
  readonly title: Key;
  /** The titles of what is on it: what the search of the settings finds, beside its own. */
  readonly finds: readonly Key[];
  readonly load: () => Promise<{ default: Component<{ desk: Desk }> }>;
};

export const TABS: readonly Tab[] = [
  {
    id: "general",
    title: "settings.general",
    finds: [
      "settings.reading",
      "settings.threads",
      "settings.sending",
      "settings.undo",
      "settings.large",
      "settings.write.plain",
      "settings.mailto",
      "settings.keys",
    ],
    load: () => import("./General.svelte"),
  },
];
