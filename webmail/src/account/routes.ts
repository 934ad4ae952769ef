/** The parts of the account's page, each with an address of its own. */
import type { Key } from "../ui/words.ts";

export const PARTS = [
  { path: "/account", title: "part.overview" },
  { path: "/account/sign-in", title: "part.signin" },
  { path: "/account/programs", title: "part.programs" },
  { path: "/account/delegates", title: "part.delegates" },
  { path: "/account/activity", title: "part.activity" },
] as const satisfies readonly { path: string; title: Key }[];

export type Part = (typeof PARTS)[number];

/** The part of an address; the overview for what is no address of a part. */
export function partOf(path: string): Part {
  const plain = path.replace(/\/+$/, "");
  return PARTS.find((part) => part.path === plain) ?? PARTS[0];
}
