import {join} from "node:path";
import {RequestInitChain, validatorUpdateFromAbci} from "@oasis-node/consensus/abci";
import {decode, type ProtoValue} from "@oasis-node/consensus/protobuf";
import {compare, toHex} from "@oasis-node/primitives/bytes";
import {
  chainContext,
  checkDocument,
  parseDocument,
  type TendermintGenesis,
  tendermintGenesis,
} from "@oasis-node/state-transition/genesis";
import type {FileKind, Reporter} from "../kind.ts";
import {RecordError, readJsonLines, readText} from "../records.ts";
import {recordedCall} from "../replay/recordedCall.ts";
import {readSettings} from "../replay/settings.ts";

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

async function initRequest(path: string): Promise<ProtoValue<typeof RequestInitChain>> {
  for await (const line of readJsonLines(path)) {
    const call = recordedCall(line);
    if (call.type === "InitChain") return decode(RequestInitChain, call.request);
  }
  throw new RecordError(path, "an InitChain", "none");
}

function checkRequest(
  request: ProtoValue<typeof RequestInitChain>,
  {genesisTime, chainId, initialHeight, validators, appState, parameters}: TendermintGenesis,
  report: Reporter,
): void {
  report.expect("time", request.time, genesisTime);
  report.expect("chain ID", request.chainId, chainId);
  report.expect("initial height", request.initialHeight, initialHeight);
  report.expect("application state", new TextDecoder().decode(request.appState), appState);
  const {block, evidence, validator} = parameters;
  report.expect("block parameters", request.parameters?.block, {
    maxBytes: block.maxBytes,
    maxGas: block.maxGas,
  });
  report.expect("evidence parameters", request.parameters?.evidence, evidence);
  const keyTypes = request.parameters?.validator?.pubKeyTypes ?? [];
  report.expect(
    "key types",
    keyTypes.map((type) => new TextDecoder().decode(type)),
    validator.pubKeyTypes,
  );
  // The engine has brought them into the order of its own set: those of one power by address.
  const ordered = [...validators].sort((a, b) => Number(b.power - a.power) || compare(a.address, b.address));
  report.expect(
    "validators",
    request.validators.map(validatorUpdateFromAbci).map(({publicKey, power}) => [toHex(publicKey), power]),
    ordered.map(({publicKey, power}) => [toHex(publicKey), power]),
  );
}
