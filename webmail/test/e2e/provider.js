// A provider of identities that others wrote (oidc-provider), with people of example.com's kind:
// whoever types a name is that person, and has the address NAME@corp.test. Its pages are those that
// it has for development. Usage: node provider.js PORT REDIRECT
import Provider from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "mailstead",
      client_secret: "a secret: of 50% of the client",
      redirect_uris: [redirect],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@corp.test`,
      email_verified: id !== "eve",
      name: `The person ${id}`,
    }),
  }),
  pkce: { required: () => true },
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
