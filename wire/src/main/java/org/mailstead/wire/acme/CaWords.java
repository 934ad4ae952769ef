package org.mailstead.wire.acme;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/** What a CA says (RFC 8555 section 6.7), in words for an operator. */
final class CaWords {
  private static final String PREFIX = "urn:ietf:params:acme:error:";
  private static final int MOST = 600;

  static final String UNKNOWN_CUSTOMER =
      "the CA wants to know you first: set acme_account to the key's id that it gave you";

  private CaWords() {}

  static NotIssued of(AcmeLazyLoadingException e) {
    return e.getCause() instanceof AcmeException inner
        ? of(inner)
        : new NotIssued("the CA's answer makes no sense: " + shown(e));
  }

  static NotIssued of(AcmeException e) {
    return switch (e) {
      case AcmeRateLimitedException limited ->
          new NotIssued(
              "the CA was asked too often: " + detail(limited.getProblem()),
              limited.getRetryAfter());
      case AcmeUserActionRequiredException action ->
          new NotIssued(
              "the CA wants something done first, see "
                  + action.getInstance()
                  + ": "
                  + detail(action.getProblem()));
      case AcmeServerException server -> new NotIssued(of(server.getProblem()));
      case AcmeNetworkException network ->
          new NotIssued("the CA cannot be reached: " + shown(network) + clock(network));
      default -> new NotIssued("the CA's answer makes no sense: " + shown(e));
    };
  }

  /** With those of the single names. */
  static String of(Problem problem) {
    String all =
        Stream.concat(Stream.of(problem), problem.getSubProblems().stream())
            .map(CaWords::one)
            .distinct()
            .collect(Collectors.joining("; "));
    return all.length() > MOST ? all.substring(0, MOST) + "…" : all;
  }

  private static String one(Problem problem) {
    String type = String.valueOf(problem.getType());
    String name = problem.getIdentifier().map(id -> id.getDomain() + ": ").orElse("");
    return name
        + meaning(type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type)
        + ": "
        + detail(problem);
  }

  private static String meaning(String type) {
    return switch (type) {
      case "caa" ->
          "a CAA record in the DNS forbids this CA (RFC 8659); change that record, or the CA";
      case "dns" -> "the CA does not find it in the DNS";
      case "connection" -> "the CA does not reach this server; is the port open from outside?";
      case "tls" -> "the CA reaches no TLS of ours on port 443";
      case "unauthorized", "incorrectResponse" ->
          "the CA reached something that is not this server, or has not our answer yet";
      case "rejectedIdentifier" -> "the CA gives no certificate for this name";
      case "unsupportedIdentifier" -> "the CA gives no certificates for such names";
      case "externalAccountRequired" -> UNKNOWN_CUSTOMER;
      case "accountDoesNotExist" -> "the CA has forgotten our account";
      case "badPublicKey", "badCSR", "badSignatureAlgorithm" -> "the CA does not like our key";
      case "invalidContact", "unsupportedContact" -> "the CA does not take the contact's address";
      case "orderNotReady", "badNonce", "serverInternal" -> "the CA has trouble of its own";
      default -> "the CA refuses (" + type + ")";
    };
  }

  private static String detail(Problem problem) {
    return problem.getDetail().orElse("it says no more").replaceAll("\\p{Cntrl}+", " ");
  }

  private static String shown(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
      if (cause instanceof UnresolvedAddressException) {
        return "its name is not in the DNS";
      }
      if (cause instanceof HttpConnectTimeoutException) {
        return "no connection in time";
      }
    }
    if (cause instanceof ConnectException || cause instanceof ClosedChannelException) {
      return "it takes no connection";
    }
    String message = Optional.ofNullable(cause.getMessage()).orElse("");
    return cause.getClass().getSimpleName() + " " + message;
  }

  private static String clock(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof CertificateNotYetValidException
          || at instanceof CertificateExpiredException) {
        return " (is the clock of this machine right?)";
      }
    }
    return "";
  }
}
