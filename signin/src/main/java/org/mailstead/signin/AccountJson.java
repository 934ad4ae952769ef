package org.mailstead.signin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.mailstead.http.Json;
import org.mailstead.identity.Account;
import org.mailstead.identity.ClientCertificates;
import org.mailstead.identity.rights.Brands;
import org.mailstead.identity.signin.AccountSecurity;
import org.mailstead.identity.signin.AppPassword;
import org.mailstead.identity.signin.AppPasswords;
import org.mailstead.identity.signin.Authenticator;
import org.mailstead.identity.signin.Credential;
import org.mailstead.identity.signin.Devices;
import org.mailstead.identity.signin.Elsewhere;
import org.mailstead.identity.signin.Live;
import org.mailstead.identity.signin.Passkeys;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.identity.signin.RecoveryAddress;
import org.mailstead.identity.signin.SignIn;
import org.mailstead.identity.signin.TotpApps;
import org.mailstead.identity.signin.WebSession;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the account's page is told. Times are milliseconds since 1970, UTC; numbers are hex. */
record AccountJson(Authenticator authenticator, Brands brands, SignInServerConfig config) {
  private static String hex(long number) {
    return Long.toHexString(number);
  }

  private static long ms(Instant time) {
    return time.toEpochMilli();
  }

  ObjectNode who(Account account, WebSession session, boolean fresh) {
    ObjectNode json = Json.object();
    json.put("address", account.address().toString());
    json.put("name", account.name());
    json.put("language", account.language());
    json.put("onlySetUp", session.onlySetUp());
    json.put("fresh", fresh);
    json.set("brand", BrandJson.of(brands.of(account)));
    json.put("certificates", config.certificates());
    ArrayNode programs = json.putArray("programs");
    for (SignInServerConfig.Service service : config.programs()) {
      programs
          .addObject()
          .put("protocol", service.protocol().word())
          .put("host", service.host())
          .put("port", service.port())
          .put("security", service.security().name().toLowerCase(Locale.ROOT));
    }
    return json;
  }

  ObjectNode overview(AccountSecurity.Overview overview, WebSession asking) {
    ObjectNode json = Json.object();
    Account account = overview.account();
    json.put("address", account.address().toString());
    ObjectNode policy = json.putObject("policy");
    policy.put("secondFactor", overview.policy().rule().name().toLowerCase(Locale.ROOT));
    policy.put("graceDays", overview.policy().grace().toDays());
    policy.put("since", ms(overview.policy().since()));
    overview.passwordSet().ifPresent(at -> json.put("passwordSet", ms(at)));
    switch (overview.password()) {
      case Elsewhere.Changing.Here() -> {}
      case Elsewhere.Changing.At(String page) -> json.put("passwordPage", page);
    }
    json.put("passwordElsewhere", overview.passwordElsewhere());
    json.put("recoveryCodes", overview.recoveryCodes());
    overview.recovery().ifPresent(recovery -> recovery(json.putObject("recovery"), recovery));
    ArrayNode totp = json.putArray("totp");
    for (TotpApps.App app : overview.totp()) {
      totp.addObject().put("id", hex(app.id())).put("name", app.name()).put("made", ms(app.made()));
    }
    ArrayNode passkeys = json.putArray("passkeys");
    overview.passkeys().forEach(key -> passkey(passkeys.addObject(), key));
    ArrayNode apps = json.putArray("appPasswords");
    List<SignIn> signIns = authenticator.signIns(account.id());
    overview.appPasswords().forEach(app -> appPassword(apps.addObject(), app, signIns));
    ArrayNode sessions = json.putArray("sessions");
    overview.sessions().forEach(one -> session(sessions.addObject(), one, asking));
    ArrayNode connections = json.putArray("connections");
    overview.connections().forEach(one -> connection(connections.addObject(), one, overview));
    ArrayNode devices = json.putArray("devices");
    overview.devices().forEach(one -> device(devices.addObject(), one));
    return json;
  }

  private static void recovery(ObjectNode json, RecoveryAddress recovery) {
    recovery
        .address()
        .ifPresent(
            address -> json.put("address", address.toString()).put("since", ms(recovery.since())));
    recovery.next().ifPresent(address -> json.put("next", address.toString()));
  }

  private static void passkey(ObjectNode json, Passkeys.Passkey key) {
    json.put("id", key.id());
    json.put("name", key.name());
    json.put("made", ms(key.made()));
    key.used().ifPresent(at -> json.put("used", ms(at)));
    json.put("backedUp", key.backedUp());
  }

