/** Amounts of octets as people write them. A kilobyte has 1000. */

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** Such as "1.2 MB", as the language writes it. */
export function size(octets: number, language: string): string {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, octets)) / 3));
  const value = octets / 1000 ** step;
  const format = new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  });
  return format.format(value);
}

const LETTERS = "kmgt";

/**
 * What was typed, such as `5 GB`, `1,5g` or `800 MB`, in octets; 0 for nothing.
 *
 * @returns undefined when it is no size
 */
export function typedSize(typed: string): number | undefined {
  const plain = typed.trim().toLowerCase().replace(",", ".");
  if (plain === "") {
    return 0;
  }
  const parts = /^(\d{1,9}(?:\.\d{1,3})?)\s*(?:([kmgt]?)(?:i?[bo]|bytes?)?)$/.exec(plain);
  if (parts === null) {
    return undefined;
  }
  const factor = parts[2] === "" ? 1 : 1000 ** (LETTERS.indexOf(parts[2] ?? "") + 1);
  return Math.round(Number(parts[1]) * factor);
}

/** A size for a field, such as `5 GB`: read again it is the same. */
export function writtenSize(octets: number): string {
  if (octets === 0) {
    return "";
  }
  const units = ["TB", "GB", "MB", "kB"];
  for (const [i, unit] of units.entries()) {
    const factor = 1000 ** (units.length - i);
    if (octets % (factor / 1000 || 1) === 0 && octets >= factor) {
      return `${octets / factor} ${unit}`;
    }
  }
  return String(octets);
}
