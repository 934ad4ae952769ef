/** What a program of others wants, and what the person decides. */
import type { Call, Reply } from "./api.ts";

export type Wish = {
  readonly client: string;
  readonly registeredItself: boolean;
  readonly scopes: readonly string[];
  /** Where the browser goes afterwards; a device has no such place. */
  readonly redirect?: string;
};

export function consent(call: Call) {
  return {
    /** @param query of the address that the program sent the browser to */
    wish: (query: string): Promise<Reply<Wish>> => call("GET", `/api/oauth/request?${query}`),
    decide: (query: string, approve: boolean): Promise<Reply<{ location: string }>> =>
      call("POST", "/api/oauth/request", { query, approve }),
    device: (code: string): Promise<Reply<Wish>> => call("POST", "/api/oauth/code", { code }),
    decideDevice: (code: string, approve: boolean): Promise<Reply<undefined>> =>
      call("POST", "/api/oauth/code/decide", { code, approve }),
  };
}
