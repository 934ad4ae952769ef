/** The sentences of the first steps. */
import type { Load, WelcomeWords } from "../ui/words.ts";

export const WELCOME: Load<WelcomeWords> = {
  en: () => import("../i18n/welcome/en.ts"),
  de: () => import("../i18n/welcome/de.ts"),
  es: () => import("../i18n/welcome/es.ts"),
  fr: () => import("../i18n/welcome/fr.ts"),
  pt: () => import("../i18n/welcome/pt.ts"),
};
