package org.mailstead.post;

import static java.lang.System.Logger.Level.WARNING;

import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.filter.dkim.DkimSigner;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.dkim.SigningPolicy;
import org.mailstead.identity.DomainKey;
import org.mailstead.identity.DomainKeys;

/** The keys of our domains, ready to sign. */
public final class KeyRing {
  private static final System.Logger LOG = System.getLogger(KeyRing.class.getName());

  /** Keys that are kept ready; more are read anew for each message. */
  private static final int MOST = 1000;

  private record Ready(byte[] known, SigningKey key) {}

  private final DomainKeys keys;
  private final DkimSigner signer;
  private final Map<KeyName, Ready> ready = new ConcurrentHashMap<>();

  public KeyRing(DomainKeys keys, InstantSource clock) {
    this.keys = keys;
    this.signer = new DkimSigner(SigningPolicy.DEFAULT, clock);
  }

  public DkimSigner signer() {
    return signer;
  }

  /** The keys that sign a domain's mail now. */
  public List<SigningKey> signing(String domain) {
    List<SigningKey> found = new ArrayList<>();
    for (DomainKey key : keys.of(domain)) {
      if (key.state() == DomainKey.State.SIGNING) {
        ready(new KeyName(domain, key.selector()), key).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<SigningKey> ready(KeyName name, DomainKey key) {
    Ready known = ready.get(name);
    if (known != null && Arrays.equals(known.known(), key.known())) {
      return Optional.of(known.key());
    }
    try {
      SigningKey made = SigningKey.of(name, key.secret(), key.known());
      if (ready.size() < MOST) {
        ready.put(name, new Ready(key.known(), made));
      }
      return Optional.of(made);
    } catch (GeneralSecurityException e) {
      LOG.log(WARNING, "the key {0} cannot be read, and signs nothing", name.dnsName());
      return Optional.empty();
    }
  }
}
