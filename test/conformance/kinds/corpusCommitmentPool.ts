import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, nullable, type Schema} from "@oasis-node/primitives/cbor";
import {asHeight, asRound} from "@oasis-node/primitives/epoch";
import {errorCode} from "@oasis-node/primitives/errors";
import {hashOf} from "@oasis-node/primitives/hash";
import {asPublicKey, SignatureVerifier} from "@oasis-node/primitives/signature";
import {HaltError} from "@oasis-node/state-transition/context";
import {Node} from "@oasis-node/state-transition/node";
import {
  addExecutorCommitment,
  Block,
  type CommitmentRules,
  checkProposerTimeout,
  commitmentErrors,
  ExecutorCommitment,
  isFailure,
  isTimeout,
  type OpenExecutorCommitment,
  Pool,
  resetPool,
  timeoutNever,
  tryFinalize,
  type Verdict,
  voteOf,
} from "@oasis-node/state-transition/roothash";
import {Committee, committeeKinds} from "@oasis-node/state-transition/scheduler";
import {stakingErrors} from "@oasis-node/state-transition/staking";
import type {CorpusKind, Reporter} from "../kind.ts";
import {array, base64, boolean, type JsonObject, number, object, string} from "../records.ts";

/** Pools of commitments through whole scenarios: what each step answers, and the pool after it. */
export const corpusCommitmentPool: CorpusKind = {
  name: "commitment-pool",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
    const verifier = new SignatureVerifier();
    let line = 0;
    for await (const value of records) {
      const where = `line ${++line}`;
      report.record(where);
      checkScenario(object(value, where), verifier, where, report);
    }
    await verifier.close();
  },
};

interface Scenario {
  readonly block: Block;
  readonly rules: CommitmentRules;
}

/** What a step answers. */
interface Answer {
  readonly pool: Pool;
  readonly error?: unknown;
  readonly result?: OpenExecutorCommitment | undefined;
}

function checkScenario(
  record: JsonObject,
  verifier: SignatureVerifier,
  where: string,
  report: Reporter,
): void {
  const scenario = {block: cbor(Block, record.block, where), rules: rulesOf(record, verifier, where)};
  let pool = cbor(Pool, record.pool, where);
  for (const [index, value] of array(record.steps, where).entries()) {
    const step = object(value, where);
    const title = `step ${index} (${string(step.step, where)})`;
    const answer = answerOf(step, scenario, pool, title);
    checkAnswer(step, answer, title, report);
    checkTimer(step, pool, title, report);
    ({pool} = answer);
    checkPool(step, pool, title, report);
  }
}

/** Committees and nodes as the scenario has them; the message validator refuses when the step says so. */
function rulesOf(record: JsonObject, verifier: SignatureVerifier, where: string): CommitmentRules {
  const executors = cbor(nullable(Committee), record.executor_committee ?? "9g==", where);
  const storage = cbor(nullable(Committee), record.storage_committee ?? "9g==", where);
  // A node in two roles is recorded twice; the later descriptor is the one that is registered.
  const nodes = new BytesMap(
    array(record.nodes ?? [], where)
      .map((node) => cbor(Node, node, where))
      .map((node) => [node.id, node] as const),
  );
  return {
    signatures: {verifier, chainContext: string(record.chain_context, where)},
    committees: (kind) => (kind === committeeKinds.executor ? executors : storage),
    node: (id) => nodes.get(id) ?? null,
    checkMessages: () => {},
  };
}

function answerOf(step: JsonObject, scenario: Scenario, pool: Pool, title: string): Answer {
  try {
    return take(step, scenario, pool, title);
  } catch (error) {
    // Where the reference crashes while it finalizes, it has turned the timer off on its way out.
    if (error instanceof HaltError) return {pool: {...pool, nextTimeout: timeoutNever}, error};
    return {pool, error};
  }
}

function take(step: JsonObject, {block, rules}: Scenario, pool: Pool, title: string): Answer {
  switch (string(step.step, title)) {
    case "add": {
      const commitment = cbor(ExecutorCommitment.envelope, step.commitment, title);
      const checkMessages = (): void => {
        if (boolean(step.validator_rejects, title)) throw stakingErrors.forbidden();
      };
      return {pool: addExecutorCommitment(pool, block.header, {...rules, checkMessages}, commitment)};
    }
    case "try_finalize": {
      const finalization = tryFinalize(pool, {
        height: asHeight(BigInt(number(step.height, title))),
        roundTimeout: BigInt(number(step.round_timeout, title)),
        didTimeout: boolean(step.did_timeout, title),
        isAuthoritative: boolean(step.authoritative, title),
      });
      return {pool: finalization.pool, ...verdictParts(finalization.verdict)};
    }
    case "check_proposer_timeout":
      checkProposerTimeout(pool, block.header, asPublicKey(base64(step.node, title)), round(step, title));
      return {pool};
    default:
      return {pool: resetPool(pool, round(step, title))};
  }
}

function verdictParts(verdict: Verdict): Omit<Answer, "pool"> {
  switch (verdict.kind) {
    case "result":
      return {result: verdict.commitment};
    case "waiting":
      return {error: commitmentErrors.stillWaiting()};
    case "discrepancy":
      return {error: commitmentErrors.discrepancyDetected()};
    case "failed":
      return {error: verdict.error};
  }
}

function checkAnswer(step: JsonObject, {error, result}: Answer, title: string, report: Reporter): void {
  const isCrash = error instanceof HaltError;
  report.expect(`${title}: crash`, step.panic !== undefined, isCrash);
  if (!isCrash) report.expect(`${title}: error`, step.error, errorForm(error));
  report.expect(
    `${title}: result`,
    step.result,
    result && Buffer.from(encode(ExecutorCommitment.envelope, result.commitment)).toString("base64"),
  );
  if (result === undefined) return;
  report.expect(`${title}: vote`, step.result_vote, toHex(voteOf(result)));
  report.expect(`${title}: failure`, step.result_failure, isFailure(result.body));
}

function checkTimer(step: JsonObject, before: Pool, title: string, report: Reporter): void {
  if (step.is_timeout_before === undefined) return;
  const height = asHeight(BigInt(number(step.height, title)));
  report.expect(`${title}: timeout before`, step.is_timeout_before, isTimeout(before, height));
}

function checkPool(step: JsonObject, pool: Pool, title: string, report: Reporter): void {
  const encoded = encode(Pool, pool);
  report.expect(`${title}: pool length`, step.pool_len, encoded.length);
  report.expect(`${title}: pool hash`, step.pool_hash, toHex(hashOf(encoded)));
  const rest = encode(Pool, {...pool, runtime: null, committee: null});
  report.expect(`${title}: rest of the pool`, step.pool_rest, Buffer.from(rest).toString("base64"));
  report.expect(`${title}: discrepancy`, step.discrepancy, pool.discrepancy);
  report.expect(`${title}: timeout`, step.next_timeout, Number(pool.nextTimeout));
}

function errorForm(error: unknown): unknown {
  if (error === undefined) return null;
  return {text: error instanceof Error ? error.message : String(error), ...errorCode(error)};
}

function round(step: JsonObject, title: string): ReturnType<typeof asRound> {
  return asRound(BigInt(number(step.round, title)));
}

function cbor<T>(schema: Schema<T>, value: unknown, where: string): T {
  return decode(schema, base64(value, where));
}
