package org.mailstead.imap.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.imap.Casemap;
import org.mailstead.formats.mime.BaseSubject;

/** THREAD REFERENCES as RFC 5256 section 3 says it, step by step, without regard to time. */
final class SlowThreads {
  /** A message as threading sees it. */
  record Mail(int number, String id, List<String> references, String subject, long date) {}

  private static final class Node {
    private Optional<Mail> mail = Optional.empty();
    private Optional<Node> parent = Optional.empty();
    private final List<Node> children = new ArrayList<>();

    boolean isDummy() {
      return mail.isEmpty();
    }

    Node first() {
      return isDummy() ? children.getFirst() : this;
    }

    boolean isReply() {
      return mail.filter(some -> BaseSubject.of(some.subject()).replyOrForward()).isPresent();
    }

    void moveTo(Node other) {
      parent.ifPresent(old -> old.children.remove(this));
      parent = Optional.of(other);
      other.children.add(this);
    }

    boolean isBelow(Node other) {
      return this == other || parent.filter(above -> above.isBelow(other)).isPresent();
    }
  }

  private static final Comparator<Node> BY_DATE =
      Comparator.<Node>comparingLong(node -> node.first().mail.orElseThrow().date())
          .thenComparingInt(node -> node.first().mail.orElseThrow().number());

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Node root = new Node();

  SlowThreads(List<Mail> mails) {
    mails.forEach(this::link);
    for (Node node : nodes.values()) {
      if (node.parent.isEmpty()) {
        node.moveTo(root);
      }
    }
    prune(root);
    sortDeep(root);
    gather();
    sortDeep(root);
  }

  private Node node(String id) {
    return nodes.computeIfAbsent(id, _ -> new Node());
  }

  private void link(Mail mail) {
    boolean taken = mail.id().isEmpty() || !node(mail.id()).isDummy();
    Node node = node(taken ? "unique " + mail.number() : mail.id());
    node.mail = Optional.of(mail);
    Optional<Node> last = Optional.empty();
    for (String reference : mail.references()) {
      Node next = node(reference);
      if (last.isPresent() && next.parent.isEmpty() && !last.get().isBelow(next)) {
        next.moveTo(last.get());
      }
      last = Optional.of(next);
    }
    node.parent.ifPresent(old -> old.children.remove(node));
    node.parent = Optional.empty();
    if (last.isPresent() && !last.get().isBelow(node)) {
      node.moveTo(last.get());
    }
  }

  private void prune(Node parent) {
    for (Node child : List.copyOf(parent.children)) {
      prune(child);
      if (!child.isDummy()) {
        continue;
      }
      if (child.children.isEmpty()) {
        parent.children.remove(child);
      } else if (parent != root || child.children.size() == 1) {
        parent.children.remove(child);
        List.copyOf(child.children).forEach(grandchild -> grandchild.moveTo(parent));
      }
    }
  }

  private static void sortDeep(Node node) {
    node.children.forEach(SlowThreads::sortDeep);
    node.children.sort(BY_DATE);
  }

  private static String subject(Node node) {
    String text = node.first().mail.orElseThrow().subject();
    return Casemap.fold(BaseSubject.of(text).text());
  }

  private void gather() {
    Map<String, Node> table = new HashMap<>();
    for (Node node : root.children) {
      Node known = table.get(subject(node));
      boolean better =
          known == null
              || (!known.isDummy() && (node.isDummy() || (known.isReply() && !node.isReply())));
      if (!subject(node).isEmpty() && better) {
        table.put(subject(node), node);
      }
    }
    for (Node node : List.copyOf(root.children)) {
      String subject = subject(node);
      Node known = table.get(subject);
      if (known == null || known == node) {
        continue;
      }
      if (known.isDummy() && node.isDummy()) {
        List.copyOf(node.children).forEach(child -> child.moveTo(known));
        root.children.remove(node);
      } else if (known.isDummy() || (node.isReply() && !known.isReply())) {
        node.moveTo(known);
      } else {
        var dummy = new Node();
        dummy.moveTo(root);
        known.moveTo(dummy);
        node.moveTo(dummy);
        table.put(subject, dummy);
      }
    }
  }

  String text() {
    var text = new StringBuilder();
    root.children.forEach(node -> write(node, text));
    return text.toString();
  }

  private static void write(Node node, StringBuilder text) {
    text.append('(');
    node.mail.ifPresent(mail -> text.append(mail.number()));
    Node at = node;
    while (at.children.size() == 1) {
      at = at.children.getFirst();
      text.append(' ').append(at.mail.orElseThrow().number());
    }
    text.append(at.children.isEmpty() || at.isDummy() ? "" : " ");
    at.children.forEach(child -> write(child, text));
    text.append(')');
  }
}
