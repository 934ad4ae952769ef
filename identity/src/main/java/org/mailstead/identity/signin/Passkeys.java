package org.mailstead.identity.signin;

import static java.lang.System.Logger.Level.DEBUG;

import com.google.protobuf.ByteString;
import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailstead.identity.rows.FactorsRow;
import org.mailstead.identity.rows.PasskeyRow;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Passkeys (Web Authentication level 3): a key that a phone, computer or stick keeps, unlocks with
 * finger, face or PIN, and uses for this site alone, so that no look-alike site gets anything. Who
 * made the authenticator is not asked.
 */
public final class Passkeys {
  private static final System.Logger LOG = System.getLogger(Passkeys.class.getName());

  /** How long a person may take for touching a key. */
  static final Duration LIFE = Duration.ofMinutes(5);

  private static final int MOST = 20;
  private static final int MAX_NAME = 100;
  private static final int MAX_RESPONSE = 32_768;
  private static final int HANDLE_CHANCE = 24;
  private static final String SIGN_IN = "passkey sign-in";

  /** What authenticators are asked for, best first: Ed25519, ECDSA P-256, RSA. */
  private static final List<COSEAlgorithmIdentifier> ALGORITHMS =
      List.of(
          COSEAlgorithmIdentifier.EdDSA,
          COSEAlgorithmIdentifier.ES256,
          COSEAlgorithmIdentifier.RS256);

  private final Factors factors;
  private final Secrets secrets;
  private final Tokens tokens;
  private final SignInConfig config;
  private final InstantSource clock;
  private final WebAuthnManager webAuthn;
  private final AttestedCredentialDataConverter converter;

  Passkeys(Factors factors, Secrets secrets, SignInConfig config, InstantSource clock) {
    this.factors = factors;
    this.secrets = secrets;
    this.tokens = new Tokens(secrets);
    this.config = config;
    this.clock = clock;
    var objects = new ObjectConverter();
    this.webAuthn = WebAuthnManager.createNonStrictWebAuthnManager(objects);
    this.converter = new AttestedCredentialDataConverter(objects);
  }

  /** One in use. */
  public record Passkey(
      String id,
      String name,
      Instant made,
      Optional<Instant> used,
      boolean backedUp,
      boolean prf) {}

  /**
   * What a browser needs to make a passkey.
   *
   * @param user WebAuthn's handle of the person, which tells nothing
   * @param algorithms COSE numbers, best first
   * @param known passkeys that are there: no authenticator makes a second one
   */
  public record Making(
      byte[] challenge,
      String relyingParty,
      String site,
      byte[] user,
      List<Long> algorithms,
      List<byte[]> known) {}

  /**
   * What a browser needs to use one.
   *
   * @param allowed those of the person who is signing in; none for whichever the person has
   */
  public record Asking(byte[] challenge, String relyingParty, List<byte[]> allowed) {}

  private static String making(AccountId account) {
    return "passkey of " + account;
  }

  /** Begins with a new passkey. */
  public Making begin(AccountId account) {
    ByteString handle = factors.change(account, row -> handle(account, row));
    FactorsRow row = factors.of(account);
    return new Making(
        tokens.challenge(making(account), clock.instant()),
        config.relyingParty(),
        config.issuer(),
        handle.toByteArray(),
        ALGORITHMS.stream().map(COSEAlgorithmIdentifier::getValue).toList(),
        ids(row));
  }

  private Factors.Changed<ByteString> handle(AccountId account, FactorsRow row) {
    if (!row.getUserHandle().isEmpty()) {
      return new Factors.Changed<>(row, row.getUserHandle());
    }
    byte[] made =
        ByteBuffer.allocate(Long.BYTES + HANDLE_CHANCE)
            .putLong(account.value())
            .put(secrets.random(HANDLE_CHANCE))
            .array();
    ByteString handle = ByteString.copyFrom(made);
    return new Factors.Changed<>(row.toBuilder().setUserHandle(handle).build(), handle);
  }

  private static List<byte[]> ids(FactorsRow row) {
    return row.getPasskeysList().stream().map(key -> key.getCredentialId().toByteArray()).toList();
  }

