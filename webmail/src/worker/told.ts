/** What the page tells the worker when somebody wants to hear of new mail on this device. */

/**
 * Where it lies: the worker has no other store that the page can write to. Types alone, since a
 * worker is one file and shares no script with a page.
 */
export type ToldCache = "told";
export type ToldPath = "/mail-told.json";

export type Told = {
  readonly accountId: string;
  readonly apiUrl: string;
  readonly inbox: string;
  readonly archive: string | null;
  /** The newest of which nobody has to be told, by the server's clock, and what is known of that time. */
  readonly since: string;
  readonly known: readonly string[];
  /** In the page's language. */
  readonly words: {
    readonly archive: string;
    readonly answer: string;
    /** When it cannot be known what has come. */
    readonly something: string;
    readonly noSubject: string;
  };
};
