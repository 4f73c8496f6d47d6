import {decode, encode, type Schema} from "@oasis-node/primitives/cbor";
import {asGas} from "@oasis-node/primitives/epoch";
import {Signed} from "@oasis-node/primitives/signature";
import {Transaction} from "@oasis-node/state-transition/consensus";
import {Transfer} from "@oasis-node/state-transition/staking";
import * as cborg from "cborg";
import type {BenchCase, BenchSuite} from "./suite.ts";

/** Enough repetitions that the clock does not matter. */
const repeat = 1000;

const transfer = Transfer.make({amount: 1_234_567_890_123n});
const transaction = Transaction.make({
  nonce: 42n,
  fee: {amount: 2_000_000n, gas: asGas(1_300n)},
  method: "staking.Transfer",
  body: encode(Transfer, transfer),
});
const envelope = Signed.make({untrustedRawValue: encode(Transaction, transaction)});

export const suite: BenchSuite = {
  name: "cbor",
  cases: [
    ...pair("staking.Transfer", Transfer, transfer),
    ...pair("transaction.Transaction (transfer)", Transaction, transaction),
    ...pair("transaction.SignedTransaction", Signed, envelope),
  ],
};

/** Decoding and encoding of one value, and of the same bytes by cborg, which knows no types. */
function pair<T>(name: string, schema: Schema<T>, value: T): BenchCase[] {
  const bytes = encode(schema, value);
  const loose: unknown = cborg.decode(bytes);
  return [
    against(
      `decode ${name}`,
      () => decode(schema, bytes),
      () => cborg.decode(bytes),
    ),
    against(
      `encode ${name}`,
      () => encode(schema, value),
      () => cborg.encode(loose),
    ),
  ];
}

function against(name: string, ours: () => unknown, theirs: () => unknown): BenchCase {
  return {
    name,
    bar: "≥ 400 k/s and faster than cborg",
    opsPerRun: repeat,
    run: repeated(ours),
    peer: {name: "cborg", opsPerRun: repeat, run: repeated(theirs)},
  };
}

function repeated(run: () => unknown): () => void {
  return () => {
    for (let i = 0; i < repeat; i++) run();
  };
}
