/** Spanish, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Buscar un ajuste",
  "settings.search.none": "Ningún ajuste se llama así.",
  "settings.general": "General",
  "settings.reading": "Lectura",
  "settings.threads": "Conversaciones: las respuestas van debajo de lo que responden",
  "settings.sending": "Envío",
  "settings.undo": "Recuperar lo enviado durante",
  "settings.undo.hint": "El servidor lo retiene ese tiempo: puede cerrar la página.",
  "settings.undo.seconds": "{0} segundo|{0} segundos",
  "settings.large": "Ofrecer un enlace para archivos de más de",
  "settings.large.hint": "Muchos servidores rechazan correos de más de 25 MB.",
  "settings.write.plain": "Escribir mensajes y respuestas como texto sin formato",
  "settings.mailto": "Abrir aquí los enlaces de correo",
  "settings.mailto.hint": "El navegador pregunta una vez si puede.",
  "settings.keys": "Teclas",
  "settings.keys.single": "Las letras sueltas son órdenes, como e para archivar",
} satisfies SettingsWords;
