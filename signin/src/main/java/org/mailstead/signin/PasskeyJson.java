package org.mailstead.signin;

import java.util.Base64;
import org.mailstead.http.Json;
import org.mailstead.identity.Account;
import org.mailstead.identity.signin.Passkeys;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What browsers read with {@code parseCreationOptionsFromJSON} and {@code
 * parseRequestOptionsFromJSON} (Web Authentication level 3 section 5.1.9).
 */
final class PasskeyJson {
  private static final int TIMEOUT_MS = 300_000;

  private PasskeyJson() {}

  private static String url64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static ObjectNode making(Passkeys.Making making, Account account) {
    ObjectNode json = Json.object();
    json.put("challenge", url64(making.challenge()));
    json.put("timeout", TIMEOUT_MS);
    json.put("attestation", "none");
    json.putObject("rp").put("id", making.relyingParty()).put("name", making.site());
    String address = account.address().toString();
    json.putObject("user")
        .put("id", url64(making.user()))
        .put("name", address)
        .put("displayName", account.name().isEmpty() ? address : account.name());
    ArrayNode kinds = json.putArray("pubKeyCredParams");
    making.algorithms().forEach(alg -> kinds.addObject().put("type", "public-key").put("alg", alg));
    ArrayNode known = json.putArray("excludeCredentials");
    making.known().forEach(id -> known.addObject().put("type", "public-key").put("id", url64(id)));
    json.putObject("authenticatorSelection")
        .put("residentKey", "required")
        .put("requireResidentKey", true)
        .put("userVerification", "required");
    // With it a passkey can make keys for encryption later.
    json.putObject("extensions").putObject("prf");
    return json;
  }

  static ObjectNode asking(Passkeys.Asking asking) {
    ObjectNode json = Json.object();
    json.put("challenge", url64(asking.challenge()));
    json.put("timeout", TIMEOUT_MS);
    json.put("rpId", asking.relyingParty());
    json.put("userVerification", asking.allowed().isEmpty() ? "required" : "preferred");
    ArrayNode allowed = json.putArray("allowCredentials");
    asking
        .allowed()
        .forEach(id -> allowed.addObject().put("type", "public-key").put("id", url64(id)));
    return json;
  }
}
