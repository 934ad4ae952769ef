package org.mailstead.identity.signin;

import java.util.Optional;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * Tells owners outside of their account too: whoever has broken in could throw away what lies in
 * it.
 */
public final class RecoveryAlerts implements Alerts {
  private final Alerts inside;
  private final Directory directory;
  private final RecoveryAddresses addresses;
  private final RecoveryMail mail;

  public RecoveryAlerts(
      Alerts inside, Directory directory, RecoveryAddresses addresses, RecoveryMail mail) {
    this.inside = inside;
    this.directory = directory;
    this.addresses = addresses;
    this.mail = mail;
  }

  @Override
  public void tell(AccountId account, Alert alert) {
    inside.tell(account, alert);
    if (leaves(alert)) {
      Optional<Account> about = directory.account(account);
      Optional<EmailAddress> to = addresses.find(account);
      if (about.isPresent() && to.isPresent()) {
        mail.send(about.get(), to.get(), new RecoveryMail.Letter.Told(alert));
      }
    }
  }

  private static boolean leaves(Alert alert) {
    return switch (alert) {
      case Alert.NewBrowser _,
          Alert.NewPlace _,
          Alert.SecondFactorGuessed _,
          Alert.PasswordChanged _,
          Alert.Added _,
          Alert.Removed _,
          Alert.RecoveryCodeUsed _,
          Alert.RecoveryAddress _,
          Alert.PasswordSet _,
          Alert.ResetMade _,
          Alert.FactorsForgotten _,
          Alert.DelegateSet _,
          Alert.DelegateRemoved _ ->
          true;
      // The reason may be the organisation's own affair; the way itself goes there.
      case Alert.LookedInto _, Alert.PasswordAsked _ -> false;
    };
  }
}
