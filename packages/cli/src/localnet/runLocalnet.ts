import {resolve} from "node:path";
import {
  type Localnet,
  type LocalnetOptions,
  stakePerRole,
  startLocalnet,
} from "@oasis-node/localnet/localnet";
import {NetworkError} from "@oasis-node/localnet/network";
import {exitCodes, type NodeEnd} from "@oasis-node/node/node";
import {toMilliseconds} from "@oasis-node/primitives/clock";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {headerTypes} from "@oasis-node/state-transition/roothash";
import {type CommandContext, type CommandRun, earlyFailure, silentFailure} from "../framework/index.ts";
import type {localnetOptions} from "./options.ts";
import {jsonReport, type LocalnetReport, textReport} from "./report.ts";

type Context = CommandContext<typeof localnetOptions>;

/** What takes longer than this gets a line that tells so. */
const patience = 1000;

/** A ParaTime without a round by then is reported as it is: its log tells why. */
const longestWait = 60_000;

/** `localnet`: runs a network until it is told to stop. */
export const runLocalnet: CommandRun<typeof localnetOptions> = async (context) => {
  const {environment, options} = context;
  const began = performance.now();
  const {signal} = environment;
  const localnet = await started(context);
  const rounds = await firstRounds(context, localnet);
  const report = await reportOf(localnet, rounds, {
    isParatimeMissing: localnet.paratimes.length < options.paratime.size,
    readyMs: performance.now() - began,
    cwd: environment.cwd,
  });
  environment.stdout.write(options.json ? `${jsonReport(report)}\n` : textReport(report));
  const onAbort = (): void => {
    if (!options.json) environment.stdout.write("\nStopping …\n");
    void localnet.stop();
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, {once: true});
  const end = await localnet.ended;
  signal.removeEventListener("abort", onAbort);
  tellEnd(context, localnet, end);
};

async function started(context: Context): Promise<Localnet> {
  const {environment, options} = context;
  const slow = setTimeout(() => {
    if (!options.json) environment.stdout.write("Starting the network …\n");
  }, patience);
  try {
    return await startLocalnet(localnetSettings(context));
  } catch (error) {
    if (error instanceof NetworkError || error instanceof TypedError) throw earlyFailure(error.message);
    throw error;
  } finally {
    clearTimeout(slow);
  }
}

function localnetSettings({environment, options}: Context): LocalnetOptions {
  return {
    dir: resolve(environment.cwd, options.dir),
    fresh: options.fresh,
    escrow: options.escrow,
    blocksPerEpoch: options.blocks_per_epoch,
    emptyBlockInterval: toMilliseconds(options.empty_block_interval),
    mockEpochs: options.mock_epochs,
    blockTime: options.block_time,
    paratimes: Object.fromEntries(
      [...options.paratime].map(([id, path]) => [id, resolve(environment.cwd, path)]),
    ),
    clock: environment.clock,
  };
}

/** The last round of each ParaTime once it has a normal one: then it works. 0 for one that gets none. */
async function firstRounds({environment, options}: Context, localnet: Localnet): Promise<bigint[]> {
  const {signal} = environment;
  const late = setTimeout(() => {
    if (!options.json) environment.stdout.write("Waiting for the first round of the ParaTime …\n");
  }, patience);
  try {
    return await Promise.all(localnet.paratimes.map((id) => firstRound(localnet, id, signal)));
  } finally {
    clearTimeout(late);
  }
}

async function firstRound({apis, ended}: Localnet, id: Namespace, signal: AbortSignal): Promise<bigint> {
  const stop = new AbortController();
  void ended.then(() => stop.abort());
  const until = AbortSignal.any([signal, stop.signal, AbortSignal.timeout(longestWait)]);
  for await (const {block} of apis.roothash.watchBlocks(id, {signal: until})) {
    if (block?.header.headerType === headerTypes.normal && block.header.round > 0n) return block.header.round;
  }
  return 0n;
}

async function reportOf(
  localnet: Localnet,
  rounds: readonly bigint[],
  start: Pick<LocalnetReport, "cwd" | "isParatimeMissing" | "readyMs">,
): Promise<LocalnetReport> {
  const {apis, accounts, entity} = localnet;
  const [symbol, exponent, epoch, stake, owner, ...found] = await Promise.all([
    apis.staking.tokenSymbol(),
    apis.staking.tokenValueExponent(),
    apis.beacon.getEpoch(latestHeight),
    stakePerRole(localnet),
    apis.staking.account({height: latestHeight, owner: entity.address}),
    ...accounts.map(({address: owner}) => apis.staking.account({height: latestHeight, owner})),
  ]);
  const balances = found.map(({general}) => general.balance);
  const escrow = owner.escrow.active.balance;
  return {localnet, rounds, token: {symbol, exponent}, stake, escrow, balances, epoch, ...start};
}

/** A network that ended by itself leaves a word, and an exit code that tells it from one that was stopped. */
function tellEnd({environment}: Context, {paths}: Localnet, end: NodeEnd): void {
  if (end.kind === "stopped") return;
  const reason = end.error instanceof Error ? end.error.message : String(end.error);
  environment.stderr.write(`The network has stopped: ${reason}. More in ${paths.log}.\n`);
  throw silentFailure(exitCodes[end.kind]);
}
