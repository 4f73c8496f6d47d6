import type {PreparedContext} from "./prepare.ts";
import type {PublicKey} from "./publicKey.ts";
import type {RawSignature, Signature} from "./signatureTypes.ts";
import type {SignerRole} from "./signerRole.ts";

/** A private key that signs, wherever it is kept. Shows nothing of the key as text, as JSON or when inspected. */
export interface Signer {
  readonly publicKey: PublicKey;
  /** Signs the hash of context and message; both are given, for a signer elsewhere hashes by itself. */
  contextSign(context: PreparedContext, message: Uint8Array): Promise<RawSignature>;
  /** Forgets the key; the signer cannot be used afterwards. */
  reset(): void;
  toString(): string;
}

/** Where the signers of a node come from, one for each role it plays. */
export interface SignerFactory {
  /** Throws `SignerError` `roleMismatch` unless the factory is set up for the role. */
  ensureRole(role: SignerRole): void;
  /** Makes and keeps a new key; draws exactly 32 bytes from `entropy`. */
  generate(role: SignerRole, entropy: (length: number) => Uint8Array): Promise<Signer>;
  /** Rejects with `SignerError` `notExist` when there is no key for the role yet. */
  load(role: SignerRole): Promise<Signer>;
}

/** Signature of a message under a context, with the key that made it. */
export async function sign(
  signer: Signer,
  context: PreparedContext,
  message: Uint8Array,
): Promise<Signature> {
  return {publicKey: signer.publicKey, signature: await signer.contextSign(context, message)};
}
