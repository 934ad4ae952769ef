/** One message that is being written, as the page shows it. */
import type { Draft, Text } from "../../core/mail/draft.ts";

export type Upload = {
  readonly name: string;
  readonly percent: number;
  readonly failed: string;
  readonly cancel: () => void;
  readonly again: () => void;
};

/** What can be done to the text where it is edited. */
export type Editing = {
  /** Puts another signature in the place of one that nobody has changed. */
  readonly exchange: (before: string, next: string) => void;
  /** Puts HTML where the cursor is. */
  readonly insert: (html: string) => void;
};

export type Composer = ReturnType<typeof composer>;

export function composer(draft: Draft, pictures: Map<string, string>, version: () => number) {
  let uploads = $state.raw<readonly Upload[]>([]);
  let minimised = $state(false);
  let sending = $state(false);
  /** What the text was before it was made plain, and what it was made. */
  let rich: { readonly text: Text; readonly plain: string } | undefined;
  let editing: Editing | undefined;
  return {
    draft,
    /** The addresses that pictures within the text have in this page, by their Content-ID. */
    pictures,
    get text() {
      void version();
      return draft.text;
    },
    get state() {
      void version();
      return draft.state;
    },
    get conflict() {
      void version();
      return draft.conflict;
    },
    get uploads() {
      return uploads;
    },
    set uploads(next: readonly Upload[]) {
      uploads = next;
    },
    get minimised() {
      return minimised;
    },
    set minimised(next: boolean) {
      minimised = next;
    },
    get sending() {
      return sending;
    },
    set sending(next: boolean) {
      sending = next;
    },
    get rich() {
      return rich;
    },
    set rich(next: typeof rich) {
      rich = next;
    },
    /** There while HTML is edited and the composer is not minimised. */
    get editing() {
      return editing;
    },
    set editing(next: Editing | undefined) {
      editing = next;
    },
  };
}
