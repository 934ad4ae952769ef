package org.mailstead.post.rules;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.ScriptCompiler;

/** Scripts that were compiled lately: a mailbox gets more mail than its rules change. */
final class Programs {
  /** Octets of the scripts that are kept; what is made of them is some ten times as large. */
  private static final int MAX = 1 << 20;

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
  private int octets;

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
      if (known.put(source, made) == null) {
        octets += source.text().length;
      }
      Iterator<Source> oldest = known.keySet().iterator();
      while (octets > MAX && oldest.hasNext()) {
        octets -= oldest.next().text().length;
        oldest.remove();
      }
    }
    return made;
  }
}
