package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.WARNING;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.post.Records;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/**
 * Tells an account that something which it handed in looks different: its record is marked as
 * changed when the queue's rows are. The two are two commits; who asks anew sees what is so in any
 * case.
 */
final class Submitted {
  private static final System.Logger LOG = System.getLogger(Submitted.class.getName());
  private static final int RADIX = 36;

  // random "-" number of the record
  private static final Pattern NAME = Pattern.compile("[0-9a-z]{1,13}-([1-9a-z][0-9a-z]{0,11})");

  private final Records records;

  Submitted(Records records) {
    this.records = records;
  }

  /** The name in the queue of a message that has a record. */
  static String name(long random, long record) {
    return Long.toString(random >>> 1, RADIX) + "-" + Long.toString(record, RADIX);
  }

  void changed(Letter letter) {
    Matcher name = NAME.matcher(letter.id());
    Optional<AccountId> sender = letter.sender();
    if (sender.isEmpty() || !name.matches()) {
      return;
    }
    try {
      records.touch(
          sender.get(),
          Records.Kind.SUBMISSION,
          Long.parseLong(name.group(1), RADIX),
          json -> json.contains('"' + letter.id() + '"')); // others have names of that form, too
    } catch (Refused e) {
      // What the queue has stored stands; only that it is new is not told.
      LOG.log(WARNING, "submission {0} has changed without a word: {1}", letter.id(), e.problem());
    }
  }
}
