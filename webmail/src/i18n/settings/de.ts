/** German, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Einstellung suchen",
  "settings.search.none": "Keine Einstellung heißt so.",
  "settings.general": "Allgemein",
  "settings.reading": "Lesen",
  "settings.threads": "Unterhaltungen: Antworten stehen unter dem, worauf sie antworten",
  "settings.sending": "Senden",
  "settings.undo": "Gesendetes zurückholen innerhalb von",
  "settings.undo.hint": "So lange hält der Server es zurück: Sie dürfen die Seite schließen.",
  "settings.undo.seconds": "{0} Sekunde|{0} Sekunden",
  "settings.large": "Link anbieten für Dateien über",
  "settings.large.hint": "Viele Server lehnen Mails über 25 MB ab.",
  "settings.write.plain": "Neue Nachrichten und Antworten als reinen Text schreiben",
  "settings.mailto": "E-Mail-Links hier öffnen",
  "settings.mailto.hint": "Ihr Browser fragt einmal, ob er das darf.",
  "settings.keys": "Tasten",
  "settings.keys.single": "Einzelne Buchstaben sind Befehle, etwa e für Archivieren",
} satisfies SettingsWords;
