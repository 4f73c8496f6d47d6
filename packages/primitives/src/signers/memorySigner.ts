import {PrivateKey} from "../ed25519/index.ts";
import {type Signer, SignerError, type SignerFactory, testPrivateKey} from "../signature/index.ts";
import {KeySigner} from "./keySigner.ts";

/** Makes signers that live as long as the process: for tests. */
export class MemorySignerFactory implements SignerFactory {
  /** Every role will do. */
  ensureRole(): void {}

  async generate(_role: unknown, entropy: (length: number) => Uint8Array): Promise<Signer> {
    return new KeySigner(PrivateKey.generate(entropy));
  }

  /** Nothing is kept, so there is never anything to load. */
  async load(): Promise<Signer> {
    throw new SignerError("notExist");
  }
}

/** Signer of a 32-byte RFC 8032 seed. Throws `Ed25519Error`. */
export function signerFromSeed(seed: Uint8Array): Signer {
  return new KeySigner(PrivateKey.fromSeed(seed));
}

/** Signer of a private key, which it takes over: `reset` wipes it. */
export function signerFromPrivateKey(privateKey: PrivateKey): Signer {
  return new KeySigner(privateKey);
}

/** The test signer of that name (primitives-mkvs §2.9). Its key is public knowledge. */
export function testSigner(name: string): Signer {
  return new KeySigner(testPrivateKey(name));
}
