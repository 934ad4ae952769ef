package org.mailstead.identity.rights;

import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;

/** A role that somebody holds, and where. */
public record Holding(Role role, Scope scope) {
  boolean gives(Right right, Domain where) {
    return role.has(right) && scope.covers(where);
  }

  /** Whether whoever holds this one may do all that the other allows. */
  boolean includes(Holding other, Directory directory) {
    return role.rights().containsAll(other.role.rights())
        && scope.covers(other.scope, directory)
        && (role == Role.OWNER || other.role != Role.OWNER);
  }
}
