/** What was done last, in words, with what takes it back. */

export type Toast = {
  readonly id: number;
  readonly text: string;
  readonly undo?: () => void;
  readonly tone: "done" | "failed";
};

/** Long enough to read it and to reach the button. */
const SHOWN_MS = 10_000;

/** So many steps one can go back. */
const MOST_UNDO = 50;

export function toasts() {
  let shown = $state.raw<readonly Toast[]>([]);
  let nth = 0;
  const done: (() => void)[] = [];

  function show(toast: Omit<Toast, "id">, ms = SHOWN_MS): void {
    const id = ++nth;
    shown = [...shown.slice(-2), { ...toast, id }];
    setTimeout(() => dismiss(id), ms);
  }

  function dismiss(id: number): void {
    shown = shown.filter((one) => one.id !== id);
  }

  return {
    get shown() {
      return shown;
    },
    dismiss,
    /** Tells that something was done, which can be undone. */
    did(text: string, undo: () => void, ms = SHOWN_MS): void {
      let undone = false;
      const once = () => {
        if (!undone) {
          undone = true;
          done.splice(done.indexOf(once), 1);
          undo();
        }
      };
      done.push(once);
      done.splice(0, done.length - MOST_UNDO);
      const id = nth + 1;
      show(
        {
          text,
          tone: "done",
          undo: () => {
            once();
            dismiss(id);
          },
        },
        ms,
      );
    },
    /** Tells how far something is, until it is closed. */
    progress() {
      const id = ++nth;
      return {
        say(text: string): void {
          const next: Toast = { id, text, tone: "done" };
          shown = [...shown.filter((one) => one.id !== id), next];
        },
        close: () => dismiss(id),
      };
    },
    say: (text: string) => show({ text, tone: "done" }),
    fail: (text: string) => show({ text, tone: "failed" }),
    /** Takes the last one back that was not yet. */
    undoLast(): boolean {
      const last = done.at(-1);
      last?.();
      shown = shown.slice(0, -1);
      return last !== undefined;
    },
  };
}

export type Toasts = ReturnType<typeof toasts>;
