package org.mailstead.post.rules;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.ScriptCompiler;

/** Scripts that were compiled lately: a mailbox gets more mail than its rules change. */
final class Programs {
  private static final int MAX = 500;

  /** What a script is known by: its text itself, so that nothing old can run. */
  private record Source(String name, byte[] text) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Source(String itsName, byte[] itsText)
          && name.equals(itsName)
          && Arrays.equals(text, itsText);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(text);
    }
  }

  private final Map<Source, Compiled> known = new LinkedHashMap<>(16, 0.75f, true);

  Compiled of(Scripts.Script script) {
    var source = new Source(script.name(), script.text());
    synchronized (known) {
      Compiled found = known.get(source);
      if (found != null) {
        return found;
      }
    }
    Compiled made = ScriptCompiler.compile(script.name(), script.text());
    synchronized (known) {
      known.put(source, made);
      if (known.size() > MAX) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return made;
  }
}
