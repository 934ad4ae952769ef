package org.mailstead.filter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailstead.testkit.TestData;
import org.yaml.snakeyaml.Yaml;

/** A mapping of a test suite in YAML. */
public record Scenario(Map<String, Object> fields) {
  /** The documents of a file; the test is skipped without it. */
  public static List<Scenario> read(String file) throws IOException {
    Optional<Path> found = TestData.find(file);
    assumeTrue(found.isPresent(), file + " is missing");
    List<Scenario> all = new ArrayList<>();
    try (InputStream in = Files.newInputStream(found.orElseThrow())) {
      new Yaml().loadAll(in).forEach(document -> all.add(of(document)));
    }
    return all;
  }

  private static Scenario of(Object mapping) {
    var fields = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) mapping)
        .forEach((key, value) -> fields.put(String.valueOf(key), value == null ? "" : value));
    return new Scenario(fields);
  }

  public Optional<Object> find(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  public String text(String key) {
    return find(key).orElse("").toString();
  }

  public Scenario inside(String key) {
    return of(find(key).orElse(Map.of()));
  }

  /** All values that are mappings, by name. */
  public Map<String, Scenario> all(String key) {
    var all = new LinkedHashMap<String, Scenario>();
    inside(key).fields().forEach((name, value) -> all.put(name, of(value)));
    return all;
  }
}
