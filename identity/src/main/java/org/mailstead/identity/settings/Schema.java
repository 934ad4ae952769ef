package org.mailstead.identity.settings;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** All settings there are, in the order in which they are shown. */
public final class Schema {
  private final SequencedMap<String, Setting<?>> settings = new LinkedHashMap<>();
  private final List<Rule> rules;

  /**
   * @throws IllegalArgumentException when two have one name, or a default is no value
   */
  public Schema(Collection<Setting<?>> all, List<Rule> rules) {
    for (Setting<?> setting : all) {
      if (settings.put(setting.key(), setting) != null) {
        throw new IllegalArgumentException("twice: " + setting.key());
      }
      if (setting.type().read(setting.usualText()).isEmpty()) {
        throw new IllegalArgumentException("no value: " + setting.key() + " " + setting.usual());
      }
    }
    this.rules = List.copyOf(rules);
  }

  public Optional<Setting<?>> find(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  public List<Setting<?>> all() {
    return List.copyOf(settings.values());
  }

  /** Those of each heading. */
  public Map<String, List<Setting<?>>> groups() {
    return settings.values().stream()
        .collect(Collectors.groupingBy(Setting::group, LinkedHashMap::new, Collectors.toList()));
  }

  /** The first rule that these values would break. */
  public Optional<Rule.Broken> broken(Rule.Values values) {
    return rules.stream().flatMap(rule -> rule.look(values).stream()).findFirst();
  }
}
