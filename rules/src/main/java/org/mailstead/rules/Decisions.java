package org.mailstead.rules;

import java.util.ArrayList;
import java.util.List;
import org.mailstead.formats.sieve.Place;

/** What a run has decided so far; what would contradict itself is refused here. */
final class Decisions {
  private final RuleLimits limits;
  private final List<Action> actions = new ArrayList<>();
  private boolean implicitKeep = true;
  private int own; // where the actions of the script that runs start

  Decisions(RuleLimits limits) {
    this.limits = limits;
  }

  List<Action> actions() {
    return actions;
  }

  boolean implicitKeep() {
    return implicitKeep;
  }

  void cancelKeep() {
    implicitKeep = false;
  }

  /** Whether the message stays with its owner so far, in INBOX. */
  boolean isKept() {
    return implicitKeep || actions.stream().anyMatch(Action.Keep.class::isInstance);
  }

  /** The next script decides anew whether it is kept. */
  void handOn() {
    actions.removeIf(Action.Keep.class::isInstance);
    own = actions.size();
    implicitKeep = true;
  }

  /**
   * Adds an action.
   *
   * @return false when it contradicts what a script before this one did, which then stands
   */
  boolean add(Place place, Action action) {
    if (!fits(place, action)) {
      return false;
    }
    if (merged(action)) {
      return true;
    }
    if (actions.size() >= limits.actions()) {
      throw new Failed(place, "the script does more than " + limits.actions() + " actions");
    }
    actions.add(action);
    return true;
  }

  private boolean fits(Place place, Action action) {
    if (action instanceof Action.Snooze
        && actions.stream().anyMatch(Action.Snooze.class::isInstance)) {
      throw new Failed(place, "a message can be put aside once only");
    }
    boolean refuses = action instanceof Action.Reject;
    for (int i = 0; i < actions.size(); i++) {
      Action before = actions.get(i);
      boolean refused = before instanceof Action.Reject;
      // RFC 5429 section 2.1: who is told that a message was refused must not be lied to.
      boolean clash =
          (refuses && contradictsRefusal(before)) || (refused && contradictsRefusal(action));
      boolean twice = action instanceof Action.Vacation && before instanceof Action.Vacation;
      if ((clash || twice) && i < own) {
        return false;
      }
      if (clash) {
        throw new Failed(place, "a message cannot be refused and used at once");
      }
      // RFC 5230 section 4.7
      if (twice) {
        throw new Failed(place, "only one answer can be sent");
      }
    }
    long redirects = actions.stream().filter(Action.Redirect.class::isInstance).count();
    if (action instanceof Action.Redirect && redirects >= limits.redirects()) {
      throw new Failed(place, "the script redirects more than " + limits.redirects() + " times");
    }
    return true;
  }

  private static boolean contradictsRefusal(Action action) {
    return switch (action) {
      case Action.Keep _,
          Action.FileInto _,
          Action.Redirect _,
          Action.Vacation _,
          Action.Snooze _ ->
          true;
      case Action.Reject _ -> true;
      case Action.Discard _, Action.Notify _ -> false;
    };
  }

  /** RFC 5228 section 2.10.3: the same thing twice is done once; the last flags count. */
  private boolean merged(Action action) {
    for (int i = 0; i < actions.size(); i++) {
      switch (actions.get(i)) {
        case Action.Keep(Rule rule, var _, Content content) -> {
          if (action instanceof Action.Keep more) {
            actions.set(i, new Action.Keep(rule, more.flags(), content));
            return true;
          }
        }
        case Action.FileInto(Rule rule, Filed into, Content content) -> {
          if (action instanceof Action.FileInto more
              && more.into().mailbox().equals(into.mailbox())) {
            var both =
                new Filed(
                    into.mailbox(),
                    more.into().flags(),
                    into.create() || more.into().create(),
                    into.specialUse(),
                    into.id());
            actions.set(i, new Action.FileInto(rule, both, content));
            return true;
          }
        }
        case Action.Redirect before -> {
          if (action instanceof Action.Redirect more && more.address().equals(before.address())) {
            return true;
          }
        }
        case Action.Discard _,
            Action.Reject _,
            Action.Vacation _,
            Action.Notify _,
            Action.Snooze _ -> {}
      }
    }
    return false;
  }
}
