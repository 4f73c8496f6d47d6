import {stakingAddress} from "@oasis-node/primitives/address";
import {decode} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {silentLogger} from "@oasis-node/primitives/log";
import {prepareContext, SignatureVerifier, signingContexts} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {beaconMethods, PvssReveal} from "@oasis-node/state-transition/beacon";
import {SignedTransaction, Transaction, transactionErrors} from "@oasis-node/state-transition/consensus";
import {stakingErrors, stakingMethods, Transfer} from "@oasis-node/state-transition/staking";
import {describe, expect, test} from "vitest";
import {
  Backoff,
  type SubmissionBackend,
  SubmissionError,
  TransactionSubmitter,
  type TransactionSubmitterOptions,
} from "../../src/submission/index.ts";

const context = prepareContext(signingContexts.transaction, {chainContext: "0".repeat(64)});
const signer = testSigner("submission node");
const other = testSigner("submission other");
const method = stakingMethods["staking.Transfer"];
const body = Transfer.make({to: stakingAddress(other.publicKey), amount: 1n});
const {signal} = new AbortController();

/** A chain with one account counter for everybody, which refuses wrong nonces. */
class Chain implements SubmissionBackend {
  readonly accepted: Transaction[] = [];
  readonly failures: unknown[] = [];
  readonly estimateFailures: unknown[] = [];
  nonce = 0n;
  inFlight = 0;
  mostInFlight = 0;

  async signerNonce(): Promise<bigint> {
    return this.nonce;
  }

  async estimateGas(): Promise<ReturnType<typeof asGas>> {
    const failure = this.estimateFailures.shift();
    if (failure !== undefined) throw failure;
    return asGas(1000n);
  }

  async submit(signed: SignedTransaction): Promise<void> {
    this.inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await Promise.resolve();
    this.inFlight--;
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    const transaction = SignedTransaction.open(new SignatureVerifier(), context, signed);
    if (transaction.nonce !== this.nonce) throw transactionErrors.invalidNonce();
    this.nonce++;
    this.accepted.push(transaction);
  }
}

class TestClock {
  nanos = 0n;
  readonly slept: number[] = [];
  now = () => this.nanos;
  sleep = async (milliseconds: number) => {
    this.slept.push(milliseconds);
    this.nanos += BigInt(milliseconds) * 1_000_000n;
  };
}

function submitter(backend: SubmissionBackend, options: Partial<TransactionSubmitterOptions> = {}) {
  const clock = new TestClock();
  const defaults = {
    backend,
    context,
    gasPrice: 0n,
    maxFee: 0n,
    clock,
    // In the middle: no spread.
    random: () => new Uint8Array([128, 0]),
    logger: silentLogger,
  };
  return {clock, submitter: new TransactionSubmitter({...defaults, ...options})};
}

