import {BytesMap, toBase64} from "../bytes/index.ts";
import type {PublicKey} from "./publicKey.ts";
import {SignatureError} from "./signatureError.ts";

/** Keys whose signatures never verify and which are not valid as keys. A value: adding makes another one. */
export class PublicKeyBlacklist {
  static readonly empty = new PublicKeyBlacklist([]);

  readonly #keys: BytesMap<PublicKey, true>;

  private constructor(keys: Iterable<PublicKey>) {
    this.#keys = new BytesMap([...keys].map((key) => [key, true]));
  }

  /** A blacklist of these keys; the same key may come several times. */
  static of(keys: Iterable<PublicKey>): PublicKeyBlacklist {
    return new PublicKeyBlacklist(keys);
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: PublicKey): boolean {
    return this.#keys.has(key);
  }

  /** This blacklist and more keys. Throws `SignatureError` `alreadyBlacklisted` for a key that is on it. */
  with(keys: Iterable<PublicKey>): PublicKeyBlacklist {
    const all = PublicKeyBlacklist.of(this.#keys.keys());
    for (const key of keys) {
      if (all.#keys.has(key)) throw new SignatureError("alreadyBlacklisted", {publicKey: toBase64(key)});
      all.#keys.set(key, true);
    }
    return all;
  }
}

export interface BlacklistSources {
  /** Keys of the accounts of the protocol itself. */
  readonly reserved: Iterable<PublicKey>;
  /** Keys whose private half everybody knows. */
  readonly testKeys: Iterable<PublicKey>;
  /** Leaves the test keys usable: only for debugging, behind both of the reference's flags. */
  readonly allowTestKeys: boolean;
  /** `consensus.params.public_key_blacklist` of the genesis document. */
  readonly genesis: Iterable<PublicKey>;
}

/**
 * The blacklist of a node (primitives-mkvs §2.9). Throws `SignatureError` `alreadyBlacklisted` for a key of the genesis
 * document that is on it anyway, or twice in the document: the node refuses to start.
 */
export function nodeBlacklist(sources: BlacklistSources): PublicKeyBlacklist {
  const testKeys = sources.allowTestKeys ? [] : sources.testKeys;
  return PublicKeyBlacklist.of([...sources.reserved, ...testKeys]).with(sources.genesis);
}
