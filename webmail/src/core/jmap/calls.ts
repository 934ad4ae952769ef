/** Method calls of JMAP as values (RFC 8620 section 3.2), with the type of what answers them. */
import type { Id } from "../jmap.ts";

/** What a method is asked; `R` is what it answers. */
export type Call<R = unknown> = {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Only a type: no call has it. */
  readonly answers?: R;
};

/** What an earlier call of the same request answers (RFC 8620 section 3.7). */
export class Earlier {
  readonly call: number;
  readonly path: string;

  /**
   * @param call its place among the calls that are sent together
   * @param path a JSON pointer with `*` for all of an array
   */
  constructor(call: number, path: string) {
    this.call = call;
    this.path = path;
  }
}

export type Ids = readonly Id[] | Earlier | null;

export type Got<T> = {
  readonly accountId: Id;
  readonly state: string;
  readonly list: readonly T[];
  readonly notFound: readonly Id[];
};

export type Changed = {
  readonly oldState: string;
  readonly newState: string;
  readonly hasMoreChanges: boolean;
  readonly created: readonly Id[];
  readonly updated: readonly Id[];
  readonly destroyed: readonly Id[];
  /** Of Mailbox alone: what may have changed, null for anything. */
  readonly updatedProperties?: readonly string[] | null;
};

export type Queried = {
  readonly queryState: string;
  readonly canCalculateChanges: boolean;
  readonly position: number;
  readonly ids: readonly Id[];
  readonly total?: number;
  /** Of texts: how many emails were looked at, of how many. */
  readonly searched?: { readonly done: number; readonly total: number };
};

export type QueryChanged = {
  readonly oldQueryState: string;
  readonly newQueryState: string;
  readonly total?: number;
  readonly removed: readonly Id[];
  readonly added: readonly { readonly id: Id; readonly index: number }[];
};

export type SetError = {
  readonly type: string;
  readonly description?: string | null;
  readonly properties?: readonly string[];
};

export type WasSet<T = { id: Id }> = {
  readonly oldState: string | null;
  readonly newState: string;
  readonly created?: Readonly<Record<string, T>> | null;
  readonly updated?: Readonly<Record<Id, object | null>> | null;
  readonly destroyed?: readonly Id[] | null;
  readonly notCreated?: Readonly<Record<string, SetError>> | null;
  readonly notUpdated?: Readonly<Record<Id, SetError>> | null;
  readonly notDestroyed?: Readonly<Record<Id, SetError>> | null;
  /** With urn:mailstead:params:jmap:undo. */
  readonly undoId?: string | null;
};

/** Any method. */
export function call<R>(name: string, args: Readonly<Record<string, unknown>>): Call<R> {
  return { name, args };
}

/**
 * @param type such as `Email`
 * @param ids null for all that there are
 */
export function get<T>(
  type: string,
  accountId: Id,
  ids: Ids,
  more: Readonly<Record<string, unknown>> = {},
): Call<Got<T>> {
  return call(`${type}/get`, { accountId, ids, ...more });
}

export function changes(
  type: string,
  accountId: Id,
  sinceState: string,
  maxChanges: number,
): Call<Changed> {
  return call(`${type}/changes`, { accountId, sinceState, maxChanges });
}

export function set<T = { id: Id }>(
  type: string,
  accountId: Id,
  what: Readonly<Record<string, unknown>>,
): Call<WasSet<T>> {
  return call(`${type}/set`, { accountId, ...what });
}

/** The arguments as they go over the wire: `#ids` for what an earlier call answers. */
export function written(
  one: Call,
  idOf: (call: number) => readonly [id: string, name: string],
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(one.args)) {
    if (value instanceof Earlier) {
      const [resultOf, method] = idOf(value.call);
      args[`#${name}`] = { resultOf, name: method, path: value.path };
    } else if (value !== undefined) {
      args[name] = value;
    }
  }
  return args;
}