describe("the node's own transactions", () => {
  test("are signed under the chain's context with nonce, and a fee of price times gas", async () => {
    const chain = new Chain();
    chain.nonce = 7n;
    await submitter(chain, {gasPrice: 3n}).submitter.signAndSubmit({signer, method, body}, signal);
    const [transaction] = chain.accepted;
    expect(transaction).toMatchObject({
      nonce: 7n,
      fee: {gas: 1000n, amount: 3000n},
      method: "staking.Transfer",
    });
    expect(decode(Transfer, transaction?.body ?? null)).toEqual(body);
  });

  test("of one signer go one after the other, each with the nonce that the last left", async () => {
    const chain = new Chain();
    const {submitter: own} = submitter(chain);
    await Promise.all(Array.from({length: 10}, () => own.signAndSubmit({signer, method, body}, signal)));
    expect(chain.accepted.map(({nonce}) => nonce)).toEqual(Array.from({length: 10}, (_, i) => BigInt(i)));
    expect(chain.mostInFlight).toBe(1);
  });

  test("of different signers do not wait for each other", async () => {
    const chain = new Chain();
    const {promise, resolve} = Promise.withResolvers<void>();
    const submit = chain.submit.bind(chain);
    chain.submit = async (signed) => {
      if (Buffer.from(signed.signature.publicKey).equals(signer.publicKey)) await promise;
      await submit(signed);
    };
    const {submitter: own} = submitter(chain);
    const first = own.signAndSubmit({signer, method, body}, signal);
    await own.signAndSubmit({signer: other, method, body}, signal);
    expect(chain.accepted).toHaveLength(1);
    resolve();
    await first;
    expect(chain.accepted).toHaveLength(2);
  });

  test("that cost more than the maximum are refused with the reference's text", async () => {
    const chain = new Chain();
    const {submitter: own, clock} = submitter(chain, {gasPrice: 3n, maxFee: 2999n});
    const refused = own.signAndSubmit({signer, method, body}, signal);
    await expect(refused).rejects.toThrow("computed fee exceeds configured maximum: 3000 (max: 2999)");
    await expect(refused).rejects.toBeInstanceOf(SubmissionError);
    expect(clock.slept).toEqual([]);
    await submitter(chain, {gasPrice: 3n, maxFee: 3000n}).submitter.signAndSubmit(
      {signer, method, body},
      signal,
    );
    expect(chain.accepted).toHaveLength(1);
  });

  test("are tried again with a fresh nonce when another has used it", async () => {
    const chain = new Chain();
    const {submitter: own, clock} = submitter(chain);
    const submit = chain.submit.bind(chain);
    let stolen = false;
    chain.submit = async (signed) => {
      if (!stolen) chain.nonce++;
      stolen = true;
      await submit(signed);
    };
    await own.signAndSubmit({signer, method, body}, signal);
    expect(chain.accepted.map(({nonce}) => nonce)).toEqual([1n]);
    expect(clock.slept).toEqual([500]);
  });

  test("wait for an upgrade, also when simulating tells of it", async () => {
    const chain = new Chain();
    chain.failures.push(transactionErrors.upgradePending());
    chain.estimateFailures.push(transactionErrors.upgradePending());
    const {submitter: own, clock} = submitter(chain);
    await own.signAndSubmit({signer, method, body}, signal);
    expect(clock.slept).toEqual([500, 750]);
  });

  test("are given up after a minute", async () => {
    const chain = new Chain();
    chain.submit = async () => {
      throw transactionErrors.invalidNonce();
    };
    const {submitter: own, clock} = submitter(chain);
    await expect(own.signAndSubmit({signer, method, body}, signal)).rejects.toSatisfy(
      transactionErrors.invalidNonce.is,
    );
    expect(clock.nanos).toBeLessThanOrEqual(60_000_000_000n);
    expect(clock.nanos).toBeGreaterThan(45_000_000_000n);
    expect(Math.max(...clock.slept)).toBe(10_000);
  });

  test("fail at once when the chain refuses them, and let the next one through", async () => {
    const chain = new Chain();
    chain.failures.push(stakingErrors.insufficientBalance());
    const {submitter: own, clock} = submitter(chain);
    await expect(own.signAndSubmit({signer, method, body}, signal)).rejects.toSatisfy(
      stakingErrors.insufficientBalance.is,
    );
    expect(clock.slept).toEqual([]);
    await own.signAndSubmit({signer, method, body}, signal);
    expect(chain.accepted).toHaveLength(1);
  });

  test("stop waiting for their turn when aborted, without letting others pass", async () => {
    const chain = new Chain();
    const {promise, resolve} = Promise.withResolvers<void>();
    const submit = chain.submit.bind(chain);
    chain.submit = async (signed) => {
      await promise;
      await submit(signed);
    };
    const {submitter: own, clock} = submitter(chain);
    const first = own.signAndSubmit({signer, method, body}, signal);
    const controller = new AbortController();
    const second = own.signAndSubmit({signer, method, body}, controller.signal);
    const third = own.signAndSubmit({signer, method, body}, signal);
    controller.abort(new RangeError("enough"));
    await expect(second).rejects.toThrow("enough");
    expect(chain.accepted).toHaveLength(0);
    resolve();
    await Promise.all([first, third]);
    expect(chain.accepted.map(({nonce}) => nonce)).toEqual([0n, 1n]);
    // Neither has found the nonce taken.
    expect(clock.slept).toEqual([]);
  });
});

test("critical transactions do not wait for their turn: they have no nonce", async () => {
  const chain = new Chain();
  const {promise, resolve} = Promise.withResolvers<void>();
  const submit = chain.submit.bind(chain);
  const methods: string[] = [];
  chain.submit = async (signed) => {
    const {method: name} = decode(Transaction, signed.untrustedRawValue);
    methods.push(name);
    if (name === method.name) await promise;
    await submit(signed);
  };
  const {submitter: own} = submitter(chain);
  const ordinary = own.signAndSubmit({signer, method, body}, signal);
  const critical = beaconMethods["beacon.PVSSReveal"];
  await own.signAndSubmit({signer, method: critical, body: PvssReveal.make({})}, signal);
  expect(methods).toContain("beacon.PVSSReveal");
  expect(chain.accepted).toHaveLength(1);
  resolve();
  await ordinary;
});

describe("back-off", () => {
  test("spreads each wait by half of it", () => {
    const low = new Backoff(() => new Uint8Array([0, 0]));
    const high = new Backoff(() => new Uint8Array([255, 255]));
    expect([low.next(0), low.next(0)]).toEqual([250, 375]);
    expect([high.next(0), high.next(0)]).toEqual([749, 1124]);
  });

  test("does not grow beyond its maximum, and begins anew", () => {
    const backoff = new Backoff(() => new Uint8Array([128, 0]));
    let last: number | null = 0;
    for (let i = 0; i < 50; i++) last = backoff.next(0);
    expect(last).toBe(60_000);
    backoff.reset();
    expect(backoff.next(0)).toBe(500);
  });
});
