/** Portuguese, of the first steps. */
import type { WelcomeWords } from "../../ui/words.ts";

export default {
  "welcome.step": "Passo {0} de {1}",
  "welcome.later": "Mais tarde",
  "welcome.skip": "Saltar",

  "welcome.code": "Bem-vindo ao Mailstead",
  "welcome.intro":
    "Em poucos passos este servidor recebe o seu domínio e o seu proprietário: você. Demora uns dez minutos.",
  "welcome.code.label": "Código da consola",
  "welcome.code.hint":
    "O servidor mostrou-o ao arrancar, para que mais ninguém o possa tomar. Também pode abrir a ligação inteira que lá aparece.",
  "welcome.code.missing": "Escreva o código que o servidor mostrou ao arrancar.",

  "welcome.domain": "Para que domínio é?",
  "welcome.domain.text": "É o que vem depois do @ nos seus endereços.",
  "welcome.domain.own": "O meu próprio domínio",
  "welcome.domain.own.text":
    "Pode mudar os seus registos no DNS; os passos seguintes mostram quais.",
  "welcome.domain.try": "Só experimentar, com {0}",
  "welcome.domain.try.text":
    "Esse domínio não existe: o correio fica nesta máquina. Pode adicionar um verdadeiro quando quiser.",
  "welcome.domain.hint": "Como example.org.",
  "welcome.domain.error": "Isso não é um domínio. Escreva-o como example.org.",

  "welcome.you": "Quem é?",
  "welcome.you.text": "Esta conta é sua, e é a proprietária do servidor.",
  "welcome.name": "O seu nome",
  "welcome.name.hint": "Tal como aparece no correio que envia. Pode ficar vazio.",
  "welcome.user.hint": "O seu endereço será {0}.",
  "welcome.user.error": "Escreva o que vem antes do @, sem espaços.",
  "welcome.password.missing": "Escolha uma palavra-passe.",
  "welcome.you.go": "Criar a minha conta",
  "welcome.making": "A criar …",

  "welcome.passkey": "Adicione uma chave de acesso",
  "welcome.passkey.has": "Tem uma chave de acesso: {0}.",
  "welcome.passkey.later":
    "Enquanto não tiver uma, a sua palavra-passe sozinha abre este servidor. Pode adicioná-la na sua conta.",

  "welcome.app": "Adicione uma aplicação de autenticação",
  "welcome.app.text":
    "Uma segunda entrada, para um navegador sem a sua chave de acesso: uma aplicação do seu telefone mostra um código que escreve depois da palavra-passe.",
  "welcome.app.has": "Tem uma aplicação de autenticação: {0}.",
  "welcome.app.skip":
    "Pode saltar: então, além da palavra-passe, só há a sua chave de acesso e os seus códigos de recuperação.",
  "welcome.app.bare":
    "Pode saltar, mas então a sua palavra-passe sozinha abre este servidor: quem a souber gere-o.",

  "welcome.records": "Diga ao mundo para onde vai o seu correio",
  "welcome.records.try":
    "{0} serve para experimentar: não pode estar no DNS e não precisa de registos.",
  "welcome.records.show": "Mostrar o que um domínio verdadeiro precisaria",
  "welcome.records.later":
    "Não precisa de esperar aqui: os registos estão também em Domínios, na administração.",

  "welcome.certificate": "O certificado",
  "welcome.certificate.text":
    "Por ele os programas sabem que falam com o seu servidor e com ninguém pelo meio.",
  "welcome.certificate.try":
    "Para experimentar, o servidor faz o seu próprio certificado. Nesta máquina chega; para outros obtenha depois um verdadeiro.",

  "welcome.done": "Está tudo pronto",
  "welcome.done.text": "Este servidor é seu, {0}.",
  "welcome.done.people": "Adicionar contas para outros",
  "welcome.done.people.text": "Cada uma recebe uma palavra-passe que pode ser mudada.",
  "welcome.done.program": "Configurar um telefone ou um programa de correio",
  "welcome.done.program.text":
    "A maioria encontra o servidor por si quando escreve o seu endereço.",
  "welcome.done.account": "Cuidar da sua conta",
  "welcome.done.account.text":
    "Chaves de acesso, palavras-passe de aplicação, onde tem sessões abertas.",
  "welcome.done.go": "Abrir a administração",
  "welcome.exists": "{0} já existe. Se é sua, escreva a palavra-passe dela.",

  "problem.welcome.code":
    "Esse não é o código que o servidor mostrou no último arranque. Cada arranque mostra um novo.",
  "problem.welcome.done": "Este servidor já tem proprietário. Inicie sessão.",
  "problem.welcome.domain": "O seu endereço tem de ser do domínio {0}.",
} satisfies WelcomeWords;
