import {
  RequestBeginBlock,
  RequestCheckTx,
  RequestDeliverTx,
  RequestInitChain,
  ResponseBeginBlock,
  ResponseCommit,
  ResponseDeliverTx,
  ResponseEndBlock,
  ResponseInfo,
  ResponseInitChain,
  validatorUpdateFromAbci,
} from "@oasis-node/consensus/abci";
import {decode, type ProtoValue} from "@oasis-node/consensus/protobuf";
import {resultsHash} from "@oasis-node/consensus/tendermint";
import {toHex} from "@oasis-node/primitives/bytes";
import {asHeight} from "@oasis-node/primitives/epoch";
import {
  type Application,
  ApplicationError,
  type BlockRequest,
  type TransactionResult,
} from "@oasis-node/state-transition/application";
import {HaltError, type Misbehaviour, type Validator} from "@oasis-node/state-transition/context";
import type {Reporter} from "../kind.ts";
import {compareEvents} from "./compareEvents.ts";
import {MessageHistory} from "./messageHistory.ts";
import {Mirror} from "./mirror.ts";
import type {RecordedCall} from "./recordedCall.ts";

/** Makes the recorded calls on an application, in their order, and compares all it answers and writes. */
export class Player {
  readonly #application: Application;
  readonly #report: Reporter;
  readonly #mirror: Mirror;
  /** What became of the messages of runtimes so far. */
  readonly messages = new MessageHistory();
  /** Time of the block, nanoseconds since 1970. */
  time = 0n;
  /** Results of the block, for the hash in the next header. */
  #results: TransactionResult[] = [];

  constructor(application: Application, report: Reporter) {
    this.#application = application;
    this.#mirror = new Mirror(application.state.deliverTree);
    this.#report = report;
  }

  /** Whether there is anything to be called after this one: not when it stopped the chain. */
  async play(call: RecordedCall): Promise<boolean> {
    try {
      await this.#call(call);
      if (call.panic !== null) this.#report.expect("outcome", `halt: ${call.panic}`, "an answer");
    } catch (error) {
      if (call.panic === null) this.#report.expect("outcome", "an answer", describeError(error));
      else if (!(error instanceof HaltError)) this.#report.expect("outcome", "a halt", describeError(error));
      if (call.panic !== null || hasStopped(error)) return false;
    }
    const {state} = this.#application;
    if (call.type === "Commit") this.#mirror.afterCommit();
    else if (call.type !== "CheckTx") this.#mirror.afterStep(state.deliverTree, call.writes, this.#report);
    if (call.type === "InitChain") {
      // Genesis may have failed halfway, or have been mended: what was kept of it has to be read again.
      state.initialized();
      this.#compareAppHash(call, state.root.hash);
    }
    return true;
  }

