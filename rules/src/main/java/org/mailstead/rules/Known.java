package org.mailstead.rules;

/** What is known of a test before the script runs, because it asks what this server can. */
final class Known {
  private Known() {}

  static boolean isFalse(Condition condition) {
    return switch (condition) {
      case Condition.IsThere(var _, boolean value) -> !value;
      case Condition.Not(var _, Condition inner) -> isTrue(inner);
      case Condition.AllOf(var _, var list) -> list.stream().anyMatch(Known::isFalse);
      case Condition.AnyOf(var _, var list) -> list.stream().allMatch(Known::isFalse);
      case Condition _ -> false;
    };
  }

  static boolean isTrue(Condition condition) {
    return switch (condition) {
      case Condition.IsThere(var _, boolean value) -> value;
      case Condition.Not(var _, Condition inner) -> isFalse(inner);
      case Condition.AllOf(var _, var list) -> list.stream().allMatch(Known::isTrue);
      case Condition.AnyOf(var _, var list) -> list.stream().anyMatch(Known::isTrue);
      case Condition _ -> false;
    };
  }
}
