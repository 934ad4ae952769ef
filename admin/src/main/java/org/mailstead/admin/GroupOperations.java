package org.mailstead.admin;

import java.util.List;
import java.util.function.Supplier;
import org.mailstead.identity.Group;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Addresses that deliver to others. */
final class GroupOperations {
  private final Supplier<AdminParts> opened;

  GroupOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private Reach reach() {
    return new Reach(parts().directory(), parts().roles());
  }

  static final Shape<Group> GROUP =
      Shape.<Group>of("Group")
          .text("address", "The group's address.", group -> group.address().toString())
          .texts("members", "Addresses that get its mail.", Group::members)
          .flag("told", "The domain's directory tells of it, and alone changes it.", Group::told);

  private static final Input ADDRESS = Input.path("address", "The group's address.");

  List<Operation> all() {
    return List.of(
        Operation.get("group.list", "/groups", "Groups, by address.")
            .needs(Right.ACCOUNTS_READ)
            .answers(
                GROUP.page(),
                (caller, given) ->
                    Shape.Page.all(
                        parts().directory().groups().stream()
                            .filter(group -> maySee(caller, group.address()))
                            .toList())),
        Operation.put("group.set", "/groups/{address}", "Make a group, or give it new members.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(ADDRESS, Input.texts("members", "Addresses, at any server.").must())
            .does(this::set),
        Operation.delete("group.remove", "/groups/{address}", "Remove a group.")
            .needs(Right.ACCOUNTS_WRITE)
            .takes(ADDRESS)
            .does((caller, given) -> parts().changes().removeGroup(own(caller, given))));
  }

  private void set(Caller caller, Given given) {
    List<EmailAddress> members = given.texts("members").stream().map(Reach::address).toList();
    if (members.isEmpty()) {
      // Its mail would be taken and given to nobody.
      throw new Refused(Problem.Kind.INVALID, "group.empty");
    }
    parts().changes().setGroup(own(caller, given), members);
  }

  private boolean maySee(Caller caller, EmailAddress address) {
    return parts()
        .directory()
        .domain(address.domain())
        .filter(domain -> caller.may(Right.ACCOUNTS_READ, domain))
        .isPresent();
  }

  private EmailAddress own(Caller caller, Given given) {
    EmailAddress address = Reach.address(given.text("address"));
    reach().domain(caller, Right.ACCOUNTS_WRITE, address.domain());
    return address;
  }
}
