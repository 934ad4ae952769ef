package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.testkit.Property;
import org.mailstead.words.MailboxId;

class MailboxViewTest {
  private static final MailboxId BOX = new MailboxId(1);

  @Test
  void viewsThatShareChunksDifferByWhatANaiveComparisonFinds() {
    Property.holds(25, MailboxViewTest::history);
  }

  private static void history(RandomGenerator random) {
    Map<Integer, Long> model = new TreeMap<>();
    List<MailboxView> views = new ArrayList<>();
    MailboxView view = MailboxView.empty(BOX, 1);
    int next = 1;
    for (long version = 2; version < 40; version++) {
      var editor = view.edit();
      for (int i = random.nextInt(200); i > 0; i--) {
        int uid = random.nextInt(next) + 1;
        if (random.nextInt(3) == 0 && model.remove(uid) != null) {
          editor.remove(uid, version);
        } else if (model.containsKey(uid)) {
          model.put(uid, version);
          editor.put(uid, row(version));
        } else if (random.nextBoolean()) {
          next += random.nextInt(1, 3);
          model.put(next, version);
          editor.put(next++, row(version));
        }
      }
      view = editor.done(version);
      views.add(view);
      isLike(model, view);
      MailboxView old = views.get(random.nextInt(views.size()));
      assertEquals(NaiveChange.between(old, view), view.since(old));
    }
  }

  private static MemberRow row(long modseq) {
    return MemberRow.newBuilder().setModseq(modseq).setFlagsLow(modseq % 7).build();
  }

  private static void isLike(Map<Integer, Long> model, MailboxView view) {
    assertEquals(model.size(), view.size());
    int index = 0;
    for (var entry : model.entrySet()) {
      assertEquals(entry.getKey(), view.uid(index));
      assertEquals(entry.getValue(), view.get(index).modseq());
      assertEquals(index, view.indexOf(entry.getKey()));
      int before = entry.getKey() - 1;
      if (!model.containsKey(before)) {
        assertEquals(-index - 1, view.indexOf(before));
      }
      index++;
    }
    assertEquals(index == 0 ? 0 : view.uid(index - 1), view.lastUid());
    assertEquals(-index - 1, view.indexOf(view.lastUid() + 1));
  }

  @Test
  void aStepThatIsDoneTwiceChangesNothingMore() {
    var first = MailboxView.empty(BOX, 1).edit();
    first.put(1, row(2));
    first.put(2, row(2));
    first.remove(1, 3);
    MailboxView view = first.done(3);
    var again = view.edit();
    again.put(1, row(2));
    again.put(2, row(2));
    again.remove(1, 3);
    assertEquals(Books.list(view), Books.list(again.done(3)));
  }
}
