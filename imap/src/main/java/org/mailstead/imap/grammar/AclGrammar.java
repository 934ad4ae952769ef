package org.mailstead.imap.grammar;

import java.io.IOException;
import java.text.Normalizer;
import org.mailstead.post.Rights;

/** Reads the commands about ACLs (RFC 4314 section 7). */
final class AclGrammar {
  /** Octets of an identifier: an address and a dash, with room. */
  private static final int MAX_IDENTIFIER = 1000;

  private final ImapReader in;

  AclGrammar(ImapReader in) {
    this.in = in;
  }

  // setacl = "SETACL" SP mailbox SP identifier SP mod-rights
  Command set() throws IOException, SyntaxException {
    String mailbox = argument();
    Command.Identifier identifier = identifier();
    String rights = argument();
    Command.RightsChange.Mode mode = Command.RightsChange.Mode.REPLACE;
    if (rights.startsWith("+")) {
      mode = Command.RightsChange.Mode.ADD;
    } else if (rights.startsWith("-")) {
      mode = Command.RightsChange.Mode.REMOVE;
    }
    String letters = mode == Command.RightsChange.Mode.REPLACE ? rights : rights.substring(1);
    Rights named =
        Rights.parse(letters).orElseThrow(() -> new SyntaxException("there is no such right"));
    return new Command.SetAcl(mailbox, identifier, new Command.RightsChange(mode, named));
  }

  // deleteacl = "DELETEACL" SP mailbox SP identifier
  Command delete() throws IOException, SyntaxException {
    return new Command.DeleteAcl(argument(), identifier());
  }

  Command get() throws IOException, SyntaxException {
    return new Command.GetAcl(argument());
  }

  // listrights = "LISTRIGHTS" SP mailbox SP identifier
  Command list() throws IOException, SyntaxException {
    return new Command.ListRights(argument(), identifier());
  }

  Command mine() throws IOException, SyntaxException {
    return new Command.MyRights(argument());
  }

  private String argument() throws IOException, SyntaxException {
    in.space();
    return in.astring();
  }

  /** What stringprep would refuse is BAD (RFC 4314 section 3); NFKC is what it would make. */
  private Command.Identifier identifier() throws IOException, SyntaxException {
    String sent = ImapReader.utf8(argument());
    boolean negative = sent.startsWith("-");
    String name = Normalizer.normalize(negative ? sent.substring(1) : sent, Normalizer.Form.NFKC);
    boolean good =
        !name.isBlank()
            && name.length() <= MAX_IDENTIFIER
            && name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0xfffd);
    if (!good) {
      throw new SyntaxException("that is no identifier");
    }
    return new Command.Identifier(sent, name, negative);
  }
}
