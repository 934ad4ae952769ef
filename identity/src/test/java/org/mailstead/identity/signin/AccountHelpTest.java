package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.World;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.AccountId;

class AccountHelpTest {
  private static final String BY = "grace@example.test";

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 7, 0.1));
  private final List<Told> told = new ArrayList<>();
  private final SignInDesk desk = world.desk((id, alert) -> told.add(new Told(id, alert)));
  private final AccountHelp help = desk.help();
  private final Account ada = world.add("ada@example.test");

  private record Told(AccountId account, Alert alert) {}

  private void assertTold(Alert alert) {
    assertEquals(List.of(new Told(ada.id(), alert)), told);
    told.clear();
  }

  @Test
  void theOwnerIsToldWhoSetANewPassword() {
    help.setPassword(ada.id(), "lantern gravel otter", BY);
    assertTold(new Alert.PasswordSet(BY));
    assertTrue(world.passwords.setAt(ada.id()).isPresent());
  }

  @Test
  void theOwnerIsToldWhoGaveOutAWayToAPasswordAndWhenItIsUsed() {
    String token = help.makeReset(ada.id(), BY);
    assertTold(new Alert.ResetMade(BY));
    var browser = new Browser(World.host("192.0.2.7"), "curl", "");
    desk.resets().use(token, "lantern gravel otter", browser);
    assertTold(new Alert.PasswordChanged("192.0.2.7"));
  }

  @Test
  void theOwnerIsToldWhoTookTheSecondFactorsAwayIfThereWereSome() {
    help.forgetFactors(ada.id(), BY);
    assertEquals(List.of(), told);
    world.credentials.recoveryCodes().renew(ada.id());
    help.forgetFactors(ada.id(), BY);
    assertTold(new Alert.FactorsForgotten(BY));
    assertFalse(world.credentials.recoveryCodes().left(ada.id()) > 0);
  }
}
