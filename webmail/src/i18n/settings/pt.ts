/** Portuguese, of the settings. */
import type { SettingsWords } from "../../ui/words.ts";

export default {
  "settings.search": "Procurar uma definição",
  "settings.search.none": "Nenhuma definição tem esse nome.",
  "settings.general": "Geral",
  "settings.reading": "Leitura",
  "settings.threads": "Conversas: as respostas ficam por baixo do que respondem",
  "settings.sending": "Envio",
  "settings.undo": "Recuperar o que foi enviado durante",
  "settings.undo.hint": "O servidor retém-no durante esse tempo: pode fechar a página.",
  "settings.undo.seconds": "{0} segundo|{0} segundos",
  "settings.large": "Propor uma ligação para ficheiros acima de",
  "settings.large.hint": "Muitos servidores recusam correio com mais de 25 MB.",
  "settings.write.plain": "Escrever mensagens e respostas em texto simples",
  "settings.mailto": "Abrir aqui as ligações de e-mail",
  "settings.mailto.hint": "O navegador pergunta uma vez se pode.",
  "settings.keys": "Teclas",
  "settings.keys.single": "Letras sozinhas são comandos, como e para arquivar",
} satisfies SettingsWords;
