import {asPublicKey} from "@oasis-node/primitives/signature";
import {TlsError, verifyCertificate} from "@oasis-node/primitives/tls";
import type {Reporter} from "../../kind.ts";
import {outcome} from "../../outcome.ts";
import {array, base64, boolean, hex, type JsonObject, number, object, string} from "../../records.ts";

/** How the reference's texts go on after `tls: `; ours say the same in other words. */
const codes: readonly (readonly [text: RegExp, code: TlsError["code"]])[] = [
  [/^tls: expecting a single certificate/, "certificateCount"],
  [/^tls: bad serial number/, "serialNumber"],
  [/^tls: bad extended key usage/, "extendedKeyUsage"],
  [/^tls: bad key usage/, "keyUsage"],
  [/^tls: bad public key/, "publicKey"],
  [/^tls: bad common name/, "commonName"],
  [/^tls: bad signature/, "signature"],
  [/^tls: current time .* is after /, "expired"],
  [/^tls: current time .* is before /, "notYetValid"],
];

/** Verdicts on the certificates that a peer shows. */
export function checkTls(record: JsonObject, where: string, report: Reporter): void {
  const certificates = array(record.certificates ?? [], where).map((one) => base64(one, where));
  const keys = array(record.keys ?? [], where).map((key) => asPublicKey(hex(key, where)));
  const found = outcome(() =>
    verifyCertificate(certificates, {
      commonName: string(record.common_name, where),
      keys: boolean(record.keys_given, where) ? keys : null,
      allowUnknownKeys: boolean(record.allow_unknown_keys, where),
      allowNoCertificate: boolean(record.allow_no_certificate, where),
      now: number(record.checked_at, where) * 1000,
    }),
  );
  const code = "refusal" in found && found.refusal instanceof TlsError ? found.refusal.code : null;
  report.expect("error", codeOfText(record.error, where), code);
}

/** The text itself when it is none of those that are known. */
function codeOfText(error: unknown, where: string): string | null {
  if (error === null) return null;
  const text = string(object(error, where).text, where);
  return codes.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}
