/** Portuguese, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Procurar uma definição",
  "settings.search.none": "Nenhuma definição tem esse nome.",
  "settings.general": "Geral",
  "settings.reading": "Leitura",
  "settings.threads": "Conversas: as respostas ficam por baixo do que respondem",
  "settings.density": "Linhas da lista",
  "settings.density.comfortable": "Espaçosas, com as primeiras palavras",
  "settings.density.cozy": "Duas linhas",
  "settings.density.compact": "Uma linha",
  "settings.sending": "Envio",
  "settings.undo": "Recuperar o que foi enviado durante",
  "settings.undo.hint": "O servidor retém-no durante esse tempo: pode fechar a página.",
  "settings.undo.seconds": "{0} segundo|{0} segundos",
  "settings.keys": "Teclas",
  "settings.keys.single": "Letras sozinhas são comandos, como e para arquivar",
  "settings.notices": "Notificações",
  "settings.notices.text":
    "Aviso de correio novo quando não há nenhuma página aberta. O serviço de avisos do navegador sabe que chegou algo, e nada mais.",
  "settings.notices.on": "Avisar-me neste dispositivo",
  "settings.notices.unable": "Este navegador não o consegue fazer aqui. É preciso HTTPS.",
} satisfies SettingsWords;
