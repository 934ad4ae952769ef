/** Times of a calendar's file: of the world, of a place, or whole days. */
import { blocks, type Line } from "./ical.ts";

export type Moment = {
  /** `local` is the time of a clock that nobody says where it hangs; it counts as if in UTC. */
  readonly kind: "instant" | "local" | "day";
  readonly at: number;
};

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

export function moment(line: Line | undefined, zones: Zones): Moment | undefined {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(line?.value ?? "");
  if (found === null || line === undefined) {
    return undefined;
  }
  const [year = 0, month = 0, day = 0, hour, minute, second] = found.slice(1, 7).map(Number);
  if (found[4] === undefined) {
    return { kind: "day", at: Date.UTC(year, month - 1, day) };
  }
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  if (found[7] === "Z") {
    return { kind: "instant", at };
  }
  const offset = zones.offset(line.params["TZID"] ?? "", at);
  return offset === undefined ? { kind: "local", at } : { kind: "instant", at: at - offset };
}

/** When clocks are changed, and to how far before UTC. */
type Change = { readonly start: number; readonly offset: number; readonly rule: string };

/** The zones of a file: those that it brings, and those that every browser knows. */
export class Zones {
  readonly #own = new Map<string, Change[]>();

  constructor(all: readonly Line[]) {
    for (const zone of parts(all)) {
      this.#own.set(zone.name, zone.changes);
    }
  }

  /** How far a place is before UTC when its clocks show `local`; undefined for no known place. */
  offset(zone: string, local: number): number | undefined {
    const known = zone === "" ? undefined : ofBrowser(zone, local);
    const changes = this.#own.get(zone) ?? [];
    const last = changes
      .map((one) => ({ one, since: since(one, local) }))
      .filter(({ since }) => since <= local)
      .sort((a, b) => b.since - a.since)[0]?.one;
    return known ?? last?.offset ?? changes[0]?.offset;
  }
}

/** What the browser knows of a place such as Europe/Berlin. */
function ofBrowser(timeZone: string, local: number): number | undefined {
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
    const at = (utc: number) => {
      const name = format.formatToParts(utc).find((one) => one.type === "timeZoneName")?.value;
      const found = /([+-])(\d\d):(\d\d)/.exec(name ?? "");
      const minutes = Number(found?.[2] ?? 0) * 60 + Number(found?.[3] ?? 0);
      return (found?.[1] === "-" ? -minutes : minutes) * MINUTE_MS;
    };
    // Once more with what was found: the clocks may have changed in between.
    return at(local - at(local));
  } catch {
    return undefined;
  }
}

/** Zones with their changes; those lie in blocks of their own within. */
function parts(all: readonly Line[]): { name: string; changes: Change[] }[] {
  const found: { name: string; changes: Change[] }[] = [];
  let from = -1;
  all.forEach((line, at) => {
    if (line.name === "BEGIN" && line.value === "VTIMEZONE") {
      from = at + 1;
    } else if (line.name === "END" && line.value === "VTIMEZONE" && from >= 0) {
      const inside = all.slice(from, at);
      const name = inside.find((one) => one.name === "TZID")?.value ?? "";
      const changes = ["STANDARD", "DAYLIGHT"].flatMap((kind) => blocks(inside, kind).map(change));
      found.push({ name, changes });
    }
  });
  return found;
}

function change(all: readonly Line[]): Change {
  const value = (name: string) => all.find((one) => one.name === name)?.value ?? "";
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)/.exec(value("TZOFFSETTO")) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
  const start = moment({ name: "", params: {}, value: value("DTSTART") }, NO_ZONES);
  return {
    start: start?.at ?? 0,
    offset: sign === "-" ? -offset : offset,
    rule: value("RRULE"),
  };
}

const NO_ZONES = new Zones([]);

/** The last time before `local` that it came into force, by rules such as "the last Sunday of March". */
function since({ start, rule }: Change, local: number): number {
  const month = Number(/BYMONTH=(\d+)/.exec(rule)?.[1] ?? 0);
  const [, nth, day = ""] = /BYDAY=(-?\d)(SU|MO|TU|WE|TH|FR|SA)/.exec(rule) ?? [];
  if (month === 0 || nth === undefined) {
    return start;
  }
  const year = new Date(local).getUTCFullYear();
  // Some begin in 1601, long before what numbers count from.
  const clock = ((start % DAY_MS) + DAY_MS) % DAY_MS;
  const [last = start] = [year, year - 1]
    .map((one) => weekday(one, month, Number(nth), DAYS.indexOf(day)) + clock)
    .filter((one) => one <= local && one >= start);
  return last;
}

/** Such as the second Monday of a month, or, counted backwards, the last. */
function weekday(year: number, month: number, nth: number, day: number): number {
  const first = new Date(Date.UTC(year, nth > 0 ? month - 1 : month, nth > 0 ? 1 : 0));
  const step = nth > 0 ? (day - first.getUTCDay() + 7) % 7 : -((first.getUTCDay() - day + 7) % 7);
  const weeks = nth > 0 ? nth - 1 : nth + 1;
  return first.getTime() + (step + weeks * 7) * DAY_MS;
}
