package org.mailstead.identity.signin;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.mailstead.identity.rows.FactorsRow;
import org.mailstead.identity.rows.TotpRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;

/** What a person can prove themselves with, besides the password. */
final class Factors {
  private final Accounts store;

  Factors(Accounts store) {
    this.store = store;
  }

  FactorsRow of(AccountId account) {
    return row(store.read(Person.of(account)));
  }

  static FactorsRow row(Rows person) {
    return person
        .get(Person.FACTORS)
        .map(bytes -> Row.read(bytes, FactorsRow.parser()))
        .orElseGet(FactorsRow::getDefaultInstance);
  }

  /** Whether there is one that is asked for at a sign-in. */
  static boolean isOn(FactorsRow row) {
    return row.getPasskeysCount() > 0 || row.getTotpList().stream().anyMatch(TotpRow::getConfirmed);
  }

  void update(AccountId account, UnaryOperator<FactorsRow> change) {
    change(account, row -> new Changed<>(change.apply(row), true));
  }

  /** What a change makes of the row, and what it tells. */
  record Changed<T>(FactorsRow row, T told) {}

  <T> T change(AccountId account, Function<FactorsRow, Changed<T>> change) {
    return store.change(
        Person.of(account),
        draft -> {
          FactorsRow before = row(draft);
          Changed<T> changed = change.apply(before);
          if (!changed.row.equals(before)) {
            draft.put(Person.FACTORS, Row.write(changed.row));
          }
          return changed.told;
        });
  }

  static List<TotpRow> confirmed(FactorsRow row) {
    return row.getTotpList().stream().filter(TotpRow::getConfirmed).toList();
  }
}
