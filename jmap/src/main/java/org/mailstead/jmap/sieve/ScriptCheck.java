package org.mailstead.jmap.sieve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.sieve.SieveError;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.ScriptCompiler;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Whether a script is right. One that is wrong is never stored. */
final class ScriptCheck {
  private static final int MOST_ERRORS = 20;

  private ScriptCheck() {}

  /**
   * The octets of a script.
   *
   * @throws Refused TOO_LARGE
   */
  static byte[] octets(ByteSource blob) {
    if (blob.length() > Scripts.MAX_SIZE) {
      throw new Refused(Problem.Kind.TOO_LARGE, "script.size", Integer.toString(Scripts.MAX_SIZE));
    }
    try (InputStream in = blob.open(0, blob.length())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.unreadable", e.getClass().getSimpleName());
    }
  }

  /** What is wrong with it, with the places; empty when nothing is. */
  static Optional<SetError> wrong(byte[] script) {
    return switch (ScriptCompiler.compile("script", script)) {
      case Compiled.Right _ -> Optional.empty();
      case Compiled.Wrong(var errors) ->
          Optional.of(
              invalid(
                  errors.stream()
                      .limit(MOST_ERRORS)
                      .map(SieveError::toString)
                      .collect(Collectors.joining("\n"))));
    };
  }

  static SetError invalid(String description) {
    return new SetError("invalidSieve", description);
  }
}
