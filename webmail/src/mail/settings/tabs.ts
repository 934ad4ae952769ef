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
      "settings.density",
      "settings.external",
      "settings.sending",
      "settings.undo",
      "settings.large",
      "settings.write.plain",
      "settings.mailto",
      "settings.keys",
      "settings.notices",
    ],
    load: () => import("./General.svelte"),
  },
  {
    id: "identities",
    title: "identity.title",
    finds: ["identity.new.use", "identity.name", "identity.replyTo", "identity.signature"],
    load: () => import("./Identities.svelte"),
  },
  {
    id: "away",
    title: "away.title",
    finds: ["away.from", "away.until", "away.message"],
    load: () => import("./Away.svelte"),
  },
  {
    id: "rules",
    title: "rule.title",
    finds: ["rule.card", "sieve.title"],
    load: () => import("./Rules.svelte"),
  },
  {
    id: "sweeps",
    title: "sweep.title",
    finds: ["sweep.card"],
    load: () => import("./Sweeps.svelte"),
  },
  {
    id: "senders",
    title: "sender.title",
    finds: ["sender.trusted", "sender.blocked", "sender.muted"],
    load: () => import("./Senders.svelte"),
  },
  {
    id: "templates",
    title: "template.title",
    finds: ["template.card"],
    load: () => import("./Templates.svelte"),
  },
  {
    id: "storage",
    title: "storage.title",
    finds: ["storage.full", "storage.folders", "storage.senders"],
    load: () => import("./Storage.svelte"),
  },
  {
    id: "transfer",
    title: "transfer.title",
    finds: ["import.file", "import.server", "job.title", "export.title"],
    load: () => import("./Transfer.svelte"),
  },
];
