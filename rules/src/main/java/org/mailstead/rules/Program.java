package org.mailstead.rules;

import java.util.List;

/** A script that was found to be right. */
public final class Program {
  private final String name;
  private final List<Step> steps;

  Program(String name, List<Step> steps) {
    this.name = name;
    this.steps = List.copyOf(steps);
  }

  /** What its owner calls it. */
  public String name() {
    return name;
  }

  List<Step> steps() {
    return steps;
  }
}
