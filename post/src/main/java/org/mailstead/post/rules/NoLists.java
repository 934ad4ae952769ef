package org.mailstead.post.rules;

import java.util.List;
import org.mailstead.rules.Surroundings;

/** An account without lists outside of its scripts. */
record NoLists() implements Surroundings.Lists {
  @Override
  public boolean exists(String list) {
    return false;
  }

  @Override
  public boolean contains(String list, String value) {
    return false;
  }

  @Override
  public List<String> members(String list) {
    return List.of();
  }
}
