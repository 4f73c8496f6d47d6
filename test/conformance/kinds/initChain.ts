import {join} from "node:path";
import {compare, toHex} from "@oasis-node/primitives/bytes";
import {
  chainContext,
  checkDocument,
  parseDocument,
  type TendermintGenesis,
  tendermintGenesis,
} from "@oasis-node/state-transition/genesis";
import {RequestInitChain} from "../abci/messages.ts";
import {decodeMessage} from "../abci/protobuf.ts";
import type {FileKind, Reporter} from "../kind.ts";
import {RecordError, readJsonLines, readText} from "../records.ts";
import {recordedCall} from "../replay/recordedCall.ts";
import {readSettings} from "../replay/settings.ts";

const second = 1_000_000_000n;

/** What the engine of a recorded chain, a folder, started with, against what follows from its genesis document. */
export const initChain: FileKind = {
  name: "init-chain",
  async check(folder: string, report: Reporter): Promise<void> {
    const document = parseDocument(await readText(join(folder, "genesis.json")));
    const calls = join(folder, "abci.jsonl.gz");
    const {node, verifier} = await readSettings(folder, calls, document);
    report.record("document");
    report.expect("what is wrong", null, checkDocument(document, {...node, verifier})?.message ?? null);
    const genesis = tendermintGenesis(document, {debugAllowed: node.debugAllowed, verifier});
    report.record("request");
    report.expect(
      "chain ID is the beginning of the chain context",
      true,
      chainContext(document).startsWith(genesis.chainId),
    );
    checkRequest(await initRequest(calls), genesis, report);
    await verifier.close();
  },
};

async function initRequest(path: string): Promise<ReturnType<typeof decodeRequest>> {
  for await (const line of readJsonLines(path)) {
    const call = recordedCall(line);
    if (call.type === "InitChain") return decodeRequest(call.request);
  }
  throw new RecordError(path, "an InitChain", "none");
}

function decodeRequest(bytes: Uint8Array) {
  return decodeMessage(RequestInitChain, bytes);
}

function checkRequest(
  request: ReturnType<typeof decodeRequest>,
  {genesisTime, chainId, initialHeight, validators, appState, parameters}: TendermintGenesis,
  report: Reporter,
): void {
  report.expect("time", nanoseconds(request.time), genesisTime);
  report.expect("chain ID", request.chainId, chainId);
  report.expect("initial height", request.initialHeight, initialHeight);
  report.expect("application state", new TextDecoder().decode(request.appState), appState);
  const {block, evidence} = parameters;
  report.expect("block parameters", request.parameters?.block, {
    maxBytes: block.maxBytes,
    maxGas: block.maxGas,
  });
  const recorded = request.parameters?.evidence;
  const maxAgeDuration = nanoseconds(recorded?.maxAgeDuration ?? null);
  report.expect("evidence parameters", recorded && {...recorded, maxAgeDuration}, evidence);
  // The engine has brought them into the order of its own set: those of one power by address.
  const ordered = [...validators].sort((a, b) => Number(b.power - a.power) || compare(a.address, b.address));
  report.expect(
    "validators",
    request.validators.map(({publicKey, power}) => [toHex(publicKey?.ed25519 ?? new Uint8Array()), power]),
    ordered.map(({publicKey, power}) => [toHex(publicKey), power]),
  );
}

function nanoseconds(time: {readonly seconds: bigint; readonly nanos: bigint} | null): bigint {
  return time === null ? 0n : time.seconds * second + time.nanos;
}
