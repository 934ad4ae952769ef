/** How a conversation is shown when it is opened: what is read is folded, what is new is open. */
import type { Id } from "../jmap.ts";
import { type EmailRow, isUnread } from "../sync/rows.ts";

/** So many are shown one below the other; of more, those that are read are lines. */
const FEW = 6;

/** Fewer are not worth a line that stands for them. */
const LEAST_RUN = 2;

/** What is open at first: all that is new, or where to begin when that is much; else the last. */
export function opened(rows: readonly EmailRow[]): ReadonlySet<Id> {
  const unread = rows.filter(isUnread).map((one) => one.id);
  const last = rows.slice(-1).map((one) => one.id);
  if (unread.length === 0) {
    return new Set(last);
  }
  return new Set(unread.length > FEW ? [...unread.slice(0, 1), ...last] : unread);
}

/** One email, or those of which one line says how many they are. */
export type Piece =
  | { readonly kind: "one"; readonly row: EmailRow }
  | { readonly kind: "run"; readonly rows: readonly EmailRow[] };

/** @param hides whether one was read before, and nobody has asked for it */
export function pieces(rows: readonly EmailRow[], hides: (row: EmailRow) => boolean): Piece[] {
  const found: Piece[] = [];
  let run: EmailRow[] = [];
  function end(): void {
    found.push(
      ...(run.length < LEAST_RUN
        ? run.map((row): Piece => ({ kind: "one", row }))
        : [{ kind: "run", rows: run } as const]),
    );
    run = [];
  }
  rows.forEach((row, at) => {
    // The first tells what it is about, the last ones how it stands.
    if (rows.length > FEW && at > 0 && at < rows.length - 2 && hides(row)) {
      run.push(row);
    } else {
      end();
      found.push({ kind: "one", row });
    }
  });
  end();
  return found;
}
