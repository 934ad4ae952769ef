package org.mailstead.signin;

import org.mailstead.http.Json;
import org.mailstead.identity.rights.Tenant;
import tools.jackson.databind.node.ObjectNode;

/**
 * How pages shall look: a name, a colour, a place for help; what is empty is this program's own.
 */
final class BrandJson {
  private BrandJson() {}

  static ObjectNode of(Tenant.Brand brand) {
    return Json.object()
        .put("name", brand.name())
        .put("colour", brand.colour())
        .put("help", brand.help());
  }
}
