/** What browsers and programs are called by people. */

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  // The order matters: most call themselves by the names of others, too.
  [/Edg(?:e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|Chromium\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/Linux|X11/, "Linux"],
];

function first(names: readonly (readonly [RegExp, string])[], agent: string): string {
  return names.find(([mark]) => mark.test(agent))?.[1] ?? "";
}

export type Client = { readonly program: string; readonly system: string };

/** A browser's program and system; others as they call themselves. */
export function client(agent: string): Client {
  if (!agent.startsWith("Mozilla/")) {
    return { program: agent, system: "" };
  }
  return { program: first(BROWSERS, agent), system: first(SYSTEMS, agent) };
}

/** A name for a passkey made here: the device's, since that is where it will be looked for. */
export function deviceName(agent: string): string {
  const { program, system } = client(agent);
  return system || program;
}
