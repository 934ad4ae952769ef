/** How to set up a mail program. */

export type Service = {
  /** `imap`, `pop3` or `smtp` */
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  /** `tls` from the first octet, or `starttls` */
  readonly security: string;
};

const PASSWORD = 1;
const IMAP = 0;
const SMTP = 0;

function security(service: Service): number {
  return service.security === "tls" ? 3 : 2;
}

/** The safest service of a kind: TLS from the first octet goes before STARTTLS. */
export function best(services: readonly Service[], protocol: string): Service | undefined {
  const such = services.filter((service) => service.protocol === protocol);
  return such.find((service) => service.security === "tls") ?? such[0];
}

/**
 * What Thunderbird for Android reads from a QR code (its "Export for Mobile", format 1); undefined
 * where the server has no such services, or the address is none of ASCII, which the format wants.
 */
export function thunderbird(
  services: readonly Service[],
  address: string,
  name: string,
  password: string,
): string | undefined {
  const imap = best(services, "imap");
  const smtp = best(services, "smtp");
  if (imap === undefined || smtp === undefined || !/^[\x21-\x7e]+$/.test(address)) {
    return undefined;
  }
  return JSON.stringify([
    1,
    [1, 1],
    [IMAP, imap.host, imap.port, security(imap), PASSWORD, address, null, password],
    [
      [
        [SMTP, smtp.host, smtp.port, security(smtp), PASSWORD, address, password],
        [address, name],
      ],
    ],
  ]);
}
