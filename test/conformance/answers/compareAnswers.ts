import {encode, type Schema} from "@oasis-node/primitives/cbor";
import type {Height} from "@oasis-node/primitives/epoch";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {
  beaconBackend,
  consensusBackend,
  consensusLightBackend,
  governanceBackend,
  type OwnChain,
  registryBackend,
  roothashBackend,
  schedulerBackend,
  stakingBackend,
} from "@oasis-node/rpc/backends";
import {
  beaconService,
  consensusLightService,
  consensusService,
  governanceService,
  registryService,
  roothashService,
  schedulerService,
  stakingService,
} from "@oasis-node/rpc/services";
import {EpochTimeState} from "@oasis-node/state-transition/beacon";
import {decode} from "cborg";
import type {Reporter} from "../kind.ts";
import {base64, hex, type JsonObject, object} from "../records.ts";
import {describeValue} from "../replay/describe.ts";

/** An answer to the question of a field: its bytes on the wire. */
type Answer = (height: Height) => Promise<Uint8Array>;

/** The fields that are answers of one method each, with the bytes that it answers. */
export function answersOf(chain: OwnChain): Readonly<Record<string, Answer>> {
  const [consensus, light] = [consensusBackend(chain), consensusLightBackend(chain)];
  const [beacon, scheduler] = [beaconBackend(chain), schedulerBackend(chain)];
  const staking = stakingBackend(chain);
  const registry = registryBackend(chain);
  const governance = governanceBackend(chain);
  const roothash = roothashBackend(chain);
  const methods = {...consensusService.methods, ...consensusLightService.methods, ...beaconService.methods};
  return {
    block: answer(methods.getBlock.response, consensus.getBlock),
    light_block: answer(methods.getLightBlock.response, light.getLightBlock),
    txs: answer(methods.getTransactionsWithResults.response, consensus.getTransactionsWithResults),
    parameters: answer(methods.getParameters.response, light.getParameters),
    epoch: answer(methods.getEpoch.response, beacon.getEpoch),
    // The answer is null where no epoch is scheduled; the client that recorded it made zeros of that.
    future_epoch: answer(
      EpochTimeState,
      async (height) => (await beacon.getFutureEpoch(height)) ?? EpochTimeState.zero(),
    ),
    beacon: answer(methods.getBeacon.response, beacon.getBeacon),
    staking_events: answer(stakingService.methods.getEvents.response, staking.getEvents),
    registry_events: answer(registryService.methods.getEvents.response, registry.getEvents),
    governance_events: answer(governanceService.methods.getEvents.response, governance.getEvents),
    roothash_events: answer(roothashService.methods.getEvents.response, roothash.getEvents),
    validators: answer(schedulerService.methods.getValidators.response, scheduler.getValidators),
  };
}

/** Asks for everything that clients asked of a height and compares the bytes, or the text where they got an error. */
export async function compareAnswers(
  chain: OwnChain,
  fields: Readonly<Record<string, Answer>>,
  height: Height,
  answers: JsonObject,
  report: Reporter,
): Promise<void> {
  const errors = object(answers.errors ?? {}, "errors");
  for (const [field, ask] of Object.entries(fields)) {
    const recorded = answers[`${field}_cbor`];
    const found = await outcome(() => ask(height));
    if (recorded === undefined) report.expect(field, `error: ${String(errors[field])}`, found);
    else
      report.expect(
        field,
        shown(field, base64(recorded, field)),
        found instanceof Uint8Array ? shown(field, found) : found,
      );
  }
  await compareRuntimes(chain, height, object(answers.runtimes, "runtimes"), report);
}

/** Committees of a runtime are recorded by its ID, its state by ID and `/roothash`. */
async function compareRuntimes(
  chain: OwnChain,
  height: Height,
  runtimes: JsonObject,
  report: Reporter,
): Promise<void> {
  const committees = schedulerBackend(chain).getCommittees;
  const state = roothashBackend(chain).getRuntimeState;
  for (const [name, value] of Object.entries(runtimes)) {
    const [hexId = "", part] = name.split("/");
    const runtimeId = asNamespace(hex(hexId, name));
    const ask =
      part === "roothash"
        ? answer(roothashService.methods.getRuntimeState.response, () => state({runtimeId, height}))
        : answer(schedulerService.methods.getCommittees.response, () => committees({runtimeId, height}));
    const found = await ask(height);
    report.expect(name, describeValue(base64(object(value, name).cbor, name)), describeValue(found));
  }
}

function answer<T>(schema: Schema<T> | null, ask: (height: Height) => Promise<T>): Answer {
  if (schema === null) throw new RangeError("the method answers nothing");
  return async (height) => encode(schema, await ask(height));
}

async function outcome(ask: () => Promise<Uint8Array>): Promise<Uint8Array | string> {
  try {
    return await ask();
  } catch (error) {
    return `error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The reference lists validators in the order of chance. */
function shown(field: string, answer: Uint8Array): unknown {
  if (field !== "validators") return describeValue(answer);
  const validators: unknown = decode(answer, {useMaps: true});
  return Array.isArray(validators)
    ? validators.map((one) => JSON.stringify([...one].map(String))).sort()
    : validators;
}
