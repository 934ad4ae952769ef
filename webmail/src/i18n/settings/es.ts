/** Spanish, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Buscar un ajuste",
  "settings.search.none": "Ningún ajuste se llama así.",
  "settings.general": "General",
  "settings.reading": "Lectura",
  "settings.threads": "Conversaciones: las respuestas van debajo de lo que responden",
  "settings.density": "Filas de la lista",
  "settings.density.comfortable": "Amplias, con las primeras palabras",
  "settings.density.cozy": "Dos líneas",
  "settings.density.compact": "Una línea",
  "settings.sending": "Envío",
  "settings.undo": "Recuperar lo enviado durante",
  "settings.undo.hint": "El servidor lo retiene ese tiempo: puede cerrar la página.",
  "settings.undo.seconds": "{0} segundo|{0} segundos",
  "settings.keys": "Teclas",
  "settings.keys.single": "Las letras sueltas son órdenes, como e para archivar",
  "settings.notices": "Notificaciones",
  "settings.notices.text":
    "Aviso de correo nuevo cuando no hay ninguna página abierta. El servicio de avisos del navegador sabe que ha llegado algo, y nada más.",
  "settings.notices.on": "Avisarme en este dispositivo",
  "settings.notices.unable": "Este navegador no puede hacerlo aquí. Hace falta HTTPS.",
} satisfies SettingsWords;
