import {inspect} from "node:util";
import type {PrivateKey} from "../ed25519/index.ts";
import {
  asPublicKey,
  asRawSignature,
  type PreparedContext,
  type PublicKey,
  prepareMessage,
  type RawSignature,
  type Signer,
} from "../signature/index.ts";

/** A signer with its private key in memory. */
export class KeySigner implements Signer {
  readonly publicKey: PublicKey;
  readonly #privateKey: PrivateKey;

  /** Takes the key over: `reset` wipes it. */
  constructor(privateKey: PrivateKey) {
    this.#privateKey = privateKey;
    this.publicKey = asPublicKey(privateKey.publicKey);
  }

  async contextSign(context: PreparedContext, message: Uint8Array): Promise<RawSignature> {
    return asRawSignature(this.#privateKey.sign(prepareMessage(context, message)));
  }

  reset(): void {
    this.#privateKey.wipe();
  }

  toString(): string {
    return this.#privateKey.toString();
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
