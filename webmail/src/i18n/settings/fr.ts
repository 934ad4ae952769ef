/** French, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Chercher un paramètre",
  "settings.search.none": "Aucun paramètre ne porte ce nom.",
  "settings.general": "Général",
  "settings.reading": "Lecture",
  "settings.threads": "Conversations : les réponses sont sous le message auquel elles répondent",
  "settings.sending": "Envoi",
  "settings.undo": "Reprendre un envoi pendant",
  "settings.undo.hint": "Le serveur le retient pendant ce temps : vous pouvez fermer la page.",
  "settings.undo.seconds": "{0} seconde|{0} secondes",
  "settings.large": "Proposer un lien pour les fichiers de plus de",
  "settings.large.hint": "Beaucoup de serveurs refusent les e-mails de plus de 25 Mo.",
  "settings.write.plain": "Écrire les messages et les réponses en texte brut",
  "settings.mailto": "Ouvrir ici les liens d’e-mail",
  "settings.mailto.hint": "Votre navigateur demande une fois s’il peut.",
  "settings.keys": "Touches",
  "settings.keys.single": "Une lettre seule est une commande, comme e pour archiver",
} satisfies SettingsWords;
