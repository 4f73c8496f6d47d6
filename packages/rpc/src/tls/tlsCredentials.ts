import type {PrivateKey} from "@oasis-node/primitives/ed25519";
import {certificateToPem, tlsKeyToPem} from "@oasis-node/primitives/tls";

/** The certificate that one side presents, and its key. */
export interface TlsCredentials {
  /** DER. */
  readonly certificate: Uint8Array;
  readonly privateKey: PrivateKey;
}

/** The form that Node wants. */
export function toPem({certificate, privateKey}: TlsCredentials): {cert: string; key: string} {
  return {cert: certificateToPem(certificate), key: tlsKeyToPem(privateKey)};
}
