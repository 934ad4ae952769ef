package org.mailstead.identity;

import com.google.protobuf.ByteString;
import org.mailstead.identity.rows.OidcRow;

/** How settings of providers are stored. */
final class OidcRows {
  private OidcRows() {}

  static OidcRow row(OidcSettings settings) {
    return OidcRow.newBuilder()
        .setIssuer(settings.issuer())
        .setClient(settings.client())
        .setClientSecret(ByteString.copyFrom(settings.sealedSecret()))
        .setName(settings.name())
        .addAllScopes(settings.scopes())
        .setMakesAccounts(settings.makesAccounts())
        .setTrustsAddresses(settings.trustsAddresses())
        .setGroupsClaim(settings.groupsClaim())
        .addAllGroups(settings.groups())
        .addAllSecondFactor(settings.secondFactor())
        .setAuthorities(settings.authorities())
        .build();
  }

  static OidcSettings settings(OidcRow row) {
    return new OidcSettings(
        row.getIssuer(),
        row.getClient(),
        row.getClientSecret().toByteArray(),
        row.getName(),
        row.getScopesList(),
        row.getMakesAccounts(),
        row.getTrustsAddresses(),
        row.getGroupsClaim(),
        row.getGroupsList(),
        row.getSecondFactorList(),
        row.getAuthorities());
  }
}
