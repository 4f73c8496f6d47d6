import {createPublicKey, verify as nodeVerify} from "node:crypto";
import {PrivateKey, type SignedMessage, VerificationPool, verify} from "@oasis-node/primitives/ed25519";
import type {BenchSuite} from "./suite.ts";

const key = PrivateKey.fromSeed(new Uint8Array(32).fill(5));
const bulkSize = 2048;

/** Signatures of different messages by one key. */
const signed: readonly SignedMessage[] = Array.from({length: bulkSize}, (_, i) => {
  const message = new Uint8Array(32);
  new DataView(message.buffer).setUint32(0, i);
  return {publicKey: key.publicKey, message, signature: key.sign(message)};
});

const [valid = {publicKey: key.publicKey, message: new Uint8Array(), signature: new Uint8Array()}] = signed;
/** R is of another message: passes every cheap check. */
const invalid: SignedMessage = {
  ...valid,
  signature: Uint8Array.of(
    ...(signed[1] ?? valid).signature.subarray(0, 32),
    ...valid.signature.subarray(32),
  ),
};
const beyondOrder: SignedMessage = {...valid, signature: new Uint8Array(64).fill(0xff)};

const keyObject = createPublicKey({
  key: {kty: "OKP", crv: "Ed25519", x: Buffer.from(key.publicKey).toString("base64url")},
  format: "jwk",
});

let pool = new VerificationPool();

const run = ({publicKey, message, signature}: SignedMessage): void => {
  verify(publicKey, message, signature);
};

export const suite: BenchSuite = {
  name: "ed25519",
  cases: [
    {
      name: "verify, valid",
      bar: "≤ 80 µs",
      run: () => run(valid),
      peer: {
        name: "node:crypto",
        run: () => {
          nodeVerify(null, valid.message, keyObject, valid.signature);
        },
      },
    },
    {name: "verify, invalid", bar: "≤ 2 ms", run: () => run(invalid)},
    {name: "verify, s beyond the order", run: () => run(beyondOrder)},
    {
      name: `verify ${bulkSize} on all processors`,
      unit: "signature",
      bar: "≥ 1.7 × one thread",
      opsPerRun: bulkSize,
      setup: async () => {
        pool = new VerificationPool();
        await pool.verify(signed, {assist: true});
      },
      run: async () => {
        await pool.verify(signed, {assist: true});
      },
      teardown: () => pool.close(),
      peer: {
        name: "one thread",
        opsPerRun: bulkSize,
        run: () => signed.forEach(run),
      },
    },
    {
      name: "sign",
      run: () => {
        key.sign(valid.message);
      },
    },
  ],
};
