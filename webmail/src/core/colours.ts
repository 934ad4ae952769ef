/** Shades of a colour that somebody chose, in which text can be read. */

/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** What the pages need of it: they lie in the four tokens of the accent. */
export type Accent = {
  readonly accent: Rgb;
  readonly hover: Rgb;
  /** Text on it. */
  readonly on: Rgb;
  /** A ground with a breath of it. */
  readonly ground: Rgb;
};

/** Least contrast of text (WCAG 2.2, success criterion 1.4.3). */
const LEAST = 4.5;
const STEPS = 50;
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

/** What tokens.css has of each theme, and the end where a colour can be read at last. */
export const GROUNDS = {
  light: {
    tokens: {
      "--bg": "#f4f5f7",
      "--surface": "#ffffff",
      "--raised": "#ffffff",
      "--hover": "#f7f9fb",
      "--line": "#e2e5ea",
      "--text": "#1b1f24",
      "--muted": "#57606a",
    },
    accent: "#0b5cbf",
    end: BLACK,
    tint: 0.1,
  },
  dark: {
    tokens: {
      "--bg": "#101317",
      "--surface": "#171b20",
      "--raised": "#20262d",
      "--hover": "#1c2127",
      "--line": "#2b323a",
      "--text": "#e7eaee",
      "--muted": "#a3acb7",
    },
    accent: "#7db4ff",
    end: WHITE,
    tint: 0.18,
  },
} as const;

/** Those of them on which letters and buttons of the accent lie. */
const UNDER = ["--bg", "--surface", "--raised", "--hover"] as const;

export type Theme = keyof typeof GROUNDS;

/** Reads `#rrggbb`, and nothing else. */
export function rgb(text: string): Rgb | undefined {
  if (!/^#[0-9a-f]{6}$/i.test(text)) {
    return undefined;
  }
  const n = Number.parseInt(text.slice(1), 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** Made of numbers alone: what was typed never comes into a style. */
export function hex(colour: Rgb): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const linear = part / 255;
    return linear <= 0.04045 ? linear / 12.92 : ((linear + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21, as WCAG counts it. */
export function contrast(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const at = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * part);
  return [at(0), at(1), at(2)];
}

/** The nearest shades that can be read on the grounds of a theme; the colour itself, if it can. */
export function accentOf(chosen: Rgb, theme: Theme): Accent {
  const { tokens, end, tint } = GROUNDS[theme];
  const grounds = UNDER.map((one) => rgb(tokens[one]) ?? WHITE);
  const surface = rgb(tokens["--surface"]) ?? WHITE;
  const ground = mix(surface, chosen, tint);
  const reads = (colour: Rgb) =>
    [...grounds, ground].every((one) => contrast(colour, one) >= LEAST);
  let accent: Rgb = chosen;
  for (let step = 1; step <= STEPS && !reads(accent); step++) {
    accent = mix(chosen, end, step / STEPS);
  }
  return theme === "light"
    ? { accent, hover: mix(accent, BLACK, 0.2), on: WHITE, ground }
    : { accent, hover: mix(accent, WHITE, 0.3), on: mix(accent, BLACK, 0.9), ground };
}

/** The tokens that an accent sets. */
export function tokensOf(accent: Accent): readonly (readonly [string, string])[] {
  return [
    ["--accent", hex(accent.accent)],
    ["--accent-hover", hex(accent.hover)],
    ["--on-accent", hex(accent.on)],
    ["--accent-bg", hex(accent.ground)],
  ];
}

/** A style sheet for both themes; empty for what is no colour. */
export function sheetOf(colour: string): string {
  const chosen = rgb(colour);
  if (chosen === undefined) {
    return "";
  }
  const root = (theme: Theme) =>
    `:root{${tokensOf(accentOf(chosen, theme))
      .map(([name, value]) => `${name}:${value}`)
      .join(";")}}`;
  return `${root("light")}@media screen and (prefers-color-scheme:dark){${root("dark")}}`;
}
