package org.mailstead.identity.rights;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.audit.Actor;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Whoever wants something administered, and what he may do.
 *
 * @param from the address that he comes from; empty for this machine's command line
 * @param fresh whether he has proved in the last minutes who he is
 */
public record Caller(Actor actor, String from, List<Holding> holdings, boolean fresh) {
  public Caller {
    holdings = List.copyOf(holdings);
  }

  /** Whoever may use the command line on this machine may do everything. */
  public static Caller operator() {
    return new Caller(
        new Actor.Operator(), "", List.of(new Holding(Role.OWNER, new Scope.Everywhere())), true);
  }

  /** What he may do somewhere. */
  public Set<Right> rights() {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    holdings.forEach(holding -> rights.addAll(holding.role().rights()));
    return rights;
  }

  public boolean may(Right right) {
    return holdings.stream()
        .anyMatch(held -> held.role().has(right) && held.scope() instanceof Scope.Everywhere);
  }

  public boolean may(Right right, Domain where) {
    return holdings.stream().anyMatch(held -> held.gives(right, where));
  }

  /**
   * For what belongs to no domain.
   *
   * @throws Refused NOT_PERMITTED
   */
  public void need(Right right) {
    if (!may(right)) {
      throw no(right);
    }
  }

  /**
   * @throws Refused NOT_PERMITTED
   */
  public void need(Right right, Domain where) {
    if (!may(right, where)) {
      throw no(right);
    }
  }

  /**
   * For lists that show what he may see of them.
   *
   * @throws Refused NOT_PERMITTED when he may see nothing
   */
  public void needSomewhere(Right right) {
    if (!rights().contains(right)) {
      throw no(right);
    }
  }

  private static Refused no(Right right) {
    return new Refused(Problem.Kind.NOT_PERMITTED, "admin.right", right.word());
  }

  /**
   * For what would let somebody in for good who sits down at an unlocked screen.
   *
   * @throws Refused NOT_AUTHENTICATED
   */
  public void needFresh() {
    if (!fresh) {
      throw new Refused(Problem.Kind.NOT_AUTHENTICATED, "login.prove-again");
    }
  }

  /**
   * Nobody gives more than he has, nor touches what opens the account of somebody who has more.
   *
   * @throws Refused NOT_PERMITTED
   */
  public void needAbove(Collection<Holding> others, Directory directory) {
    for (Holding other : others) {
      if (holdings.stream().noneMatch(own -> own.includes(other, directory))) {
        throw new Refused(Problem.Kind.NOT_PERMITTED, "admin.above", other.role().word());
      }
    }
  }

  public AuditEvent event(String action, String subject, String domain) {
    return AuditEvent.of(actor, from, action, subject, domain);
  }
}
