package org.mailstead.wire;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a certificate by SNI: an exact name before a wildcard, the first certificate when none
 * fits. The JDK asks once per key type and then fetches key and chain by alias, so an alias names
 * the generation that it was chosen from, and the one before stays until the next.
 */
final class SniKeyManager extends X509ExtendedKeyManager {
  private record Generations(int number, List<Identity> current, List<Identity> before) {
    @Nullable Identity named(String alias) {
      if (alias.startsWith(PROOF)) {
        return null; // it was taken away meanwhile
      }
      int dot = alias.indexOf('.');
      int generation = Integer.parseInt(alias.substring(0, dot));
      List<Identity> from =
          generation == number ? current : generation == number - 1 ? before : List.of();
      int index = Integer.parseInt(alias.substring(dot + 1));
      return index < from.size() ? from.get(index) : null;
    }
  }

  /** Begins the alias of what is shown for {@code acme-tls/1}; the name stands after it. */
  private static final String PROOF = "proof.";

  private final TlsAlpnProofs proofs;
  private volatile Generations generations = new Generations(0, List.of(), List.of());

  SniKeyManager(TlsAlpnProofs proofs) {
    this.proofs = proofs;
  }

  synchronized void use(List<Identity> identities) {
    Generations old = generations;
    generations = new Generations(old.number() + 1, List.copyOf(identities), old.current());
  }

  private @Nullable String choose(String keyType, @Nullable SSLSession session) {
    Generations now = generations;
    return candidates(now.current(), TlsStream.requestedName(session))
        .filter(i -> keyType.equals(now.current().get(i).key().getAlgorithm()))
        .mapToObj(i -> now.number() + "." + i)
        .findFirst()
        .orElse(null);
  }

  /**
   * All that are for the name, and no others, so that a certificate of the wrong name is not taken
   * because its key type is asked for first.
   */
  private static IntStream candidates(List<Identity> all, Optional<String> name) {
    String wanted = name.orElse("").toLowerCase(Locale.ROOT);
    int[] exact = indices(all, identity -> identity.names().contains(wanted));
    if (exact.length > 0) {
      return IntStream.of(exact);
    }
    int[] wildcard = indices(all, identity -> identity.covers(wanted));
    if (wildcard.length > 0) {
      return IntStream.of(wildcard);
    }
    // The default, and the same names with another type of key.
    return IntStream.of(indices(all, identity -> identity.names().equals(all.getFirst().names())));
  }

  private static int[] indices(
      List<Identity> all, java.util.function.Predicate<Identity> accepted) {
    return IntStream.range(0, all.size()).filter(i -> accepted.test(all.get(i))).toArray();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    if (TlsAlpnProofs.PROTOCOL.equals(engine.getHandshakeApplicationProtocol())) {
      return proof(keyType, engine.getHandshakeSession());
    }
    return choose(keyType, engine.getHandshakeSession());
  }

  /**
   * RFC 8737 section 3: the name asked for is one that is just being proven, or nothing is shown.
   */
  private @Nullable String proof(String keyType, @Nullable SSLSession session) {
    String name = TlsStream.requestedName(session).orElse("");
    return keyType.equals("EC") && proofs.of(name).isPresent() ? PROOF + name : null;
  }

  private Optional<TlsAlpnProofs.Proof> proofOf(String alias) {
    return alias.startsWith(PROOF) ? proofs.of(alias.substring(PROOF.length())) : Optional.empty();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return choose(keyType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    Optional<TlsAlpnProofs.Proof> proof = proofOf(alias);
    if (proof.isPresent()) {
      return new X509Certificate[] {proof.get().certificate()};
    }
    Identity identity = generations.named(alias);
    return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    Optional<TlsAlpnProofs.Proof> proof = proofOf(alias);
    if (proof.isPresent()) {
      return proof.get().key();
    }
    Identity identity = generations.named(alias);
    return identity == null ? null : identity.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    Generations now = generations;
    Map<Integer, String> aliases =
        IntStream.range(0, now.current().size())
            .filter(i -> keyType.equals(now.current().get(i).key().getAlgorithm()))
            .boxed()
            .collect(
                Collectors.toMap(i -> i, i -> now.number() + "." + i, (a, _) -> a, TreeMap::new));
    return aliases.isEmpty() ? null : aliases.values().toArray(String[]::new);
  }

  /** The server's certificates are not shown to other servers. */
  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
