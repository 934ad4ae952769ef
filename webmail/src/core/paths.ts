/** Addresses of calls and pages, built so that no value can leave its place. */

export type Params = { readonly [name: string]: string | number | undefined };

/** A path with values in it: `path("/api/admin/accounts/{}", "a/b@c")`. */
export function path(pattern: string, ...values: readonly string[]): string {
  let next = 0;
  return pattern.replace(/\{\}/g, () => encodeURIComponent(values[next++] ?? ""));
}

/** With a query of what is given; empty values are left out. */
export function asking(base: string, params: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== "") {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text === "" ? base : `${base}?${text}`;
}
