/** Where somebody goes after signing in. */

const FIRST = "/account";

/**
 * The path that a link named, if it is one of this site. Anything else would let a stranger's link
 * begin at our sign-in page and end at his: an open redirect.
 *
 * @param origin of this page, such as `https://mail.example.org`
 */
export function whereTo(asked: string | null, origin: string): string {
  // Browsers read a backslash as a slash, and drop tabs and line breaks inside of addresses.
  if (asked === null || !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(asked)) {
    return FIRST;
  }
  let url: URL;
  try {
    url = new URL(asked, origin);
  } catch {
    return FIRST;
  }
  const ours = url.origin === origin && !/^\/(?:\/|signin(?:\/|$)|api\/)/.test(url.pathname);
  return ours ? url.pathname + url.search + url.hash : FIRST;
}

/** The address of the sign-in page that leads back to a path. */
export function signInFor(path: string): string {
  return `/signin?to=${encodeURIComponent(path)}`;
}
