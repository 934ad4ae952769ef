package org.mailstead.jmap.sharing;

import java.util.List;
import java.util.function.Predicate;
import org.mailstead.identity.Directory;
import org.mailstead.jmap.account.PrincipalIds;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Methods;
import org.mailstead.jmap.core.Schema;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;
import tools.jackson.databind.node.ObjectNode;

/** All methods of principals and of what they share (RFC 9670). */
public final class SharingMethods {
  public static final String CAPABILITY = "urn:ietf:params:jmap:principals";

  /** Stands in accounts only. */
  public static final String OWNER = "urn:ietf:params:jmap:principals:owner";

  private final PrincipalMethods principals;
  private final NotificationMethods notifications;

  /**
   * @param listed whether an account is shown all others of its tenant
   */
  public SharingMethods(Post post, Directory directory, Predicate<AccountId> listed) {
    this.principals = new PrincipalMethods(post, new Principals(post, directory, listed));
    this.notifications = new NotificationMethods(post, directory);
  }

  public void addTo(Methods methods) {
    principals.addTo(methods);
    notifications.addTo(methods);
  }

  /** What the session object says of one's own account, in which the principals are. */
  public static ObjectNode capability(AccountId viewer) {
    return JmapJson.object().put("currentUserPrincipalId", PrincipalIds.write(viewer));
  }

  /** What it says of any account. */
  public static ObjectNode owner(AccountId viewer, AccountId owner) {
    ObjectNode json = JmapJson.object();
    json.put("accountIdForPrincipal", ObjectIds.account(viewer));
    return json.put("principalId", PrincipalIds.write(owner));
  }

  public static List<Schema<?>> schemas() {
    return List.of(Principal.SCHEMA, NotificationMethods.SCHEMA);
  }
}
