/** What the parts of the administration share: who is at it, what they may, where they are. */
import type { Me, Right } from "../core/admin.ts";
import type { Call } from "../core/api.ts";
import { asking, type Params } from "../core/paths.ts";
import { joined, shared } from "../ui/desk.svelte.ts";
import { type Place, placeOf } from "./routes.ts";

export type Desk = ReturnType<typeof desk>;

export function desk(call: Call, me: Me) {
  let place = $state.raw<Place | undefined>(placeOf(location.pathname));
  let visit = $state(0);

  /** Shows what the address says. */
  function look() {
    place = placeOf(location.pathname);
    visit++;
  }

  return joined(shared(call, me), {
    may: (right: Right) => me.rights.includes(right),
    get place() {
      return place;
    },
    /** Grows with each page that is gone to; 0 is the page that was loaded. */
    get visit() {
      return visit;
    },
    look,
    go(path: string) {
      history.pushState(null, "", path);
      look();
    },
  });
}

/** A value of the address's query. */
export function asked(name: string): string {
  return new URLSearchParams(location.search).get(name) ?? "";
}

/** Keeps in the address what is looked for, so that it is there after a reload. */
export function keep(params: Params) {
  history.replaceState(null, "", asking(location.pathname, params));
}