  async #call(call: RecordedCall): Promise<void> {
    switch (call.type) {
      case "Info":
        return this.#info(call);
      case "InitChain":
        return this.#initChain(call);
      case "BeginBlock":
        return this.#beginBlock(call);
      case "CheckTx":
        return this.#checkTx(call);
      case "DeliverTx":
        return this.#deliverTx(call);
      case "EndBlock":
        return this.#endBlock(call);
      case "Commit":
        return this.#commit(call);
      default:
        return this.#report.expect("call", "a known one", call.type);
    }
  }

  #info({response}: RecordedCall): void {
    const found = this.#application.info();
    const expected = decode(ResponseInfo, response ?? none);
    this.#report.expect("app version", expected.appVersion, found.appVersion);
    this.#report.expect("last height", expected.lastBlockHeight, found.lastHeight);
    this.#report.expect("last app hash", expected.lastBlockAppHash, found.lastAppHash ?? none);
  }

  #initChain({request, response}: RecordedCall): void {
    const {initialHeight, validators} = decode(RequestInitChain, request);
    const found = this.#application.initChain({
      initialHeight: asHeight(initialHeight),
      validators: validators.map(validatorUpdateFromAbci),
    });
    const {appHash} = decode(ResponseInitChain, response ?? none);
    this.#report.expect("app hash of genesis", appHash, found);
  }

  #beginBlock({height, request, response}: RecordedCall): void {
    const block = decode(RequestBeginBlock, request);
    const {header} = block;
    if (this.#results.length > 0) {
      this.#report.expect("last results hash", header.lastResultsHash, resultsHash(this.#results));
    }
    this.#results = [];
    const next = blockRequest(block);
    this.time = next.time;
    const found = this.#application.beginBlock(next);
    this.messages.add(height, "begin", found);
    const {events} = decode(ResponseBeginBlock, response ?? none);
    compareEvents("event", events, found, this.#report);
  }

  #checkTx({request, response}: RecordedCall): void {
    const {tx} = decode(RequestCheckTx, request);
    this.#compareResult(decode(ResponseDeliverTx, response ?? none), this.#application.checkTx(tx));
  }

  #deliverTx({height, request, response}: RecordedCall): void {
    const {tx} = decode(RequestDeliverTx, request);
    const expected = decode(ResponseDeliverTx, response ?? none);
    this.#results.push(expected);
    const found = this.#application.deliverTx(tx);
    this.messages.add(height, "transactions", found.events);
    this.#compareResult(expected, found);
    this.#report.expect("data", expected.data, found.data);
    compareEvents("event", expected.events, found.events, this.#report);
  }

  #compareResult(expected: Result, found: Result): void {
    const failure = ({code, codespace, log}: Result): string =>
      code === 0 ? "success" : `${codespace} ${code}: ${log}`;
    if (expected.code !== found.code || expected.codespace !== found.codespace) {
      this.#report.expect("result", failure(expected), failure(found));
    }
    this.#report.expect("gas wanted", expected.gasWanted, found.gasWanted);
    this.#report.expect("gas used", expected.gasUsed, found.gasUsed);
  }

  #endBlock({height, response}: RecordedCall): void {
    const expected = decode(ResponseEndBlock, response ?? none);
    const found = this.#application.endBlock();
    this.messages.add(height, "end", found.events);
    compareEvents("event", expected.events, found.events, this.#report);
    const {appVersion = null} = expected.parameterUpdates?.version ?? {};
    this.#report.expect("app version", appVersion, found.appVersion);
    const updates = expected.validatorUpdates.map(validatorUpdateFromAbci);
    this.#report.expect("validator updates", sorted(updates), sorted(found.validatorUpdates));
  }

  async #commit(call: RecordedCall): Promise<void> {
    const {data, retainHeight} = decode(ResponseCommit, call.response ?? none);
    const found = await this.#application.commit();
    this.#report.expect("app hash", data, found.appHash);
    this.#report.expect("retain height", retainHeight, found.retainHeight);
    this.#compareAppHash(call, found.appHash);
  }

  #compareAppHash({appHash}: RecordedCall, found: Uint8Array): void {
    if (appHash !== null) this.#report.expect("app hash by its writes", appHash, found);
  }
}

/** After such an error the application takes no call. */
function hasStopped(error: unknown): boolean {
  return error instanceof HaltError || error instanceof ApplicationError;
}

interface Result {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
}

const none = new Uint8Array();

const misbehaviours: readonly Misbehaviour["type"][] = ["unknown", "duplicateVote", "lightClientAttack"];

function blockRequest({
  hash,
  header,
  lastCommitInfo,
  byzantineValidators,
}: ProtoValue<typeof RequestBeginBlock>): BlockRequest {
  return {
    hash,
    time: header.time,
    lastCommitHash: header.lastCommitHash,
    proposerAddress: header.proposerAddress,
    votes: lastCommitInfo.votes.map(({validator, signedLastBlock}) => ({
      address: validator.address,
      power: validator.power,
      signedLastBlock,
    })),
    misbehaviours: byzantineValidators.map(({type, validator, height}) => ({
      type: misbehaviours[type] ?? "unknown",
      address: validator.address,
      height: asHeight(height),
    })),
  };
}

/** The order of updates is free: the engine sorts them. */
function sorted(updates: readonly Validator[]): string[] {
  return updates.map(({publicKey, power}) => `${toHex(publicKey)} ${power}`).sort();
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` because of ${describeError(error.cause)}`;
  const where = error.cause === undefined ? ` (${error.stack?.split("\n").slice(1, 6).join(" ")})` : "";
  return `${error.name}: ${error.message}${where}${cause}`;
}
