package org.mailstead.identity.ldap;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.util.StaticUtils;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mailstead.identity.signin.Elsewhere.Particulars;
import org.mailstead.words.EmailAddress;

/** What a directory tells of a person, in the words of the directories that are about. */
record LdapEntry(Entry entry) {
  private static final String[] NAMES = {"displayName", "cn"};
  private static final String[] ALIASES = {"mailAlternateAddress", "mailAlias"};
  private static final String PROXIES = "proxyAddresses";
  private static final String SMTP = "smtp:";
  private static final String OWN_SMTP = "SMTP:";

  /** Which tell that the password is another one: Active Directory, OpenLDAP, FreeIPA, NIS. */
  private static final String[] MARKERS = {
    "pwdLastSet", "pwdChangedTime", "krbLastPwdChange", "shadowLastChange"
  };

  /** All that is asked for. */
  static final String[] WANTED =
      Stream.of(
              List.of(NAMES),
              List.of(ALIASES),
              List.of(MARKERS),
              List.of(
                  "mail",
                  PROXIES,
                  "memberOf",
                  "uid",
                  "userAccountControl",
                  "accountExpires",
                  "nsAccountLock",
                  "pwdAccountLockedTime",
                  "shadowExpire",
                  "krbPrincipalExpiration",
                  "loginDisabled"))
          .flatMap(List::stream)
          .toArray(String[]::new);

  /** Active Directory's bit of an account that is switched off. */
  private static final long AD_DISABLED = 2;

  /** From 1601, in tenths of a microsecond, to 1970. */
  private static final long FILETIME_EPOCH = 116_444_736_000_000_000L;

  /** OpenLDAP's way to say: until somebody lets him in again. */
  private static final String LOCKED_FOR_GOOD = "000001010000Z";

  private static final int MOST_ALIASES = 50;
  private static final int MOST_NAME = 200;

  String dn() {
    return entry.getDN();
  }

  private Optional<String> value(String attribute) {
    return Optional.ofNullable(entry.getAttributeValue(attribute));
  }

  private List<String> values(String attribute) {
    String[] values = entry.getAttributeValues(attribute);
    return values == null ? List.of() : List.of(values);
  }

  /** Active Directory, or Samba in its place: no other has this attribute. */
  boolean isOfActiveDirectory() {
    return entry.hasAttribute("userAccountControl");
  }

  List<String> groups() {
    return values("memberOf");
  }

  Optional<String> uid() {
    return value("uid");
  }

  /** Addresses, the first of them the one that is the entry's own. */
  List<EmailAddress> addresses() {
    Set<EmailAddress> all = new LinkedHashSet<>();
    values("mail").forEach(text -> EmailAddress.parse(text).ifPresent(all::add));
    for (String text : values(PROXIES)) {
      // Active Directory writes the first of them in capitals.
      if (text.startsWith(OWN_SMTP)) {
        EmailAddress.parse(text.substring(SMTP.length())).ifPresent(all::add);
      }
    }
    return List.copyOf(all);
  }

  /** Distinguished names and user names of who is in a group. */
  List<String> members() {
    return Stream.of("member", "uniqueMember").flatMap(one -> values(one).stream()).toList();
  }

  List<String> memberUids() {
    return values("memberUid");
  }

  /**
   * @param asked the address that the person was found by
   */
  Particulars particulars(EmailAddress asked) {
    Set<EmailAddress> mail = new LinkedHashSet<>();
    values("mail").forEach(text -> EmailAddress.parse(text).ifPresent(mail::add));
    EmailAddress own =
        mail.stream().filter(one -> one.domain().equals(asked.domain())).findFirst().orElse(asked);
    Set<EmailAddress> aliases = new LinkedHashSet<>(mail);
    for (String attribute : ALIASES) {
      values(attribute).forEach(text -> EmailAddress.parse(text).ifPresent(aliases::add));
    }
    for (String text : values(PROXIES)) {
      if (text.regionMatches(true, 0, SMTP, 0, SMTP.length())) {
        EmailAddress.parse(text.substring(SMTP.length())).ifPresent(aliases::add);
      }
    }
    aliases.remove(own);
    return new Particulars(own, name(), aliases.stream().limit(MOST_ALIASES).toList(), marker());
  }

  private String name() {
    for (String attribute : NAMES) {
      Optional<String> name = value(attribute).map(text -> text.replaceAll("\\p{Cc}", " ").strip());
      if (name.filter(text -> !text.isEmpty()).isPresent()) {
        String text = name.get();
        return text.length() > MOST_NAME ? text.substring(0, MOST_NAME) : text;
      }
    }
    return "";
  }

  private String marker() {
    List<String> told = new ArrayList<>();
    for (String attribute : MARKERS) {
      value(attribute).ifPresent(value -> told.add(attribute + "=" + value));
    }
    String all = String.join(" ", told);
    return all.length() > MOST_NAME ? all.substring(0, MOST_NAME) : all;
  }

  /** Why the person may not sign in; empty when nothing of the entry says so. */
  Optional<String> whyOut(Instant now) {
    if (number("userAccountControl").filter(bits -> (bits & AD_DISABLED) != 0).isPresent()
        || isTrue("nsAccountLock")
        || isTrue("loginDisabled")) {
      return Optional.of("switched off");
    }
    if (value("pwdAccountLockedTime").filter(LOCKED_FOR_GOOD::equals).isPresent()) {
      return Optional.of("locked");
    }
    boolean over =
        number("accountExpires").flatMap(LdapEntry::ofFiletime).filter(now::isAfter).isPresent()
            || number("shadowExpire")
                .filter(days -> days >= 0 && days < 1_000_000)
                .filter(days -> now.isAfter(Instant.EPOCH.plus(Duration.ofDays(days))))
                .isPresent()
            || value("krbPrincipalExpiration")
                .flatMap(LdapEntry::ofGeneralizedTime)
                .filter(now::isAfter)
                .isPresent();
    return over ? Optional.of("run out") : Optional.empty();
  }

  private boolean isTrue(String attribute) {
    return value(attribute).filter(text -> text.equalsIgnoreCase("true")).isPresent();
  }

  private Optional<Long> number(String attribute) {
    try {
      return value(attribute).map(Long::parseLong);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Empty for never, which is written in two ways. */
  private static Optional<Instant> ofFiletime(long ticks) {
    return ticks <= 0 || ticks == Long.MAX_VALUE
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli((ticks - FILETIME_EPOCH) / 10_000));
  }

  private static Optional<Instant> ofGeneralizedTime(String text) {
    try {
      return Optional.of(StaticUtils.decodeGeneralizedTime(text).toInstant());
    } catch (ParseException _) {
      return Optional.empty();
    }
  }
}
