import {readFileSync} from "node:fs";
import {join} from "node:path";
import {duplexPair} from "node:stream";
import {gunzipSync} from "node:zlib";
import {encode as encodeProtobuf} from "@oasis-node/consensus/protobuf";
import {LightBlock, Header as TendermintHeader, ValidatorSet} from "@oasis-node/consensus/tendermint";
import {serveSession} from "@oasis-node/paratime-sdk/dispatcher";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {silentLogger} from "@oasis-node/primitives/log";
import {namespaceFromText} from "@oasis-node/primitives/namespace";
import {protocolVersions} from "@oasis-node/primitives/version";
import {inputBatch} from "@oasis-node/runtime/ioTree";
import {connectRuntime, executionModes} from "@oasis-node/runtime/protocol";
import {Block, headerTypes, RoundResults} from "@oasis-node/state-transition/roothash";
import {expect, test} from "vitest";
import {keyvalue} from "../src/keyvalue.ts";

interface RecordedRound {
  readonly block_cbor: string;
  readonly transactions: readonly {readonly tx: string}[] | null;
}

const path = join(import.meta.dirname, "../../../test/vectors/chain-3/export/runtime-blocks.jsonl.gz");

/** Blocks of the reference's key-value runtime on a real network, each with its transactions. */
const rounds = gunzipSync(readFileSync(path))
  .toString("utf8")
  .trim()
  .split("\n")
  .map((line): RecordedRound => JSON.parse(line))
  .map(({block_cbor: block, transactions}) => ({
    header: decode(Block, Buffer.from(block, "base64")).header,
    inputs: (transactions ?? []).map(({tx}) => new Uint8Array(Buffer.from(tx, "base64"))),
  }));

/** The epoch of all rounds that were executed. */
const epoch = asEpoch(2n);

/** The last recorded round has an encrypted value, whose key was a key manager's. */
const executable = rounds.slice(0, -1);

const header = {...TendermintHeader.zero(), height: 2n, appHash: emptyHash};
const meta = encodeProtobuf(LightBlock, {
  signedHeader: {header, commit: null},
  validatorSet: ValidatorSet.zero(),
});

test("executes the rounds of a recorded network to the recorded roots", async () => {
  const [near, far] = duplexPair();
  const common = {clock: systemClock, logger: silentLogger};
  const ended = serveSession({paratime: keyvalue, stream: far, ...common});
  const {connection} = await connectRuntime(
    {
      ...common,
      stream: near,
      runtimeId: namespaceFromText(`80${"00".repeat(31)}`),
      hostInfo: {
        consensusBackend: "tendermint",
        consensusProtocolVersion: {...protocolVersions.consensusProtocol},
        consensusChainContext: "00".repeat(32),
      },
    },
    {},
  );
  const found: string[] = [];
  const recorded: string[] = [];
  for (const [index, round] of executable.entries()) {
    const before = executable[index - 1];
    if (before === undefined || round.header.headerType !== headerTypes.normal) continue;
    const {batch} = await connection.call("RuntimeExecuteTxBatchRequest", {
      mode: executionModes.execute,
      consensusBlock: {height: 2n, meta},
      roundResults: RoundResults.zero(),
      ioRoot: inputBatch(round.inputs).root,
      inputs: round.inputs,
      block: {header: before.header},
      epoch,
      maxMessages: 32,
    });
    const {stateRoot, ioRoot, previousHash} = batch.header;
    found.push([stateRoot, ioRoot, previousHash].map((hash) => toHex(hash ?? emptyHash)).join(" "));
    const wanted = [round.header.stateRoot, round.header.ioRoot, round.header.previousHash];
    recorded.push(wanted.map(toHex).join(" "));
  }
  connection.close();
  await ended;
  expect(found).toEqual(recorded);
  expect(found).toHaveLength(10);
});
