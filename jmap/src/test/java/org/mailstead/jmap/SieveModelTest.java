package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Scripts;
import org.mailstead.testkit.Property;
import org.mailstead.words.Refused;
import tools.jackson.databind.JsonNode;

/**
 * Changes by names, as ManageSieve makes them, and by ids, beside a model of both: ids outlive
 * names, another text has another blob, and every change moves the state.
 */
class SieveModelTest {
  private static final int STEPS = 60;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");
  private static final List<String> TEXTS = List.of("keep;", "stop;", "discard;");

  @Test
  void bothSeeTheSame() {
    Property.holds(
        8,
        random -> {
          try (var world = new JmapWorld()) {
            new Model(world, random).play();
          }
        });
  }

  @Test
  void soItIsOnABadDayOfTheEngine() {
    Property.holds(
        2,
        random -> {
          try (var world = JmapWorld.hostile(random.nextLong())) {
            new Model(world, random).play();
          }
        });
  }

  private static final class Model {
    private final JmapWorld world;
    private final RandomGenerator random;
    private final JmapScript script;
    private final Scripts byName;
    private final Scripts.Account whose;

    /** What there should be: texts by names, and the ids that were seen of them. */
    private final Map<String, String> texts = new TreeMap<>();

    private final Map<String, String> ids = new HashMap<>();
    private Optional<String> active = Optional.empty();
    private final Set<String> everSeen = new HashSet<>();
    private final Map<String, String> blobs = new HashMap<>();
    private final Map<String, String> uploads = new HashMap<>();
    private String state = "0";

    Model(JmapWorld world, RandomGenerator random) {
      this.world = world;
      this.random = random;
      this.script = new JmapScript(world);
      this.byName = world.post.scripts();
      this.whose = new Scripts.Account(world.ada.id());
      TEXTS.forEach(text -> uploads.put(text, upload(text)));
    }

    private String upload(String text) {
      return script
          .call(
              "Blob/upload",
              "{\"accountId\": \"$ada\", \"create\": {\"b\": {\"data\": [{\"data:asText\": \"%s\"}]}}}"
                  .formatted(text))
          .at("/created/b/blobId")
          .asString();
    }

    private String any(List<String> some) {
      return some.get(random.nextInt(some.size()));
    }

    void play() {
      for (int i = 0; i < STEPS; i++) {
        Map<String, String> before = new TreeMap<>(texts);
        Optional<String> ran = active;
        String renamed = random.nextBoolean() ? manage() : set();
        look(before.equals(texts) && ran.equals(active), renamed);
      }
    }

    /** By name; tells which name took over the id of which other, or nothing. */
    private String manage() {
      String name = any(NAMES);
      String other = any(NAMES);
      try {
        switch (random.nextInt(4)) {
          case 0 -> {
            String text = any(TEXTS);
            byName.put(whose, name, text.getBytes(UTF_8));
            texts.put(name, text);
          }
          case 1 -> {
            byName.rename(world.ada.id(), name, other);
            renamed(name, other);
          }
          case 2 -> {
            byName.delete(whose, name);
            assertFalse(active.equals(Optional.of(name)));
            gone(name);
          }
          default -> {
            byName.activate(world.ada.id(), random.nextInt(3) == 0 ? "" : name);
            active = byName.active(world.ada.id()).map(Scripts.Script::name);
          }
        }
        return name;
      } catch (Refused e) {
        return "";
      }
    }

    private void renamed(String from, String to) {
      texts.put(to, texts.remove(from));
      ids.put(to, ids.remove(from));
      active = active.map(name -> name.equals(from) ? to : name);
    }

    private void gone(String name) {
      texts.remove(name);
      ids.remove(name);
    }

    private JsonNode call(String arguments) {
      return script.call("SieveScript/set", "{\"accountId\": \"$ada\", " + arguments + "}");
    }

    private String set() {
      String name = any(NAMES);
      String id = ids.getOrDefault(name, "Szz");
      String other = any(NAMES);
      String text = any(TEXTS);
      switch (random.nextInt(4)) {
        case 0 -> {
          JsonNode made =
              call(
                  "\"create\": {\"k\": {\"name\": \"%s\", \"blobId\": \"%s\"}}"
                      .formatted(name, uploads.get(text)));
          assertEquals(texts.containsKey(name), made.get("created").isNull());
          assertEquals(
              texts.containsKey(name) ? id : "", made.at("/notCreated/k/existingId").asString(""));
          texts.putIfAbsent(name, text);
        }
        case 1 -> {
          JsonNode done =
              call(
                  "\"update\": {\"%s\": {\"name\": \"%s\", \"blobId\": \"%s\"}}"
                      .formatted(id, other, uploads.get(text)));
          if (!done.get("updated").isNull()) {
            renamed(name, other);
            texts.put(other, text);
          }
        }
        case 2 -> {
          JsonNode done = call("\"destroy\": [\"%s\"]".formatted(id));
          if (!done.get("destroyed").isNull()) {
            gone(name);
          } else if (texts.containsKey(name)) {
            assertEquals(Optional.of(name), active);
          }
        }
        default -> {
          boolean off = random.nextBoolean();
          call(
              "\"onSuccessActivateScript\": \"%s\", \"onSuccessDeactivateScript\": %s"
                  .formatted(id, off));
          if (texts.containsKey(name)) {
            active = Optional.of(name);
          } else if (off) {
            active = Optional.empty();
          }
        }
      }
      return name;
    }

    /** Both ways show what the model has. */
    private void look(boolean same, String last) {
      JsonNode got = script.call("SieveScript/get", "{\"accountId\": \"$ada\"}");
      List<String> names = new ArrayList<>();
      for (JsonNode one : got.get("list")) {
        String name = one.get("name").asString();
        String id = one.get("id").asString();
        names.add(name);
        String known = ids.putIfAbsent(name, id);
        assertEquals(known == null ? id : known, id, "the id of " + name + " after " + last);
        if (known == null) {
          assertEquals(true, everSeen.add(id), "an id that there was before: " + id);
        }
        assertEquals(active.equals(Optional.of(name)), one.get("isActive").asBoolean());
        String text = texts.get(name);
        String blob = one.get("blobId").asString();
        assertEquals(text, blobs.getOrDefault(blob, text), "a blob with another text");
        blobs.put(blob, text);
        assertEquals(
            text,
            script
                .call("Blob/get", "{\"accountId\": \"$ada\", \"ids\": [\"%s\"]}".formatted(blob))
                .at("/list/0/data:asText")
                .asString());
      }
      assertEquals(List.copyOf(texts.keySet()), names);
      assertEquals(names, byName.list(whose).stream().map(Scripts.Listed::name).toList());
      assertEquals(active, byName.active(world.ada.id()).map(Scripts.Script::name));
      String now = got.get("state").asString();
      if (!same) {
        assertFalse(now.equals(state), "the state stayed after " + last);
      }
      state = now;
    }
  }
}
