package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.post.tls.PolicySource;
import org.mailstead.post.tls.WebPolicies;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.Connector;
import org.mailstead.wire.SelfSigned;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Our policy, fetched as others fetch it. */
class PolicyPageTest {
  @TempDir Path folder;

  @Test
  void othersCanFetchOurPolicy() throws Exception {
    var files = new CertificateFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    SelfSigned.write(List.of("mta-sts.example.test"), files, InstantSource.system());
    var certificates = new Certificates(List.of(files));
    var authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("ours", certificates.inUse().getFirst());
    var names =
        new ZoneFileResolver(
            new ByteArrayInputStream("mta-sts.example.test. IN A 127.0.0.1\n".getBytes(US_ASCII)),
            false);
    try (var home = new Typed(folder, "hostname = \"mail.example.test\"\nmta_sts = \"enforce\"\n");
        var wire = new Wire()) {
      home.good("domain", "add", "example.test");
      var own = new OwnPolicy(home.core.config(), home.core.settings(), home.core.directory());
      try (var web =
          new WebServer(
              WebConfig.tls("127.0.0.1", 0, certificates.context()),
              new Routes().get(OwnPolicy.PATH, request -> own.answer(request.host())))) {
        var source = new WebPolicies(names, new Connector(wire, authorities), web.start());
        assertEquals(
            new PolicySource.Fetched.Got(own.policy("example.test")), source.fetch("example.test"));
        assertEquals(StsPolicy.Mode.ENFORCE, own.policy("example.test").mode());
      }
    }
  }
}
