import {parseJsonFile, readFileAt} from "@oasis-node/node/files";
import {documentChecks, emptyStakingState, stakingState} from "@oasis-node/node/genesis";
import {fromJson, map, nullable, type Schema} from "@oasis-node/primitives/cbor";
import {Namespace} from "@oasis-node/primitives/namespace";
import {prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {SignedEntity} from "@oasis-node/state-transition/entity";
import {KeymanagerStatus} from "@oasis-node/state-transition/keymanager";
import {MultiSignedNode} from "@oasis-node/state-transition/node";
import {Runtime} from "@oasis-node/state-transition/registry";
import {GenesisRuntimeState} from "@oasis-node/state-transition/roothash";
import {StakingGenesis} from "@oasis-node/state-transition/staking";
import {type CommandContext, orFail} from "../framework/index.ts";
import {gatesOf, testEntity} from "../signing/index.ts";
import {genesisFailure} from "./failure.ts";
import type {InitOptions} from "./options.ts";

type Context = CommandContext<InitOptions>;

const RuntimeStates = map(Namespace, nullable(GenesisRuntimeState));
const entityDomain = prepareContext(signingContexts.registerEntity);

/** Everything that the flags of `genesis init` name files of; the document lists it in the order of the flags. */
export async function genesisParts(context: Context) {
  const {options} = context;
  const registry = "failed to parse registry genesis state";
  return {
    entities: await entities(context, registry),
    runtimes: await filesOf(context, options.runtime, Runtime, "runtime registration", registry),
    nodes: await filesOf(context, options.node, MultiSignedNode.envelope, "node registration", registry),
    runtimeStates: await runtimeStates(context),
    keymanagers: await filesOf(
      context,
      options.keymanager,
      KeymanagerStatus,
      "key manager status",
      "failed to parse key manager genesis state",
    ),
    staking: await staking(context),
  };
}

/** Signatures of entities are checked at once, not only with the whole document. */
async function entities(context: Context, failure: string): Promise<SignedEntity[]> {
  const {options, common} = context;
  const signed = await filesOf(context, options.entity, SignedEntity.envelope, "entity", failure);
  const {verifier} = documentChecks(gatesOf(common));
  for (const [index, each] of signed.entries()) {
    const filename = options.entity[index] ?? "";
    await orFail(
      () => SignedEntity.open(verifier, entityDomain, each),
      (err) => genesisFailure(failure, {err, filename}),
    );
  }
  if (!options["debug.test_entity"]) return signed;
  context.logger.module("cmd/genesis").warn("registering debug test entity");
  const {entity, signer} = testEntity();
  return [...signed, await SignedEntity.sign(signer, entityDomain, entity)];
}

async function runtimeStates(context: Context): Promise<(readonly [Namespace, GenesisRuntimeState])[]> {
  const failure = "failed to parse roothash genesis state";
  const files = await filesOf(
    context,
    context.options.roothash,
    RuntimeStates,
    "roothash runtime states",
    failure,
  );
  return files.flatMap((states) =>
    [...(states ?? [])].map(([id, state]) => [id, state ?? GenesisRuntimeState.zero()] as const),
  );
}

async function staking(context: Context): Promise<StakingGenesis> {
  const {options} = context;
  const failure = "failed to append staking genesis state";
  const base =
    options.staking === ""
      ? [emptyStakingState()]
      : await filesOf(context, [options.staking], StakingGenesis, "staking", failure);
  return orFail(
    () =>
      stakingState(base[0] ?? emptyStakingState(), {
        symbol: options["staking.token_symbol"],
        exponent: options["staking.token_value_exponent"],
        ...(options["debug.test_entity"] ? {testEntity: testEntity().entity.id} : {}),
      }),
    (err) => genesisFailure(failure, {err}),
  );
}

/** The values of JSON files. The log tells which file is wrong, then what fails for it. */
async function filesOf<T>(
  {environment, logger}: Context,
  paths: readonly string[],
  schema: Schema<T>,
  what: string,
  failure: string,
): Promise<T[]> {
  const log = logger.module("cmd/genesis");
  const values: T[] = [];
  for (const filename of paths) {
    const bytes = await orFail(
      () => readFileAt(filename, environment),
      (err) => {
        log.error(`failed to load genesis ${what}`, {err, filename});
        return genesisFailure(failure, {err});
      },
    );
    const value = await orFail(
      () => fromJson(schema, parseJsonFile(bytes)),
      (err) => {
        log.error(`failed to parse genesis ${what}`, {err, filename});
        return genesisFailure(failure, {err});
      },
    );
    values.push(value);
  }
  return values;
}
