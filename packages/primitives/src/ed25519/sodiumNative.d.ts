/** The part of sodium-native that this package uses; the module ships without types. */
declare module "sodium-native" {
  interface Sodium {
    /** Whether the signature is valid under libsodium's own rules. */
    crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, privateKey: Uint8Array): void;
    crypto_sign_seed_keypair(publicKey: Uint8Array, privateKey: Uint8Array, seed: Uint8Array): void;
    /** `r = p + q`; throws when an operand is not the encoding of a curve point. */
    crypto_core_ed25519_add(r: Uint8Array, p: Uint8Array, q: Uint8Array): void;
    /** `r = p − q`; throws when an operand is not the encoding of a curve point. */
    crypto_core_ed25519_sub(r: Uint8Array, p: Uint8Array, q: Uint8Array): void;
    /** `q = [n]p`; throws unless `p` is of prime order, canonically encoded, and `n` is not zero. */
    crypto_scalarmult_ed25519_noclamp(q: Uint8Array, n: Uint8Array, p: Uint8Array): void;
    /** `q = [n]B`; throws when `n` is zero. */
    crypto_scalarmult_ed25519_base_noclamp(q: Uint8Array, n: Uint8Array): void;
    sodium_memzero(buffer: Uint8Array): void;
  }
  const sodium: Sodium;
  export = sodium;
}