  /**
   * Takes a passkey that a browser has made.
   *
   * @param response the credential as {@code toJSON()} gives it
   * @param prf whether the browser says that it can make keys for encryption
   * @throws Refused INVALID for a name or response that makes no sense, BAD_CREDENTIALS for one
   *     that does not prove what it should, EXISTS, TOO_MANY
   */
  public Passkey add(AccountId account, String name, String response, boolean prf) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new Refused(Problem.Kind.INVALID, "factor.name", Integer.toString(MAX_NAME));
    }
    checkSize(response);
    RegistrationData data = library(() -> webAuthn.parseRegistrationResponseJSON(response));
    byte[] challenge = challenge(data.getCollectedClientData());
    if (tokens.open(making(account), challenge, LIFE, clock.instant()).isEmpty()) {
      throw wrong("challenge");
    }
    library(() -> webAuthn.verify(data, registration(challenge)));
    PasskeyRow made = row(data, name.strip(), prf);
    factors.update(account, row -> with(row, made));
    return shown(made);
  }

  private static void checkSize(String response) {
    if (response.length() > MAX_RESPONSE) {
      throw new Refused(Problem.Kind.INVALID, "passkey.response");
    }
  }

  private static Refused wrong(String why) {
    return new Refused(Problem.Kind.BAD_CREDENTIALS, "passkey.wrong", why);
  }

  private static byte[] challenge(@Nullable CollectedClientData client) {
    if (client == null) {
      throw wrong("challenge");
    }
    return client.getChallenge().getValue();
  }

  private RegistrationParameters registration(byte[] challenge) {
    List<PublicKeyCredentialParameters> kinds =
        ALGORITHMS.stream()
            .map(algorithm ->
                new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm))
            .toList();
    return new RegistrationParameters(server(challenge), kinds, true, true);
  }

  private ServerProperty server(byte[] challenge) {
    Set<Origin> origins = config.origins().stream().map(Origin::new).collect(Collectors.toSet());
    return ServerProperty.builder()
        .origins(origins)
        .rpId(config.relyingParty())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private PasskeyRow row(RegistrationData data, String name, boolean prf) {
    if (data.getAttestationObject() == null) {
      throw wrong("attestation");
    }
    AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData attested = authenticator.getAttestedCredentialData();
    if (attested == null) {
      throw wrong("credential");
    }
    PasskeyRow.Builder row =
        PasskeyRow.newBuilder()
            .setCredentialId(ByteString.copyFrom(attested.getCredentialId()))
            .setAttested(ByteString.copyFrom(converter.convert(attested)))
            .setSignCount(authenticator.getSignCount())
            .setName(name)
            .setMadeMs(clock.millis())
            .setCanBeBackedUp(authenticator.isFlagBE())
            .setBackedUp(authenticator.isFlagBS())
            .setPrf(prf);
    if (data.getTransports() != null) {
      data.getTransports().forEach(transport -> row.addTransports(transport.getValue()));
    }
    return row.build();
  }

  private static FactorsRow with(FactorsRow row, PasskeyRow made) {
    if (find(row, made.getCredentialId()).isPresent()) {
      throw new Refused(Problem.Kind.EXISTS, "passkey.exists");
    }
    if (row.getPasskeysCount() >= MOST) {
      throw new Refused(Problem.Kind.TOO_MANY, "factor.many", Integer.toString(MOST));
    }
    return row.toBuilder().addPasskeys(made).build();
  }

  private static Optional<PasskeyRow> find(FactorsRow row, ByteString id) {
    return row.getPasskeysList().stream().filter(key -> key.getCredentialId().equals(id)).findAny();
  }

  /** Asks for whichever passkey the person has for this site. */
  Asking ask() {
    return ask(List.of());
  }

  /** Asks for one of the account's. */
  Asking ask(AccountId account) {
    return ask(ids(factors.of(account)));
  }

  private Asking ask(List<byte[]> allowed) {
    return new Asking(tokens.challenge(SIGN_IN, clock.instant()), config.relyingParty(), allowed);
  }

  /**
   * Whom a passkey belongs to that has proved itself.
   *
   * @param verified whether the authenticator made sure who held it: two factors in one
   */
  record Proved(AccountId account, boolean verified) {}

  /**
   * Checks what a browser brings.
   *
   * @param expected whose it must be; empty where the passkey says who it is
   * @throws Refused INVALID, BAD_CREDENTIALS
   */
  Proved prove(Optional<AccountId> expected, String response) {
    checkSize(response);
    AuthenticationData data = library(() -> webAuthn.parseAuthenticationResponseJSON(response));
    byte[] challenge = challenge(data.getCollectedClientData());
    Tokens.Held held =
        tokens
            .open(SIGN_IN, challenge, LIFE, clock.instant())
            .orElseThrow(() -> wrong("challenge"));
    AccountId account = expected.orElseGet(() -> owner(data));
    return prove(account, data, challenge, held.made(), expected.isEmpty());
  }

  /** The library stumbles over what is missing or misspelt with whatever exception comes first. */
  private static <T> T library(Supplier<T> call) {
    try {
      return call.get();
    } catch (VerificationException e) {
      throw wrong(e.getClass().getSimpleName());
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "a browser sent what is no passkey", e);
      throw new Refused(Problem.Kind.INVALID, "passkey.response");
    }
  }

  private static Optional<ByteString> handle(AuthenticationData data) {
    Object handle = data.getUserHandle();
    return handle instanceof byte[] bytes
        ? Optional.of(ByteString.copyFrom(bytes))
        : Optional.empty();
  }

  private static AccountId owner(AuthenticationData data) {
    return handle(data)
        .filter(handle -> handle.size() == Long.BYTES + HANDLE_CHANCE)
        .map(handle -> handle.asReadOnlyByteBuffer().getLong())
        .filter(number -> number > 0)
        .map(AccountId::new)
        .orElseThrow(() -> wrong("user"));
  }

  private Proved prove(
      AccountId account, AuthenticationData data, byte[] challenge, Instant made, boolean alone) {
    FactorsRow row = factors.of(account);
    if (handle(data).filter(handle -> !handle.equals(row.getUserHandle())).isPresent()) {
      throw wrong("user");
    }
    ByteString id = ByteString.copyFrom(data.getCredentialId());
    PasskeyRow key = find(row, id).orElseThrow(() -> wrong("unknown"));
    AttestedCredentialData attested = converter.convert(key.getAttested().toByteArray());
    var record =
        new CredentialRecordImpl(
            null,
            true,
            key.getCanBeBackedUp(),
            key.getBackedUp(),
            key.getSignCount(),
            attested,
            null,
            null,
            null,
            null);
    var parameters = new AuthenticationParameters(server(challenge), record, null, alone, true);
    library(() -> webAuthn.verify(data, parameters));
    AuthenticatorData<?> authenticator = data.getAuthenticatorData();
    if (authenticator == null) {
      throw wrong("authenticator");
    }
    factors.update(account, now -> used(now, id, authenticator, made));
    return new Proved(account, authenticator.isFlagUV());
  }

  /** A challenge counts once: only one younger than the last that was answered. */
  private FactorsRow used(
      FactorsRow row, ByteString id, AuthenticatorData<?> authenticator, Instant challenge) {
    PasskeyRow key = find(row, id).orElseThrow(() -> wrong("unknown"));
    if (challenge.toEpochMilli() <= key.getLastChallengeMs()) {
      throw wrong("replay");
    }
    PasskeyRow now =
        key.toBuilder()
            .setSignCount(authenticator.getSignCount())
            .setBackedUp(authenticator.isFlagBS())
            .setUsedMs(clock.millis())
            .setLastChallengeMs(challenge.toEpochMilli())
            .build();
    return row.toBuilder().setPasskeys(row.getPasskeysList().indexOf(key), now).build();
  }

  public List<Passkey> list(AccountId account) {
    return factors.of(account).getPasskeysList().stream().map(Passkeys::shown).toList();
  }

  private static Passkey shown(PasskeyRow row) {
    return new Passkey(
        HexFormat.of().formatHex(row.getCredentialId().toByteArray()),
        row.getName(),
        Instant.ofEpochMilli(row.getMadeMs()),
        row.getUsedMs() == 0
            ? Optional.empty()
            : Optional.of(Instant.ofEpochMilli(row.getUsedMs())),
        row.getBackedUp(),
        row.getPrf());
  }

  /**
   * @return its name
   * @throws Refused NOT_FOUND
   */
  String remove(AccountId account, String id) {
    return factors.change(
        account,
        row -> {
          PasskeyRow gone =
              row.getPasskeysList().stream()
                  .filter(key -> shown(key).id().equals(id))
                  .findAny()
                  .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "factor.missing"));
          FactorsRow left =
              row.toBuilder().removePasskeys(row.getPasskeysList().indexOf(gone)).build();
          return new Factors.Changed<>(left, gone.getName());
        });
  }
}
