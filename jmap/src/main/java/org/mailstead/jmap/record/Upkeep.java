package org.mailstead.jmap.record;

import java.util.List;
import org.mailstead.jmap.account.Access;
import tools.jackson.databind.node.ObjectNode;

/** What a type of records needs beyond its table. */
public interface Upkeep {
  /** Nothing. */
  Upkeep NONE =
      new Upkeep() {
        @Override
        public Check check(Access access) {
          return _ -> List.of();
        }

        @Override
        public Runnable changing(Access access) {
          return () -> {};
        }
      };

  /** Looks at one as a whole. */
  @FunctionalInterface
  interface Check {
    /** Properties that do not go together, or with the account; may be asked more than once. */
    List<String> wrong(ObjectNode whole);
  }

  Check check(Access access);

  /** Some are about to be changed; what it returns is run when they are. */
  Runnable changing(Access access);
}
