import {existsSync} from "node:fs";
import {join} from "node:path";
import {toHex} from "@oasis-node/primitives/bytes";
import {bytes, decode, encode, i64, list, struct} from "@oasis-node/primitives/cbor";
import {asHeight, Epoch} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import type {ApplicationState} from "@oasis-node/state-transition/application";
import {beaconQueries, EpochTimeState} from "@oasis-node/state-transition/beacon";
import {ConsensusParameters} from "@oasis-node/state-transition/consensus";
import {StateQueries, type StateView} from "@oasis-node/state-transition/query";
import {RuntimeState, roothashQueries} from "@oasis-node/state-transition/roothash";
import {Committee, schedulerQueries, Validator} from "@oasis-node/state-transition/scheduler";
import type {Reporter} from "../kind.ts";
import {base64, hex, type JsonObject, number, object, readJsonLines} from "../records.ts";
import {describeValue} from "./describe.ts";

/** What clients were told of the state of each height, in the export folder of a chain. */
const answersFile = "blocks.jsonl.gz";

/** The answer about parameters: those of the application, with the engine's. */
const ParametersAnswer = struct("consensus.Parameters", {
  height: i64,
  parameters: ConsensusParameters,
  meta: bytes,
});

const Committees = list(Committee);

/** Asks the state of every height what clients asked, and compares the bytes they got. Does nothing without the file. */
export async function checkAnswers(folder: string, state: ApplicationState, report: Reporter): Promise<void> {
  const path = join(folder, "export", answersFile);
  if (!existsSync(path)) return;
  const queries = new StateQueries(state);
  for await (const line of readJsonLines(path)) {
    const answers = object(line, path);
    const height = asHeight(BigInt(number(answers.height, path)));
    if (height > state.lastHeight) break;
    report.record(`${path}, height ${height}`);
    queries.at(height, (view) => {
      checkChain(view, answers, report);
      for (const name of Object.keys(object(answers.runtimes, path)))
        checkRuntime(view, answers, name, report);
    });
  }
}

function checkChain(view: StateView, answers: JsonObject, report: Reporter): void {
  const {beacon, scheduler, registry} = view;
  const check = (name: string, found: Uint8Array): void => {
    const recorded = base64(answers[`${name}_cbor`], name);
    report.expect(name, describeValue(recorded), describeValue(found));
  };
  check("epoch", encode(Epoch, beacon.epoch()));
  // The answer is null where no epoch is scheduled; the client that recorded it made zeros of that.
  check("future_epoch", encode(EpochTimeState, beacon.futureEpoch() ?? EpochTimeState.zero()));
  if (answers.beacon_cbor !== undefined) check("beacon", encode(bytes, beaconQueries.beacon(beacon)));
  else
    report.expect(
      "beacon",
      refusalOfBeacon(answers),
      messageOf(() => beaconQueries.beacon(beacon)),
    );
  const {meta} = decode(ParametersAnswer, base64(answers.parameters_cbor, "parameters"));
  const parameters = view.consensusParameters();
  check("parameters", encode(ParametersAnswer, {height: view.height, parameters, meta}));
  const recorded = decode(list(Validator), base64(answers.validators_cbor, "validators"));
  const found = schedulerQueries.validators(scheduler, registry);
  report.expect("validators", sorted(recorded ?? []), sorted(found));
}

/** Committees of a runtime are recorded by its ID, its state by ID and `/roothash`. */
function checkRuntime(view: StateView, answers: JsonObject, name: string, report: Reporter): void {
  const recorded = base64(object(object(answers.runtimes, name)[name], name).cbor, name);
  const [hexId = "", part] = name.split("/");
  const id = asNamespace(hex(hexId, name));
  const found =
    part === "roothash"
      ? encode(RuntimeState, roothashQueries.runtimeState(view.roothash, id))
      : encode(Committees, schedulerQueries.committees(view.scheduler, id));
  report.expect(name, describeValue(recorded), describeValue(found));
}

function refusalOfBeacon({errors}: JsonObject): unknown {
  return object(errors, "errors").beacon;
}

function messageOf(ask: () => unknown): string {
  try {
    ask();
    return "an answer";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The reference lists validators in the order of chance. */
function sorted(validators: readonly Validator[]): string[] {
  return validators.map((one) => toHex(encode(Validator, one))).sort();
}
