package org.mailstead.identity.ldap;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Active Directory does otherwise than other directories: it takes a user principal name in
 * place of a distinguished one, says in numbers why a password does not count, changes {@code
 * unicodePwd} by taking the old one away and adding the new one, and follows groups in groups by a
 * rule of its own.
 */
public final class ActiveDirectory extends InMemoryOperationInterceptor {
  /** By user principal name. */
  private final Map<String, String> names = new HashMap<>();

  /** By distinguished name: a number in its words, such as 773. */
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  private final Set<String> members = ConcurrentHashMap.newKeySet();

  private ActiveDirectory() {}

  public static ActiveDirectory on(TestDirectory directory) {
    var manners = new ActiveDirectory();
    directory.behaveAs(manners);
    return manners;
  }

  public void principal(String name, String dn) {
    names.put(name, dn);
  }

  /** Refuses somebody's password, whatever it is, with a number that says why. */
  public void refuses(String dn, String number) {
    refusals.put(dn, number);
  }

  public void refusesNobody() {
    refusals.clear();
  }

  /** A group that somebody is in by way of another. */
  public void reaches(String group, String dn) {
    members.add(dn + " in " + group);
  }

  @Override
  public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request)
      throws LDAPException {
    String name = request.getRequest().getBindDN();
    String dn = names.getOrDefault(name, name);
    String number = refusals.get(dn);
    if (number != null) {
      throw new LDAPException(
          ResultCode.INVALID_CREDENTIALS,
          "80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data "
              + number
              + ", v4563");
    }
    var password = request.getRequest().getPassword();
    if (!dn.equals(name) && password != null) {
      request.setRequest(new SimpleBindRequest(dn, password.stringValue()));
    }
  }

  @Override
  public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
    Filter filter = request.getRequest().getFilter();
    if ("1.2.840.113556.1.4.1941".equals(filter.getMatchingRuleID())) {
      String dn = request.getRequest().getBaseDN();
      boolean in = members.contains(dn + " in " + filter.getAssertionValue());
      request.setRequest(
          new SearchRequest(
              dn,
              request.getRequest().getScope(),
              Filter.createPresenceFilter(in ? "objectClass" : "nothingHasThis"),
              request.getRequest().getAttributeList().toArray(String[]::new)));
    }
  }

  @Override
  public void processModifyRequest(InMemoryInterceptedModifyRequest request) throws LDAPException {
    List<Modification> changes = request.getRequest().getModifications();
    if (!changes.getFirst().getAttributeName().equals("unicodePwd")) {
      return;
    }
    if (changes.size() != 2
        || !changes.getFirst().getModificationType().equals(ModificationType.DELETE)
        || !changes.getLast().getModificationType().equals(ModificationType.ADD)) {
      throw new LDAPException(ResultCode.INSUFFICIENT_ACCESS_RIGHTS, "00000005: SecErr");
    }
    String fresh = password(changes.getLast());
    if (fresh.length() < 12) {
      throw new LDAPException(
          ResultCode.CONSTRAINT_VIOLATION,
          "0000052D: AtrErr: DSID-03190F80, #1: problem 1005 (CONSTRAINT_ATT_TYPE)");
    }
    request.setRequest(
        new ModifyRequest(
            request.getRequest().getDN(),
            new Modification(ModificationType.DELETE, "userPassword", password(changes.getFirst())),
            new Modification(ModificationType.ADD, "userPassword", fresh)));
  }

  /** It is UTF-16, little end first, between quotation marks. */
  private static String password(Modification change) throws LDAPException {
    String text = new String(change.getRawValues()[0].getValue(), UTF_16LE);
    if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
      throw new LDAPException(ResultCode.UNWILLING_TO_PERFORM, "0000001F: SvcErr");
    }
    return text.substring(1, text.length() - 1);
  }
}
