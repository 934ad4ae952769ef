package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mailstead.identity.rows.FactorsRow;
import org.mailstead.words.AccountId;

/**
 * Codes on paper, for who has lost phone and key. Each counts once. They are random, 50 bits each,
 * and guessing is throttled like that of any second factor.
 */
public final class RecoveryCodes {
  private static final int COUNT = 10;
  private static final int LENGTH = 10;
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

  private final Factors factors;
  private final Secrets secrets;
  private final InstantSource clock;

  RecoveryCodes(Factors factors, Secrets secrets, InstantSource clock) {
    this.factors = factors;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Makes new ones; those that were there count no more. */
  public List<String> renew(AccountId account) {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      codes.add(code());
    }
    List<ByteString> hashes = codes.stream().map(code -> hash(account, code)).toList();
    factors.update(
        account,
        row ->
            row.toBuilder()
                .clearRecoveryCodes()
                .addAllRecoveryCodes(hashes)
                .setRecoveryMadeMs(clock.millis())
                .build());
    return codes;
  }

  private String code() {
    var code = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      code.append(i == LENGTH / 2 ? "-" : "");
      code.append(ALPHABET.charAt(secrets.source().nextInt(ALPHABET.length())));
    }
    return code.toString();
  }

  private ByteString hash(AccountId account, String code) {
    String bare = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    return ByteString.copyFrom(
        secrets.hash("recovery code of " + account, bare.getBytes(US_ASCII)));
  }

  /** Whether it is a code that is left; now it is used up. */
  boolean take(AccountId account, String code) {
    ByteString hash = hash(account, code);
    return factors.change(
        account,
        row -> {
          List<ByteString> left =
              row.getRecoveryCodesList().stream()
                  .filter(some -> !Secrets.same(some.toByteArray(), hash.toByteArray()))
                  .toList();
          FactorsRow now = row.toBuilder().clearRecoveryCodes().addAllRecoveryCodes(left).build();
          return new Factors.Changed<>(now, left.size() < row.getRecoveryCodesCount());
        });
  }

  /** How many are left. */
  public int left(AccountId account) {
    return factors.of(account).getRecoveryCodesCount();
  }
}
