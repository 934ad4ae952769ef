/** The settings of the mail page in English. The other languages have the same keys. */
export default {
  "settings.search": "Find a setting",
  "settings.search.none": "No setting is called like that.",
  "settings.general": "General",
  "settings.reading": "Reading",
  "settings.threads": "Conversations: answers stand below what they answer",
  "settings.sending": "Sending",
  "settings.undo": "Take back what was sent within",
  "settings.undo.hint": "The server holds it for so long: you may close the page.",
  "settings.undo.seconds": "{0} second|{0} seconds",
  "settings.large": "Offer a link for files above",
  "settings.large.hint": "Many servers refuse mail of more than 25 MB.",
  "settings.write.plain": "Write new messages and answers as plain text",
  "settings.mailto": "Write to email links here",
  "settings.mailto.hint": "Your browser asks once whether it may.",
  "settings.keys": "Keys",
  "settings.keys.single": "Single letters are commands, such as e for archive",
};
