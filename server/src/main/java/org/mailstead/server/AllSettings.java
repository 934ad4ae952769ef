package org.mailstead.server;

import java.util.ArrayList;
import java.util.List;
import org.mailstead.identity.settings.Schema;
import org.mailstead.identity.settings.Setting;

/** Everything that can be set, as docs/settings.md shows it. */
final class AllSettings {
  static final Schema SCHEMA = schema();

  private AllSettings() {}

  private static Schema schema() {
    List<Setting<?>> all = new ArrayList<>(FileSettings.all());
    all.addAll(OriginSettings.all());
    all.addAll(SmimeSettings.all());
    all.addAll(DoorSettings.all());
    all.addAll(HookSettings.all());
    all.addAll(TransportSettings.all());
    all.addAll(SenderSettings.all());
    all.addAll(ProgramSettings.all());
    all.addAll(AcmeSettings.all());
    all.addAll(ClientCertificateSettings.all());
    return new Schema(all, List.of(DoorSettings::rule, AcmeSettings::rule));
  }
}
