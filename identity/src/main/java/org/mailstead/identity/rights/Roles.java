package org.mailstead.identity.rights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.rows.RolesRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Remembered;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Who holds which role. Nobody does by default; there is always an owner once there was one. */
public final class Roles {
  private static final int MOST = 20;
  private static final int REMEMBERED = 2_000;

  private final Accounts store;
  private final Directory directory;
  private final Remembered remembered;

  public Roles(Accounts store, Directory directory) {
    this.store = store;
    this.directory = directory;
    this.remembered = new Remembered(store, REMEMBERED);
  }

  /** Somebody and what he holds. */
  public record Holder(Account account, List<Holding> holdings) {}

  public List<Holding> of(AccountId account) {
    return remembered
        .get(RightsRows.PARTITION, key(account))
        .map(Roles::holdings)
        .orElse(List.of());
  }

  private static Key key(AccountId account) {
    return Key.of(RightsRows.ROLES, account.value());
  }

  private static List<Holding> holdings(byte[] row) {
    return Row.read(row, RolesRow.parser()).getRolesList().stream()
        .map(RightsRows::holding)
        .toList();
  }

  /** All who hold one, by address. */
  public List<Holder> all() {
    Map<String, Holder> found = new TreeMap<>();
    store
        .read(RightsRows.PARTITION)
        .each(
            KeyRange.collection(RightsRows.ROLES),
            entry ->
                directory
                    .account(new AccountId(entry.key().group()))
                    .ifPresent(account ->
                        found.put(
                            account.address().canonical(),
                            new Holder(account, holdings(entry.value())))));
    return List.copyOf(found.values());
  }

  /** Whether somebody who can sign in owns this server. */
  public boolean hasOwner() {
    return hasOwner(store.read(RightsRows.PARTITION), Optional.empty());
  }

  private boolean hasOwner(Rows rows, Optional<AccountId> but) {
    boolean[] found = new boolean[1];
    rows.each(
        KeyRange.collection(RightsRows.ROLES),
        entry -> {
          var id = new AccountId(entry.key().group());
          found[0] |=
              but.filter(id::equals).isEmpty()
                  && owns(holdings(entry.value()))
                  && directory.account(id).filter(account -> !account.disabled()).isPresent();
        });
    return found[0];
  }

  private static boolean owns(List<Holding> holdings) {
    return holdings.contains(new Holding(Role.OWNER, new Scope.Everywhere()));
  }

  /**
   * Gives a role; whoever holds it already keeps it.
   *
   * @throws Refused TOO_MANY
   */
  public void grant(AccountId account, Holding holding) {
    change(
        account,
        held -> {
          if (!held.contains(holding)) {
            held.add(holding);
          }
          if (held.size() > MOST) {
            throw new Refused(Problem.Kind.TOO_MANY, "role.many", Integer.toString(MOST));
          }
        });
  }

  /**
   * Takes a role away.
   *
   * @throws Refused NOT_FOUND when it is not held, REFUSED for the last owner's
   */
  public void revoke(AccountId account, Holding holding) {
    change(
        account,
        held -> {
          if (!held.remove(holding)) {
            throw new Refused(Problem.Kind.NOT_FOUND, "role.missing", holding.role().word());
          }
        });
  }

  /** Takes all that somebody holds. */
  public void revokeAll(AccountId account) {
    change(account, List::clear);
  }

  private void change(AccountId account, java.util.function.Consumer<List<Holding>> what) {
    store.update(
        RightsRows.PARTITION,
        draft -> {
          List<Holding> held =
              new ArrayList<>(draft.get(key(account)).map(Roles::holdings).orElse(List.of()));
          boolean owned = owns(held);
          what.accept(held);
          if (owned && !owns(held)) {
            needOtherOwner(draft, account);
          }
          write(draft, account, held);
        });
  }

  private static void write(Draft draft, AccountId account, List<Holding> held) {
    if (held.isEmpty()) {
      draft.delete(key(account));
      return;
    }
    RolesRow row =
        RolesRow.newBuilder()
            .setAccount(account.value())
            .addAllRoles(held.stream().map(RightsRows::row).toList())
            .build();
    draft.put(key(account), Row.write(row));
  }

  private void needOtherOwner(Draft draft, AccountId account) {
    if (!hasOwner(draft, Optional.of(account))) {
      throw new Refused(Problem.Kind.REFUSED, "role.last-owner");
    }
  }

  /**
   * For what would shut the last owner out: switching him off, removing him.
   *
   * @throws Refused REFUSED
   */
  public void needNotLastOwner(AccountId account) {
    if (owns(of(account)) && !hasOwner(store.read(RightsRows.PARTITION), Optional.of(account))) {
      throw new Refused(Problem.Kind.REFUSED, "role.last-owner");
    }
  }
}
