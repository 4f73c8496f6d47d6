import {encode} from "@oasis-node/primitives/cbor";
import {
  prepareContext,
  SignatureVerifier,
  type Signer,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {SignedTransaction} from "@oasis-node/state-transition/consensus";
import {afterEach, describe, expect, test} from "vitest";
import {TransactionIntake} from "../../src/embedded/transactionIntake.ts";
import {Mempool} from "../../src/mempool/index.ts";

const context = prepareContext(signingContexts.transaction, {chainContext: "intake"});
const other = testSigner("intake");
const own = testSigner("intake node");
const verifier = new SignatureVerifier();

afterEach(() => verifier.close());

async function transaction(signer: Signer, nonce: bigint, method = "staking.Transfer"): Promise<Uint8Array> {
  const signed = await SignedTransaction.sign(signer, context, {nonce, fee: null, method, body: null});
  return encode(SignedTransaction.envelope, signed);
}

/** An intake beside a pool for so many transactions, and what resolves when so many have arrived. */
function newIntake(count: number) {
  const mempool = new Mempool({count, bytes: 1 << 20, transactionBytes: 1 << 16, remembered: 100});
  const arrived = Promise.withResolvers<void>();
  const intake = new TransactionIntake({
    mempool,
    verifier,
    context,
    ownKey: own.publicKey,
    onArrival: () => arrived.resolve(),
  });
  return {intake, arrived: arrived.promise};
}

async function transfers(count: number): Promise<Uint8Array[]> {
  return Promise.all(Array.from({length: count}, (_, i) => transaction(other, BigInt(i))));
}

describe("intake of transactions", () => {
  test("the node's own and what must get through go first, each in their order", async () => {
    const {intake, arrived} = newIntake(100);
    const ordinary = await transfers(20);
    const first = await transaction(own, 0n);
    const second = await transaction(other, 20n, "beacon.PVSSCommit");
    for (const raw of [...ordinary, first, second]) intake.take(raw);
    await arrived;
    const order: (Uint8Array | undefined)[] = [];
    while (intake.hasReady) order.push(intake.shift()?.raw);
    expect(order).toEqual([first, second, ...ordinary]);
  });

  test("a full pool has room for the node's own, and for nothing else", async () => {
    const {intake} = newIntake(3);
    for (const raw of await transfers(3)) intake.take(raw);
    const late = await transaction(other, 4n);
    expect(() => intake.take(late)).toThrow(expect.objectContaining({code: "poolFull"}));
    for (let nonce = 0n; nonce < 64n; nonce++) intake.take(await transaction(own, nonce));
    const tooMany = await transaction(own, 64n);
    expect(() => intake.take(tooMany)).toThrow(expect.objectContaining({code: "poolFull"}));
  });

  test("whatever waits is given up with the reason, also while it is verified", async () => {
    const {intake} = newIntake(1000);
    const outcomes = (await transfers(600)).map((raw) => intake.take(raw).outcome.promise);
    await new Promise(setImmediate);
    intake.fail(new RangeError("over"));
    const settled = await Promise.allSettled(outcomes);
    expect(settled.every(({status}) => status === "rejected")).toBe(true);
    expect(intake.hasReady).toBe(false);
  });
});
