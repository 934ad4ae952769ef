/** Languages of the pages. */

export const LANGUAGES = ["en", "de", "es", "fr", "pt"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The first wanted language (BCP 47 tags, best first) that the pages have; else English. */
export function language(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const plain = tag.toLowerCase().split("-")[0];
    const found = LANGUAGES.find((one) => one === plain);
    if (found !== undefined) {
      return found;
    }
  }
  return "en";
}
