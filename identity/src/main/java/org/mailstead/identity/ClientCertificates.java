package org.mailstead.identity;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.DirectoryRows.Place;
import org.mailstead.identity.rows.ClientCertificateRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Certificates that sign programs in, each to one account, registered one by one. */
public final class ClientCertificates {
  /** How many an account may have. */
  public static final int MOST = 20;

  private static final int MAX_NAME = 100;

  private final DirectoryRows rows;
  private final Accounts store;
  private final InstantSource clock;

  public ClientCertificates(Directory directory, InstantSource clock) {
    this.rows = directory.rows();
    this.store = directory.store();
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param fingerprint SHA-256 of the certificate, in hex
   * @param name what its owner calls it
   * @param subject whom it names; empty where that was not kept
   * @param ends as the certificate says
   */
  public record Registered(
      String fingerprint,
      AccountId account,
      String name,
      String subject,
      Instant made,
      Instant ends) {}

  /** SHA-256 of a certificate, in hex. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Has a certificate sign in to an account.
   *
   * @param called what its owner calls it; empty for what the certificate says
   * @throws Refused EXISTS when it signs in to one already, INVALID, TOO_MANY, EXPIRED
   */
  public Registered add(AccountId account, String called, X509Certificate certificate) {
    String subject = CertificateText.subject(certificate);
    String name = called.isBlank() ? shortened(subject) : called.strip();
    if (name.isBlank()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new Refused(Problem.Kind.INVALID, "certificate.name", Integer.toString(MAX_NAME));
    }
    if (!clock.instant().isBefore(certificate.getNotAfter().toInstant())) {
      throw new Refused(Problem.Kind.EXPIRED, "certificate.over");
    }
    if (list(account).size() >= MOST) {
      throw new Refused(Problem.Kind.TOO_MANY, "certificate.many", Integer.toString(MOST));
    }
    String fingerprint = fingerprint(certificate);
    ClientCertificateRow row =
        ClientCertificateRow.newBuilder()
            .setFingerprint(ByteString.copyFrom(HexFormat.of().parseHex(fingerprint)))
            .setAccount(account.value())
            .setName(name)
            .setSubject(subject)
            .setMadeMs(clock.millis())
            .setEndsMs(certificate.getNotAfter().toInstant().toEpochMilli())
            .build();
    Place place = rows.clientCertificate(fingerprint);
    store.update(
        place.partition(),
        draft -> {
          boolean taken =
              draft
                  .get(place.key())
                  .map(DirectoryRows::clientCertificateRow)
                  .filter(known -> rows.findAccount(new AccountId(known.getAccount())).isPresent())
                  .isPresent();
          if (taken) {
            throw new Refused(Problem.Kind.EXISTS, "certificate.exists");
          }
          draft.put(place.key(), Row.write(row));
        });
    return shown(row);
  }

  private static String shortened(String subject) {
    if (subject.length() <= MAX_NAME) {
      return subject;
    }
    boolean halved = Character.isHighSurrogate(subject.charAt(MAX_NAME - 1));
    return subject.substring(0, halved ? MAX_NAME - 1 : MAX_NAME);
  }

  private static Registered shown(ClientCertificateRow row) {
    return new Registered(
        HexFormat.of().formatHex(row.getFingerprint().toByteArray()),
        new AccountId(row.getAccount()),
        row.getName(),
        row.getSubject(),
        Instant.ofEpochMilli(row.getMadeMs()),
        Instant.ofEpochMilli(row.getEndsMs()));
  }

  /** The one of a fingerprint. */
  public Optional<Registered> find(String fingerprint) {
    return rows.findClientCertificate(fingerprint).map(ClientCertificates::shown);
  }

  /** Those of an account, the oldest first. */
  public List<Registered> list(AccountId account) {
    List<Registered> found = new ArrayList<>();
    for (int shard = 0; shard < DirectoryRows.SHARDS; shard++) {
      store
          .read(DirectoryRows.shard(shard))
          .each(
              KeyRange.collection(DirectoryRows.CLIENT_CERTIFICATES),
              entry -> {
                Registered one = shown(DirectoryRows.clientCertificateRow(entry.value()));
                if (one.account().equals(account)) {
                  found.add(one);
                }
              });
    }
    found.sort(Comparator.comparing(Registered::made));
    return found;
  }

  /**
   * Takes one away: connections that it opened end.
   *
   * @param fingerprint or its beginning, if no other begins so
   * @throws Refused NOT_FOUND
   */
  public Registered remove(AccountId account, String fingerprint) {
    List<Registered> such =
        list(account).stream().filter(one -> one.fingerprint().startsWith(fingerprint)).toList();
    if (such.size() != 1 || fingerprint.isEmpty()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "certificate.missing", fingerprint);
    }
    Place place = rows.clientCertificate(such.getFirst().fingerprint());
    store.update(place.partition(), draft -> draft.delete(place.key()));
    // Written as it is: connections of an account are looked at when its own row is.
    Place own = DirectoryRows.account(account);
    store.update(
        own.partition(), draft -> draft.get(own.key()).ifPresent(row -> draft.put(own.key(), row)));
    return such.getFirst();
  }
}