  private static void appPassword(ObjectNode json, AppPassword app, List<SignIn> signIns) {
    json.put("id", hex(app.id()));
    json.put("name", app.name());
    json.put("made", ms(app.made()));
    json.put("readOnly", app.terms().readOnly());
    app.terms().expires().ifPresent(at -> json.put("expires", ms(at)));
    ArrayNode protocols = json.putArray("protocols");
    app.terms().protocols().stream().sorted().map(Protocol::word).forEach(protocols::add);
    ArrayNode networks = json.putArray("networks");
    app.terms().networks().forEach(network -> networks.add(network.toString()));
    used(json, new Credential.AppPassword(app.id()), signIns);
  }

  /** When it last opened the account, as far as the history goes back. */
  private static void used(ObjectNode json, Credential credential, List<SignIn> signIns) {
    String way = credential.word();
    signIns.stream()
        .filter(signIn -> signIn.way().equals(way) && signIn.refused().isEmpty())
        .findFirst()
        .ifPresent(last ->
            json.putObject("used")
                .put("at", ms(last.last()))
                .put("from", last.from())
                .put("protocol", last.protocol().word()));
  }

  private static void session(ObjectNode json, WebSession session, WebSession asking) {
    json.put("id", hex(session.id()));
    json.put("own", session.id() == asking.id());
    json.put("made", ms(session.made()));
    json.put("seen", ms(session.seen()));
    json.put("from", session.from());
    json.put("client", session.client());
    json.put("kept", session.kept());
    session.proofs().stream().sorted().forEach(json.putArray("proofs")::add);
  }

  private static void connection(ObjectNode json, Live live, AccountSecurity.Overview overview) {
    json.put("id", hex(live.number()));
    json.put("protocol", live.attempt().protocol().word());
    json.put("from", live.attempt().from().getHostAddress());
    json.put("client", live.attempt().client());
    json.put("since", ms(live.since()));
    json.put("with", named(live.credential(), overview.appPasswords()));
  }

  private static String named(Credential credential, List<AppPassword> apps) {
    return switch (credential) {
      case Credential.AppPassword(long id) ->
          apps.stream()
              .filter(app -> app.id() == id)
              .map(AppPassword::name)
              .findFirst()
              .orElse("app-password");
      case Credential.Password _,
          Credential.Certificate _,
          Credential.Granted _,
          Credential.Permitted _,
          Credential.Vouched _ ->
          credential.word();
    };
  }

  private static void device(ObjectNode json, Devices.Device device) {
    json.put("id", hex(device.id()));
    json.put("client", device.client());
    json.put("made", ms(device.made()));
    json.put("seen", ms(device.seen()));
    json.put("trusted", ms(device.trusted()));
  }

  ArrayNode signIns(AccountId account) {
    ArrayNode json = Json.object().putArray("all");
    for (SignIn signIn : authenticator.signIns(account)) {
      ObjectNode one = json.addObject();
      one.put("protocol", signIn.protocol().word());
      one.put("way", signIn.way());
      one.put("from", signIn.from());
      one.put("network", signIn.network());
      one.put("client", signIn.client());
      one.put("first", ms(signIn.first()));
      one.put("last", ms(signIn.last()));
      one.put("count", signIn.count());
      signIn.refused().ifPresent(why -> one.put("refused", why));
    }
    return json;
  }

  ObjectNode certificates(AccountId account, List<ClientCertificates.Registered> all) {
    ObjectNode json = Json.object();
    ArrayNode certificates = json.putArray("certificates");
    List<SignIn> signIns = all.isEmpty() ? List.of() : authenticator.signIns(account);
    for (ClientCertificates.Registered one : all) {
      ObjectNode shown = certificates.addObject();
      shown.put("fingerprint", one.fingerprint());
      shown.put("name", one.name());
      shown.put("subject", one.subject());
      shown.put("made", ms(one.made()));
      shown.put("ends", ms(one.ends()));
      used(shown, new Credential.Certificate(one.fingerprint(), true, one.ends()), signIns);
    }
    return json;
  }

  ObjectNode setUp(TotpApps.SetUp setUp) {
    return Json.object()
        .put("id", hex(setUp.id()))
        .put("secret", setUp.secret())
        .put("uri", setUp.uri());
  }

  ObjectNode recoveryCodes(List<String> codes) {
    ObjectNode json = Json.object();
    codes.forEach(json.putArray("recoveryCodes")::add);
    return json;
  }

  ObjectNode made(AppPasswords.Made made, Account account) {
    ObjectNode json = Json.object();
    appPassword(json, made.password(), List.of());
    return json.put("password", made.text()).put("address", account.address().toString());
  }
}
