package org.mailstead.rules;

import java.util.List;
import java.util.Set;

/** A script that was found to be right. */
public final class Program {
  private final String name;
  private final List<Step> steps;
  private final Set<String> required;

  Program(String name, List<Step> steps, Set<String> required) {
    this.name = name;
    this.steps = List.copyOf(steps);
    this.required = Set.copyOf(required);
  }

  /** What its owner calls it. */
  public String name() {
    return name;
  }

  /** The extensions that it asks for. */
  Set<String> required() {
    return required;
  }

  List<Step> steps() {
    return steps;
  }
}
