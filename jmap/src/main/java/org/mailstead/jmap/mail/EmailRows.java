package org.mailstead.jmap.mail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.post.AccountEmail;
import org.mailstead.post.Email;
import org.mailstead.post.Post;
import org.mailstead.words.AccountId;

/** Rows of emails that are asked for one after the other, read many at a time. */
final class EmailRows {
  private static final int BATCH = 256;

  private final Post post;
  private final AccountId account;
  private final List<AccountEmail> order;
  private final Map<Long, Integer> places = new HashMap<>();
  private Map<Long, Email> read = Map.of();

  /**
   * @param order in which they are asked for, as far as is known
   */
  EmailRows(Post post, AccountId account, List<AccountEmail> order) {
    this.post = post;
    this.account = account;
    this.order = order;
  }

  /** Empty when it is gone for good. */
  Optional<Email> get(AccountEmail email) {
    if (!read.containsKey(email.number())) {
      note();
      int at = places.getOrDefault(email.number(), 0);
      List<Long> some =
          order.subList(at, Math.min(order.size(), at + BATCH)).stream()
              .map(AccountEmail::number)
              .toList();
      read = post.emails().get(account, some);
    }
    return Optional.ofNullable(read.get(email.number()));
  }

  /** Where each stands; only once somebody asks for a row, since most questions need none. */
  private void note() {
    if (places.isEmpty()) {
      for (int i = 0; i < order.size(); i++) {
        places.put(order.get(i).number(), i);
      }
    }
  }
}
