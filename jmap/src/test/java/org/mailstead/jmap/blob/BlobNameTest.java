package org.mailstead.jmap.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.post.Email;
import org.mailstead.testkit.Property;

/** Every blob has one name. */
class BlobNameTest {
  @Test
  void aNameIsReadAsItWasWritten() {
    Property.holds(
        50,
        random -> {
          var origin = new Email.Origin(1 + random.nextInt(1 << 30), 1 + (random.nextLong() >>> 2));
          BlobName name = BlobName.email(origin);
          for (int i = random.nextInt(4); i > 0; i--) {
            name = name.part(random.nextInt(1, 99) + "." + random.nextInt(1, 9));
          }
          assertEquals(Optional.of(name), BlobName.parse(name.toString()));
          name = random.nextBoolean() ? name.unpacked(random.nextInt(1, 500)) : name;
          assertEquals(Optional.of(name), BlobName.parse(name.toString()));
          BlobName upload = BlobName.upload(origin.account(), origin.number()).part("1");
          assertEquals(Optional.of(upload), BlobName.parse(upload.toString()));
          BlobName script = BlobName.script(origin.account(), origin.number());
          assertEquals(Optional.of(script), BlobName.parse(script.toString()));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "G",
        "G1-",
        "G-1",
        "G1-0",
        "G01-1",
        "g1-1",
        "X1-1",
        "G1-1-",
        "G1-1-0",
        "G1-1-01",
        "G1-1-1_",
        "G1-1-t",
        "G1-1-t0",
        "G1-1-t12345",
        "G1-1-1_t1",
        "G1-1-1.2",
        "G1-1--1",
        "G1-1-a",
        "G1-1 ",
        "G1-W",
        "G1-8000000000000",
        "G1-1-1-1-1-1-1-1-1-1-1-1-1",
        "../../etc/passwd",
      })
  void otherNamesAreNone(String name) {
    assertEquals(Optional.empty(), BlobName.parse(name));
  }
}
