import {fromHex, utf8} from "../bytes/index.ts";
import {PrivateKey} from "../ed25519/index.ts";
import {hashOf} from "../hash/index.ts";
import {asPublicKey, type PublicKey} from "./publicKey.ts";

/** Names of the test keys every node knows (primitives-mkvs §2.9). */
export const testKeyNames = {
  entity: "ekiden test entity key seed",
  keyManagerRak: "ekiden test key manager RAK seed",
  keyManagerMultisig0: "ekiden key manager test multisig key 0",
  keyManagerMultisig1: "ekiden key manager test multisig key 1",
  keyManagerMultisig2: "ekiden key manager test multisig key 2",
  mockEpoch: "oasis-core epochtime mock key seed",
} as const;

/** A test key of old whose name is lost. */
const namelessTestKey = "9d41a874b80e39a40c9644e964f0e4f967100c91654bfd7666435fe906af060f";

/** The private key which everybody can derive from a name: the hash of the name is the seed. */
export function testPrivateKey(name: string): PrivateKey {
  return PrivateKey.fromSeed(hashOf(utf8(name)));
}

/** The test keys every node refuses unless told otherwise. */
export function knownTestPublicKeys(): PublicKey[] {
  const named = Object.values(testKeyNames).map((name) => testPrivateKey(name).publicKey);
  return [...named, fromHex(namelessTestKey) ?? new Uint8Array()].map(asPublicKey);
}
