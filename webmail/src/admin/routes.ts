/** The parts of the administration, each with an address of its own. */
import type { Right } from "../core/admin.ts";
import type { IconName } from "../ui/Icon.svelte";
import type { Key } from "../ui/words.ts";

type Section = {
  readonly id: string;
  readonly title: Key;
  readonly icon: IconName;
  /** What somebody needs to see it. */
  readonly right: Right;
};

type Group = { readonly title: Key; readonly sections: readonly Section[] };

export const GROUPS = [
  {
    title: "admin.server",
    sections: [{ id: "", title: "admin.overview", icon: "overview", right: "system.read" }],
  },
  {
    title: "admin.people",
    sections: [
      { id: "accounts", title: "admin.accounts", icon: "accounts", right: "accounts.read" },
      { id: "groups", title: "admin.groups", icon: "groups", right: "accounts.read" },
      { id: "domains", title: "admin.domains", icon: "domains", right: "domains.read" },
      { id: "tenants", title: "admin.tenants", icon: "tenants", right: "tenants.write" },
    ],
  },
  {
    title: "admin.mail",
    sections: [
      { id: "queue", title: "admin.queue", icon: "queue", right: "queue.read" },
      { id: "trace", title: "admin.trace", icon: "trace", right: "queue.read" },
      { id: "reports", title: "admin.reports", icon: "reports", right: "domains.read" },
    ],
  },
  {
    title: "admin.operation",
    sections: [
      {
        id: "certificates",
        title: "admin.certificates",
        icon: "certificates",
        right: "system.read",
      },
      { id: "settings", title: "admin.settings", icon: "settings", right: "system.read" },
      { id: "roles", title: "admin.roles", icon: "roles", right: "roles.write" },
      { id: "audit", title: "admin.audit", icon: "audit", right: "audit.read" },
    ],
  },
] as const satisfies readonly Group[];

export type SectionId = (typeof GROUPS)[number]["sections"][number]["id"];

/** A place: a section, and in it one thing by its name, or all. */
export type Place = { readonly section: SectionId; readonly subject: string };

export const SECTIONS: readonly (Section & { id: SectionId })[] = GROUPS.flatMap(
  (group) => group.sections as readonly (Section & { id: SectionId })[],
);

export function href(section: SectionId, subject = ""): string {
  const base = section === "" ? "/admin" : `/admin/${section}`;
  return subject === "" ? base : `${base}/${encodeURIComponent(subject)}`;
}

/** The place of an address; undefined for what is none. */
export function placeOf(pathname: string): Place | undefined {
  const [, admin, id = "", subject = "", ...more] = pathname.replace(/\/+$/, "").split("/");
  const section = SECTIONS.find((one) => one.id === id);
  if (admin !== "admin" || section === undefined || more.length > 0) {
    return undefined;
  }
  try {
    return { section: section.id, subject: decodeURIComponent(subject) };
  } catch {
    return undefined;
  }
}
