package org.mailstead.jmap.core;

import org.mailstead.identity.signin.Stay;

/** That somebody has signed in and may stay. */
@FunctionalInterface
public interface Admission {
  /**
   * Has something done once what he signed in with is taken away, perhaps at once; it must not
   * block.
   *
   * @return to be closed when he goes by himself
   */
  Stay hold(Runnable gone);
}
