package org.mailstead.rules;

import java.util.List;

/**
 * Which of several fields of one name is meant (RFC 5260 section 6).
 *
 * @param number counted from 1; 0 for all
 * @param last whether it counts from the end
 */
record Index(long number, boolean last) {
  static final Index ALL = new Index(0, false);

  <T> List<T> of(List<T> all) {
    if (number == 0) {
      return all;
    }
    if (number > all.size()) {
      return List.of();
    }
    int at = (int) (last ? all.size() - number : number - 1);
    return List.of(all.get(at));
  }
}
