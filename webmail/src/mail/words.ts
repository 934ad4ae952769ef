/** The sentences of the mail page. */
import type { Load, MailWords } from "../ui/words.ts";

export const MAIL: Load<MailWords> = {
  en: () => import("../i18n/mail/en.ts"),
  de: () => import("../i18n/mail/de.ts"),
  es: () => import("../i18n/mail/es.ts"),
  fr: () => import("../i18n/mail/fr.ts"),
  pt: () => import("../i18n/mail/pt.ts"),
};
