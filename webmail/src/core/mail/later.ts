/** Times at which people like mail to come back, where they are. */

export type Later = "today" | "tomorrow" | "weekend" | "week";

const MORNING = 8;
const EVENING = 18;

/** Those that are still ahead, the soonest first. */
export function times(now: Date): { readonly name: Later; readonly at: Date }[] {
  const at = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const day = now.getDay();
  const saturday = (6 - day + 7) % 7 || 7;
  const monday = (1 - day + 7) % 7 || 7;
  const all = [
    { name: "today" as const, at: at(0, EVENING) },
    { name: "tomorrow" as const, at: at(1, MORNING) },
    { name: "weekend" as const, at: at(saturday, MORNING) },
    { name: "week" as const, at: at(monday, MORNING) },
  ];
  return all
    .filter((one, i) => {
      const ahead = one.at.getTime() - now.getTime() > 3_600_000;
      const first = all.findIndex((other) => other.at.getTime() === one.at.getTime()) === i;
      return ahead && first;
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** As the server takes it: a full minute in UTC. */
export function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16)}:00Z`;
}
