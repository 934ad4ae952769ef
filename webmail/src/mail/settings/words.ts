/** The sentences of the settings. */
import type { Load, SettingsWords } from "../../ui/words.ts";

export const SETTINGS: Load<SettingsWords> = {
  en: () => import("../../i18n/settings/en.ts"),
  de: () => import("../../i18n/settings/de.ts"),
  es: () => import("../../i18n/settings/es.ts"),
  fr: () => import("../../i18n/settings/fr.ts"),
  pt: () => import("../../i18n/settings/pt.ts"),
};
