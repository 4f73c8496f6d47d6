import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  certificateCount: "tls: expecting a single certificate",
  malformed: "tls: bad X509 certificate",
  algorithm: "tls: bad public key algorithm (expected: Ed25519)",
  publicKey: "tls: bad public key",
  commonName: "tls: bad common name",
  serialNumber: "tls: bad serial number",
  keyUsage: "tls: bad key usage",
  extendedKeyUsage: "tls: bad extended key usage",
  extensions: "tls: bad extensions",
  notYetValid: "tls: current time is before the certificate's",
  expired: "tls: current time is after the certificate's",
  signature: "tls: bad signature",
  certificatePem: "tls: failed to parse certificate PEM",
  privateKeyPem: "tls: failed to parse private key PEM",
  unencodable: "tls: certificate cannot express this",
} as const;

/** A certificate or key is refused, or cannot be made. `details` has what was found and what was expected. */
export class TlsError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: ErrorDetails = {}) {
    super(code, messages[code], {details});
  }
}
