/** The settings of the mail page in English. The other languages have the same keys. */
export default {
  "settings.search": "Find a setting",
  "settings.search.none": "No setting is called like that.",
  "settings.general": "General",
  "settings.reading": "Reading",
  "settings.threads": "Conversations: answers stand below what they answer",
  "settings.density": "Rows of the list",
  "settings.density.comfortable": "Roomy, with the first words",
  "settings.density.cozy": "Two lines",
  "settings.density.compact": "One line",
  "settings.sending": "Sending",
  "settings.undo": "Take back what was sent within",
  "settings.undo.hint": "The server holds it for so long: you may close the page.",
  "settings.undo.seconds": "{0} second|{0} seconds",
  "settings.keys": "Keys",
  "settings.keys.single": "Single letters are commands, such as e for archive",
  "settings.notices": "Notifications",
  "settings.notices.text":
    "Told of new mail when no page is open. The push service of your browser learns that something came, and nothing else.",
  "settings.notices.on": "Notify me on this device",
  "settings.notices.unable": "This browser cannot do that here. It needs HTTPS.",
};
