import {openMemoryNodeDb} from "@oasis-node/mkvs/db";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {asGas} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import type {Signer} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import type {Transaction} from "@oasis-node/state-transition/consensus";
import {StakingState} from "@oasis-node/state-transition/staking";
import {describe, expect, test, vi} from "vitest";
import {random} from "../../packages/primitives/test/support/random.ts";
import {LocalChain} from "../chain/localChain.ts";
import {brokenInvariants} from "./invariants.ts";
import {mutateBody, mutateBytes} from "./mutations.ts";
import {type RecordedTransaction, recordedTransactions} from "./recordedTransactions.ts";

const scale = process.env.FULL_TESTS === "1" ? 10 : 1;

// At full length they take minutes.
vi.setConfig({testTimeout: 1_800_000, hookTimeout: 1_800_000});
const perBlock = 100;
const source = random(31_337);
/** Far beyond what any transaction takes, milliseconds. */
const hang = 10_000;

async function twins(): Promise<[LocalChain, LocalChain]> {
  const start = async () => {
    const db = await openMemoryNodeDb({namespace: asNamespace(new Uint8Array(32)), discardWriteLogs: true});
    return LocalChain.start({db, accounts: perBlock, validators: 3, blocksPerEpoch: 7n});
  };
  return [await start(), await start()];
}

/** Makes blocks of one stream of transactions on two chains, which must agree in everything. Gives the codes. */
async function agree(
  blocks: number,
  next: (chain: LocalChain, index: number) => Promise<Uint8Array>,
): Promise<Map<string, number>> {
  const [one, other] = await twins();
  const outcomes = new Map<string, number>();
  for (let height = 1; height <= blocks; height++) {
    const raws: Uint8Array[] = [];
    for (let i = 0; i < perBlock; i++) raws.push(await next(one, i));
    const started = performance.now();
    const checks = raws.map((raw) => one.application.checkTx(raw));
    expect(raws.map((raw) => other.application.checkTx(raw))).toEqual(checks);
    const block = await one.block(raws);
    expect(await other.block(raws)).toEqual(block);
    expect(performance.now() - started).toBeLessThan(hang);
    expect(brokenInvariants(one.application.state.deliverTree)).toEqual([]);
    for (const {code, codespace} of block.results) {
      const outcome = `${codespace}/${code}`;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  return outcomes;
}

/** The transaction, valid for this chain except for its body. */
function resigned(
  chain: LocalChain,
  signer: Signer,
  {method, body}: Pick<Transaction, "method" | "body">,
): Promise<Uint8Array> {
  const state = new StakingState(chain.application.state.deliverTree);
  const {nonce} = state.account(stakingAddress(signer.publicKey)).general;
  const fee = {amount: 0n, gas: asGas(10n ** 9n)};
  return chain.signAs(signer, {nonce, fee, method, body});
}

describe(`mutated transactions get a result, and everywhere the same (seed ${source.seed})`, async () => {
  const recorded = await recordedTransactions();
  const pick = (): RecordedTransaction => source.pick(recorded);

  test("there are transactions of most methods", () => {
    expect(new Set(recorded.map(({transaction}) => transaction.method)).size).toBeGreaterThan(12);
  });

  const envelopes = 60 * scale;
  test(`${envelopes * perBlock} changed in the envelope`, async () => {
    const outcomes = await agree(envelopes, async (chain, i) => {
      const {raw, transaction} = pick();
      if (i % 2 === 0) return mutateBytes(source, raw);
      return mutateBytes(source, await resigned(chain, chain.signer(i), transaction));
    });
    expect(outcomes.size).toBeGreaterThan(2);
  });

  const bodies = 60 * scale;
  test(`${bodies * perBlock} changed in the body and signed again`, async () => {
    const operator = testSigner("chain 1 owner");
    const outcomes = await agree(bodies, async (chain, i) => {
      const {method, body} = pick().transaction;
      const signer = i === 0 ? operator : chain.signer(i);
      return resigned(chain, signer, {method, body: mutateBody(source, {method, body}, addressesOf(chain))});
    });
    expect(outcomes.get("/0")).toBeGreaterThan(bodies);
    expect(outcomes.size).toBeGreaterThan(15);
  });
});

function addressesOf(chain: LocalChain): Address[] {
  return [chain.addressOf(1), chain.addressOf(2), stakingAddress(testSigner("chain owner").publicKey)];
}
