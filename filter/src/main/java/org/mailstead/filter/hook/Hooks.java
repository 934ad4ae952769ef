package org.mailstead.filter.hook;

import java.util.List;

/**
 * The hooks that are asked, one after the other.
 *
 * @param laterWhenDown whether a message has to wait while one of them cannot be asked; else it is
 *     taken without
 */
public record Hooks(List<Hook> all, boolean laterWhenDown) {
  /** Nobody is asked. */
  public static final Hooks NONE = new Hooks(List.of(), true);

  public Hooks {
    all = List.copyOf(all);
  }

  /** Begins to tell them of a message. */
  public Asking begin(HookEnvelope envelope) {
    return new Asking(
        all.stream().map(hook -> new Asking.One(hook.name(), hook.begin(envelope))).toList(),
        laterWhenDown);
  }
}
