package org.mailstead.rules;

import java.util.List;

/**
 * Where a run is.
 *
 * @param program the script, which may be an included one
 * @param flags the internal variable (RFC 5232 section 2), which all scripts of a run share
 * @param loops the parts that loops are at, the innermost last
 */
record Scene(Program program, Variables variables, FlagList flags, List<PartView> loops) {
  Scene into(Program included) {
    return new Scene(included, variables.inside(), flags, loops);
  }
}
