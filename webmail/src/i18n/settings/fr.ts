/** French, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Chercher un paramètre",
  "settings.search.none": "Aucun paramètre ne porte ce nom.",
  "settings.general": "Général",
  "settings.reading": "Lecture",
  "settings.threads": "Conversations : les réponses sont sous le message auquel elles répondent",
  "settings.density": "Lignes de la liste",
  "settings.density.comfortable": "Spacieuses, avec les premiers mots",
  "settings.density.cozy": "Deux lignes",
  "settings.density.compact": "Une ligne",
  "settings.sending": "Envoi",
  "settings.undo": "Reprendre un envoi pendant",
  "settings.undo.hint": "Le serveur le retient pendant ce temps : vous pouvez fermer la page.",
  "settings.undo.seconds": "{0} seconde|{0} secondes",
  "settings.keys": "Touches",
  "settings.keys.single": "Une lettre seule est une commande, comme e pour archiver",
  "settings.notices": "Notifications",
  "settings.notices.text":
    "Vous êtes averti d’un nouveau message quand aucune page n’est ouverte. Le service de notification du navigateur apprend que quelque chose est arrivé, et rien d’autre.",
  "settings.notices.on": "M’avertir sur cet appareil",
  "settings.notices.unable": "Ce navigateur ne le peut pas ici. Il faut HTTPS.",
} satisfies SettingsWords;
