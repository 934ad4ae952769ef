/**
 * What one can do on a page: one list of it makes the toolbars, the menus, the palette, the keys and
 * the swipes, so that none of them has something that another does not know.
 */

export type Command<C> = {
  readonly id: string;
  /** A key of sentences. */
  readonly title: string;
  readonly icon?: string;
  /** Such as `e`, `Shift+I`, `Ctrl+Enter` or, one after the other, `g i`. */
  readonly keys?: readonly string[];
  /** Whether it makes sense now. */
  readonly when: (context: C) => boolean;
  readonly run: (context: C) => void;
};

/** A second key has to come this soon. */
const PATIENCE_MS = 1000;

/** Keys as their names in a list: `Ctrl` is the command key on a Mac. */
export function keyOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const { key } = event;
  const letter = key.length === 1;
  const parts = [
    event.ctrlKey || event.metaKey ? "Ctrl" : "",
    event.altKey ? "Alt" : "",
    // Of a sign that needs Shift the sign says enough; of letters a capital is no other key.
    event.shiftKey && (!letter || key.toLowerCase() !== key.toUpperCase()) ? "Shift" : "",
    letter && key.toLowerCase() !== key.toUpperCase() && event.shiftKey
      ? key.toUpperCase()
      : letter
        ? key.toLowerCase()
        : key,
  ];
  return parts.filter((part) => part !== "").join("+");
}

export class Keys<C> {
  readonly #commands: readonly Command<C>[];
  readonly #now: () => number;
  #first = "";
  #at = 0;

  constructor(commands: readonly Command<C>[], now: () => number) {
    this.#commands = commands;
    this.#now = now;
  }

  /** The command that a key means now; `begun` when another key has to follow. */
  press(key: string, context: C): Command<C> | "begun" | undefined {
    const now = this.#now();
    const first = now - this.#at < PATIENCE_MS ? this.#first : "";
    this.#first = "";
    const both = this.#find(`${first} ${key}`, context);
    if (first !== "" && both !== undefined) {
      return both;
    }
    const begins = this.#commands.some((one) =>
      one.keys?.some((keys) => keys.startsWith(`${key} `)),
    );
    if (begins) {
      this.#first = key;
      this.#at = now;
      return "begun";
    }
    return this.#find(key, context);
  }

  #find(keys: string, context: C): Command<C> | undefined {
    return this.#commands.find((one) => one.keys?.includes(keys) === true && one.when(context));
  }
}

/** Keys that are no command while somebody types. */
export function isTyping(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : undefined;
  return (
    element !== undefined &&
    (element.isContentEditable ||
      /^(textarea|select)$/i.test(element.tagName) ||
      (element.tagName === "INPUT" &&
        !/^(checkbox|radio|button)$/.test((element as HTMLInputElement).type)))
  );
}
