/** Where one is in one's mail; every place has an address. */
import type { Id } from "../core/jmap.ts";

export type Place = {
  /** The folder; undefined for the inbox, or in a search. */
  readonly folder: Id | undefined;
  readonly search: string | undefined;
  /** The conversation or email that is open. */
  readonly open: Id | undefined;
  readonly filter: QuickFilter;
  /** The newest first without it. */
  readonly order?: Order | undefined;
  /** The part of the settings that is shown over it all; empty for the first. */
  readonly settings?: string | undefined;
};

export const FILTERS = ["all", "unread", "flagged", "attachment"] as const;
export type QuickFilter = (typeof FILTERS)[number];

/** What stands first in a list. */
export const ORDERS = [
  "newest",
  "oldest",
  "sender",
  "subject",
  "largest",
  "unread",
  "flagged",
] as const;
export type Order = (typeof ORDERS)[number];

const ROOT = "/mail";

export function placeOf(url: URL): Place {
  const parts = url.pathname.split("/", 10).slice(2).map(decoded);
  const filter = FILTERS.find((one) => one === url.searchParams.get("show")) ?? "all";
  const order = ORDERS.find((one) => one === url.searchParams.get("sort"));
  const search = url.searchParams.get("q");
  if (parts[0] === "settings") {
    const settings = parts[1] ?? "";
    return { folder: undefined, search: undefined, open: undefined, filter: "all", settings };
  }
  if (parts[0] === "search" && search !== null) {
    return { folder: undefined, search, open: parts[1], filter, order };
  }
  return parts[0] === "folder"
    ? { folder: parts[1], search: undefined, open: parts[2], filter, order }
    : {
        folder: undefined,
        search: undefined,
        open: parts[0] === "open" ? parts[1] : undefined,
        filter,
        order,
      };
}

export function addressOf({ folder, search, open, filter, order, settings }: Place): string {
  if (settings !== undefined) {
    return `${ROOT}/settings${settings === "" ? "" : `/${encodeURIComponent(settings)}`}`;
  }
  const last = open === undefined ? "" : `/${encodeURIComponent(open)}`;
  const query = new URLSearchParams();
  if (filter !== "all") {
    query.set("show", filter);
  }
  if (order !== undefined && order !== "newest") {
    query.set("sort", order);
  }
  if (search !== undefined) {
    query.set("q", search);
    return `${ROOT}/search${last}?${query}`;
  }
  const asked = query.size === 0 ? "" : `?${query}`;
  if (folder !== undefined) {
    return `${ROOT}/folder/${encodeURIComponent(folder)}${last}${asked}`;
  }
  return `${ROOT}${open === undefined ? "" : `/open${last}`}${asked}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
