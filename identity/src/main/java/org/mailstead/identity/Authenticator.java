package org.mailstead.identity;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Checks who signs in, on every protocol. */
public final class Authenticator {
  private static final System.Logger LOG = System.getLogger(Authenticator.class.getName());
  private static final Duration REMEMBERED = Duration.ofMinutes(5);
  private static final int MAX_REMEMBERED = 20_000;

  private final Directory directory;
  private final Passwords passwords;
  private final InstantSource clock;
  private final Throttle throttle;
  private final Presence presence;
  private final SecureRandom random = new SecureRandom();
  private final byte[] rememberKey = new byte[32];
  private final Map<String, Remembered> remembered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /**
   * A password that was right a moment ago. Mail clients sign in often, and Argon2 is dear by
   * design. The map's key is a keyed hash under a key that never leaves this process.
   */
  private record Remembered(ByteString generation, long until) {}

  public Authenticator(Directory directory, Passwords passwords, InstantSource clock) {
    this.directory = directory;
    this.passwords = passwords;
    this.clock = clock;
    this.throttle = new Throttle(clock);
    this.presence = new Presence(directory);
    random.nextBytes(rememberKey);
  }

  /**
   * Signs in with a password.
   *
   * @param name the address, or an alias of it
   * @throws Refused BAD_CREDENTIALS, or RATE_LIMITED after too many failures
   */
  public Login password(String name, String password, InetAddress from) {
    String known = canonical(name);
    guard(from, known);
    Optional<Account> account = find(name);
    if (account.isEmpty()) {
      passwords.waste(password);
      throw failed(from, known);
    }
    AccountId id = account.get().id();
    // Looked up first: should the password change meanwhile, the old one is not remembered.
    Optional<ByteString> generation = passwords.generation(id);
    if (!isRemembered(id, password, generation) && !passwords.matches(id, password)) {
      throw failed(from, known);
    }
    generation.ifPresent(now -> remember(id, password, now));
    return succeeded(account.get(), from, known);
  }

  /** Who a name is, where nobody has to prove it; empty for a switched-off account. */
  public Optional<Login> known(String name) {
    return find(name)
        .filter(account -> !account.disabled())
        .map(account -> new Login(account.id(), account.address()));
  }

  void guard(InetAddress from, String name) {
    if (!throttle.allows(from, name)) {
      throw new Refused(Problem.Kind.RATE_LIMITED, "login.throttled");
    }
  }

  Refused failed(InetAddress from, String name) {
    throttle.failed(from, name);
    LOG.log(INFO, "sign-in failed name={0} from={1}", name, from.getHostAddress());
    return new Refused(Problem.Kind.BAD_CREDENTIALS, "login.failed");
  }

  /** Called when a mechanism has proved who it is; a switched-off account ends here. */
  Login succeeded(Account account, InetAddress from, String name) {
    if (account.disabled()) {
      LOG.log(INFO, "sign-in to a disabled account name={0} from={1}", name, from.getHostAddress());
      throw new Refused(Problem.Kind.BAD_CREDENTIALS, "login.failed");
    }
    throttle.succeeded(from, name);
    return new Login(account.id(), account.address());
  }

  Presence presence() {
    return presence;
  }

  static String canonical(String name) {
    return EmailAddress.parse(name).map(EmailAddress::canonical).orElse("?");
  }

  Optional<Account> find(String name) {
    return EmailAddress.parse(name).flatMap(directory::account);
  }

  Optional<ScramKeys> scram(AccountId id) {
    return passwords.scram(id);
  }

  SecureRandom random() {
    return random;
  }

  /** Salts for names that do not exist: the same name gets the same one, like a real account. */
  byte[] fakeSalt(String name) {
    return java.util.Arrays.copyOf(
        ScramKeys.hmac(rememberKey, ("salt " + name).getBytes(UTF_8)), Argon2.SALT_BYTES);
  }

  private boolean isRemembered(AccountId id, String password, Optional<ByteString> generation) {
    Remembered found;
    synchronized (remembered) {
      found = remembered.get(rememberName(id, password));
    }
    return found != null
        && found.until > clock.millis()
        && generation.equals(Optional.of(found.generation));
  }

  private void remember(AccountId id, String password, ByteString generation) {
    var now = new Remembered(generation, clock.millis() + REMEMBERED.toMillis());
    synchronized (remembered) {
      remembered.put(rememberName(id, password), now);
    }
  }

  private String rememberName(AccountId id, String password) {
    byte[] text = (id.value() + " " + password).getBytes(UTF_8);
    return HexFormat.of().formatHex(ScramKeys.hmac(rememberKey, text));
  }

  static boolean sameBytes(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}
