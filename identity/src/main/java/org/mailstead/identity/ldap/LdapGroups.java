package org.mailstead.identity.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailstead.identity.signin.Elsewhere.Groups;
import org.mailstead.identity.signin.Elsewhere.ToldGroup;
import org.mailstead.words.EmailAddress;

/**
 * The groups of a directory that have an address of its domain, with who is in them. People and
 * groups are read in two sweeps: one question for each member would be too many.
 */
final class LdapGroups {
  /** Entries an answer; Active Directory gives no more than 1000. */
  private static final int PAGE = 500;

  /** Entries of a sweep. */
  private static final int MOST = 200_000;

  static final int MOST_MEMBERS = 10_000;

  private static final String[] PEOPLE = {"mail", "proxyAddresses", "uid", "memberOf"};
  private static final String[] GROUPS = {
    "mail", "proxyAddresses", "member", "uniqueMember", "memberUid"
  };
  private static final List<String> CLASSES =
      List.of("group", "groupOfNames", "groupOfUniqueNames", "groupOfMembers", "posixGroup");

  private final LdapPeople people;
  private final String domain;

  /** People by their distinguished name, as all names here in one spelling. */
  private final Map<String, EmailAddress> byName = new HashMap<>();

  private final Map<String, EmailAddress> byUid = new HashMap<>();

  /** By the group's name: a large one of Active Directory does not tell of all its members. */
  private final Map<String, List<EmailAddress>> byGroup = new HashMap<>();

  private final Map<String, LdapEntry> groups = new LinkedHashMap<>();

  LdapGroups(LdapPeople people, String domain) {
    this.people = people;
    this.domain = domain;
  }

  Groups read() {
    String base = people.settings().mailGroups();
    if (base.isEmpty()) {
      return new Groups.None();
    }
    try {
      return people
          .servers()
          .talk(
              LdapServers.As.READER,
              c -> {
                sweep(c, people.settings().base(), withAddress(), PEOPLE, this::person);
                sweep(c, base, ofClass(), GROUPS, entry -> groups.put(name(entry.dn()), entry));
                return new Groups.Told(told());
              });
    } catch (LDAPException e) {
      return new Groups.Unknown(LdapPeople.said(e));
    }
  }

  private static Filter withAddress() {
    return Filter.createORFilter(
        Filter.createPresenceFilter("mail"), Filter.createPresenceFilter("proxyAddresses"));
  }

  private static Filter ofClass() {
    return Filter.createORFilter(
        CLASSES.stream().map(one -> Filter.createEqualityFilter("objectClass", one)).toList());
  }

  /** Reads all that a filter finds, page by page (RFC 2696). */
  private void sweep(
      LDAPConnection c, String base, Filter filter, String[] wanted, Consumer<LdapEntry> each)
      throws LDAPException {
    var request = new SearchRequest(base, SearchScope.SUB, filter, wanted);
    int read = 0;
    @Nullable ASN1OctetString cookie = null;
    do {
      request.setControls(new SimplePagedResultsControl(PAGE, cookie));
      SearchResult page = c.search(request);
      var entries = page.getSearchEntries();
      if (entries != null) {
        entries.forEach(entry -> each.accept(new LdapEntry(entry)));
      }
      read += page.getEntryCount();
      var next = SimplePagedResultsControl.get(page);
      cookie = next != null && next.moreResultsToReturn() ? next.getCookie() : null;
      if (read > MOST) {
        throw new LDAPException(ResultCode.SIZE_LIMIT_EXCEEDED, "more than " + MOST + " entries");
      }
    } while (cookie != null);
  }

  /** A distinguished name in one spelling; what is none stays as it is, and is nobody's. */
  private static String name(String dn) {
    try {
      return DN.normalize(dn);
    } catch (LDAPException _) {
      return dn;
    }
  }

  private void person(LdapEntry entry) {
    own(entry)
        .ifPresent(address -> {
          byName.put(name(entry.dn()), address);
          entry.uid().ifPresent(uid -> byUid.put(uid, address));
          for (String group : entry.groups()) {
            byGroup.computeIfAbsent(name(group), _ -> new ArrayList<>()).add(address);
          }
        });
  }

  /** An address of the domain if there is one, else the first. */
  private Optional<EmailAddress> own(LdapEntry entry) {
    List<EmailAddress> all = entry.addresses();
    return all.stream().filter(this::isOurs).findFirst().or(() -> all.stream().findFirst());
  }

  private boolean isOurs(EmailAddress address) {
    return address.domain().equals(domain);
  }

  private List<ToldGroup> told() {
    Map<EmailAddress, Set<EmailAddress>> found = new LinkedHashMap<>();
    groups.forEach((name, entry) ->
        own(entry)
            .filter(this::isOurs)
            .ifPresent(address ->
                expand(name, new HashSet<>(), found.computeIfAbsent(address, _ -> members()))));
    return found.entrySet().stream()
        .filter(one -> !one.getValue().isEmpty())
        .map(one ->
            new ToldGroup(one.getKey(), one.getValue().stream().limit(MOST_MEMBERS).toList()))
        .toList();
  }

  private static Set<EmailAddress> members() {
    return new TreeSet<>(Comparator.comparing(EmailAddress::canonical));
  }

  /**
   * Adds who is in a group, and in groups in it.
   *
   * @param seen groups in groups may go round in circles
   */
  private void expand(String group, Set<String> seen, Set<EmailAddress> into) {
    var entry = groups.get(group);
    if (!seen.add(group)) {
      return;
    }
    into.addAll(byGroup.getOrDefault(group, List.of()));
    if (entry == null) {
      return;
    }
    entry.memberUids().stream().flatMap(uid -> present(byUid.get(uid))).forEach(into::add);
    for (String member : entry.members()) {
      String name = name(member);
      if (groups.containsKey(name)) {
        expand(name, seen, into);
      } else {
        present(byName.get(name)).forEach(into::add);
      }
    }
  }

  private static Stream<EmailAddress> present(@Nullable EmailAddress address) {
    return Stream.ofNullable(address);
  }
}
