package org.mailstead.jmap.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.mailstead.post.ObjectIds;
import org.mailstead.words.AccountId;

/**
 * What a client was told last, in a text that it gives back when it comes again (RFC 8887 section
 * 4.3.5.1). It holds a short check of each type's state; what does not match is told. Nothing is
 * kept here for it, and whatever a client makes up has it told too much at worst.
 */
public final class PushState {
  /** Accounts that are in it; those of the rest are told when the client comes again. */
  private static final int MOST = 100;

  private static final int CHECK = 8;

  private final Map<String, Set<String>> checks;

  private PushState(Map<String, Set<String>> checks) {
    this.checks = checks;
  }

  /** Writes what is known of accounts, by type. */
  static String of(Map<AccountId, Map<String, String>> known) {
    var text = new StringBuilder();
    known.entrySet().stream()
        .limit(MOST)
        .forEach(account -> {
          text.append(text.isEmpty() ? "" : ".").append(ObjectIds.account(account.getKey()));
          text.append('~');
          account.getValue().forEach((type, state) -> text.append(check(type, state)));
        });
    return text.toString();
  }

  /** Reads what a client gives; what is not understood says nothing. */
  public static PushState parse(String text) {
    Map<String, Set<String>> checks = new HashMap<>();
    for (String account : List.of(text.split("\\.", MOST + 1))) {
      int at = account.indexOf('~');
      Set<String> all = new HashSet<>();
      for (int i = at + 1; at > 0 && i + CHECK <= account.length(); i += CHECK) {
        all.add(account.substring(i, i + CHECK));
      }
      checks.put(at > 0 ? account.substring(0, at) : "", all);
    }
    return new PushState(checks);
  }

  /** The types whose state is another one than it was. */
  Map<String, String> changed(AccountId account, Map<String, String> now) {
    Set<String> known = checks.getOrDefault(ObjectIds.account(account), Set.of());
    Map<String, String> changed = new LinkedHashMap<>();
    now.forEach((type, state) -> {
      if (!known.contains(check(type, state))) {
        changed.put(type, state);
      }
    });
    return changed;
  }

  private static String check(String type, String state) {
    var crc = new CRC32();
    crc.update((type + "=" + state).getBytes(UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
