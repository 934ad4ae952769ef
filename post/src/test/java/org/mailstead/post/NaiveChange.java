package org.mailstead.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What differs between two views, found the simple way. */
final class NaiveChange {
  private NaiveChange() {}

  static ViewChange between(MailboxView old, MailboxView now) {
    Map<Integer, Member> before = members(old);
    Map<Integer, Member> after = members(now);
    List<Integer> removed = new ArrayList<>(before.keySet());
    removed.removeAll(after.keySet());
    List<Integer> added = new ArrayList<>(after.keySet());
    added.removeAll(before.keySet());
    List<Integer> changed = new ArrayList<>();
    after.forEach((uid, member) -> {
      Member was = before.get(uid);
      if (was != null && was.modseq() != member.modseq()) {
        changed.add(uid);
      }
    });
    return new ViewChange(removed, changed, added);
  }

  private static Map<Integer, Member> members(MailboxView view) {
    Map<Integer, Member> members = new TreeMap<>();
    view.each(member -> members.put(member.uid(), member));
    return members;
  }
}
