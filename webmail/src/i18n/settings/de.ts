/** German, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Einstellung suchen",
  "settings.search.none": "Keine Einstellung heißt so.",
  "settings.general": "Allgemein",
  "settings.reading": "Lesen",
  "settings.threads": "Unterhaltungen: Antworten stehen unter dem, worauf sie antworten",
  "settings.density": "Zeilen der Liste",
  "settings.density.comfortable": "Geräumig, mit den ersten Worten",
  "settings.density.cozy": "Zwei Zeilen",
  "settings.density.compact": "Eine Zeile",
  "settings.sending": "Senden",
  "settings.undo": "Gesendetes zurückholen innerhalb von",
  "settings.undo.hint": "So lange hält der Server es zurück: Sie dürfen die Seite schließen.",
  "settings.undo.seconds": "{0} Sekunde|{0} Sekunden",
  "settings.keys": "Tasten",
  "settings.keys.single": "Einzelne Buchstaben sind Befehle, etwa e für Archivieren",
  "settings.notices": "Benachrichtigungen",
  "settings.notices.text":
    "Neue Post wird gemeldet, wenn keine Seite offen ist. Der Push-Dienst Ihres Browsers erfährt, dass etwas kam, und sonst nichts.",
  "settings.notices.on": "Auf diesem Gerät benachrichtigen",
  "settings.notices.unable": "Dieser Browser kann das hier nicht. Nötig ist HTTPS.",
} satisfies SettingsWords;
