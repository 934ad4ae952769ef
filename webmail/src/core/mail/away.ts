/** When answers are sent because somebody is away. */
import type { VacationResponse } from "../jmap.ts";

type Times = Pick<VacationResponse, "isEnabled" | "fromDate" | "toDate">;

/** Whether mail that comes now is answered. */
export function answers({ isEnabled, fromDate, toDate }: Times, now: number): boolean {
  const begun = fromDate === null || Date.parse(fromDate) <= now;
  const over = toDate !== null && Date.parse(toDate) < now;
  return isEnabled && begun && !over;
}

/** The day of a time where the person is, as a field of type `date` has it. */
export function dayOf(at: string | null): string {
  if (at === null) {
    return "";
  }
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
