/** Block types of the PEM files of a node (primitives-mkvs §2.10, §7.2). */
export const pemTypes = {
  /** 64 bytes: seed, then public key. */
  ed25519PrivateKey: "ED25519 PRIVATE KEY",
  /** 32 bytes. */
  ed25519PublicKey: "ED25519 PUBLIC KEY",
  /** 64 bytes. */
  ed25519Signature: "ED25519 SIGNATURE",
  /** PVSS scalar, 32 bytes. */
  ecPrivateKey: "EC PRIVATE KEY",
  /** PKCS #8. */
  privateKey: "PRIVATE KEY",
  certificate: "CERTIFICATE",
} as const;
