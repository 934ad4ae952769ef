/** Under which name and colour the pages appear. What is empty is this program's own. */
export type Brand = { readonly name: string; readonly colour: string; readonly help: string };

export const OWN: Brand = { name: "", colour: "", help: "" };

export const OWN_NAME = "Mailstead";

export type Help = {
  readonly href: string;
  readonly text: string;
  /** Whether it is a page, which opens beside this one. */
  readonly page: boolean;
};

/**
 * Where help is to be had. The server takes nothing else; a page that would show whatever it is
 * given would make one mistake there a script here.
 */
export function helpOf(address: string): Help | undefined {
  if (!/^[\x21-\x7e]{1,500}$/.test(address)) {
    return undefined;
  }
  const [, scheme, rest] = /^(https|mailto|tel):(.+)$/.exec(address) ?? [];
  switch (scheme) {
    case "https": {
      const text = hostOf(address);
      return text === undefined ? undefined : { href: address, text, page: true };
    }
    case "mailto":
    case "tel":
      return { href: address, text: rest ?? "", page: false };
    default:
      return undefined;
  }
}

function hostOf(address: string): string | undefined {
  try {
    const { host, protocol, username, password } = new URL(address);
    return protocol === "https:" && username + password === "" ? host : undefined;
  } catch {
    return undefined;
  }
}
