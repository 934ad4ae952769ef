package org.mailstead.rules;

import java.util.List;
import org.mailstead.formats.sieve.SieveCommand;
import org.mailstead.formats.sieve.SieveLimits;
import org.mailstead.formats.sieve.SieveParser;
import org.mailstead.formats.sieve.SieveSyntaxException;

/**
 * Makes programs of scripts. Everything that can be wrong in every run is found here, and as much
 * of it at once as can be: a script's author wants one list, not one error after the other.
 */
public final class ScriptCompiler {
  private ScriptCompiler() {}

  /**
   * Compiles.
   *
   * @param name what its owner calls the script
   */
  public static Compiled compile(String name, byte[] script) {
    try {
      return compile(name, SieveParser.parse(script, SieveLimits.DEFAULT));
    } catch (SieveSyntaxException e) {
      return new Compiled.Wrong(List.of(e.error()));
    }
  }

  /** The same of commands. */
  public static Compiled compile(String name, List<SieveCommand> commands) {
    var dialect = new Dialect();
    List<Step> steps = new ControlCompiler(dialect).script(commands);
    return dialect.errors().isEmpty()
        ? new Compiled.Right(new Program(name, steps, dialect.snapshot()))
        : new Compiled.Wrong(dialect.errors());
  }
}
